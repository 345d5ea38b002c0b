"""The plan and its arithmetic: records, days, states, windows and Vietnamese text."""

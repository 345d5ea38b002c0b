"""The plan and its arithmetic: frozen types, days, states, windows and Vietnamese text; it knows
nobody above it."""

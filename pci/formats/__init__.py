"""One module a format; libraries of formats are imported there only, and only when used."""

"""One module a command, one typed function each: parse, load, call one pure function, write."""

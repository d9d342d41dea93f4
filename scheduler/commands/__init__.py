"""The commands of `phased-exit`, one module each: arguments, then what they print."""

"""Search, in a child process with limits."""

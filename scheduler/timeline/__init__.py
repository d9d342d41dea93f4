"""The only place where dates and axis days meet."""

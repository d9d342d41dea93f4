"""Pages for people, made on the server from what tools get; they work without scripts."""

"""The pages in a real browser, against a real service with real plans."""

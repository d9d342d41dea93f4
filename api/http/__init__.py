"""Plumbing of HTTP: bodies, problems, preconditions; knows no resource."""

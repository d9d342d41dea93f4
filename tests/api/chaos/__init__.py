"""Kills of processes of the service at random moments, and an audit of what was promised."""

"""Solver variables for a compiled programme; nothing decided."""

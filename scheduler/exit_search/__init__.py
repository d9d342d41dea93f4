"""Compiled schedule search for exit programmes of any size."""

"""Synthetic exit programmes, feasible by construction."""

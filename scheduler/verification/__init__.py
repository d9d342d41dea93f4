"""The independent check of a plan; works with no solver installed."""

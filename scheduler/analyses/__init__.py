"""Every analysis of a plan, by its kind."""

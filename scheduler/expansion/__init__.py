"""Every template, scope and default written out."""

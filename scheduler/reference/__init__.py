"""Pages generated from the declarations."""

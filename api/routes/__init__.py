"""Routes: one module per resource, thin."""

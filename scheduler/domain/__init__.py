"""What a planner can say: frozen declarations, which are also the file format."""

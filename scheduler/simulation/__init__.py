"""What becomes of a plan under chance: its order kept, its durations drawn, its events missed."""

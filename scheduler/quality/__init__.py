"""How good a schedule is by the standards of the field, and what its programme says for nothing."""

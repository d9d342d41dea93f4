"""Forms that change a programme: one module says what can be changed, one lays it out."""

"""What makes a plan better, one module per term: measured on dates, posted to the solver."""

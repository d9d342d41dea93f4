"""What a plan amounts to, measured from its dates without a solver."""

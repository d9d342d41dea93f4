"""The solvers that are compared, one module each; they alone name what they solve with."""

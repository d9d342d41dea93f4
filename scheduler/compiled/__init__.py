"""The programme as integers: axis days and indices, without a solver."""

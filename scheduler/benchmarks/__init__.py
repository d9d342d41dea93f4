"""Published instances solved as programmes, beside other solvers, every answer verified."""

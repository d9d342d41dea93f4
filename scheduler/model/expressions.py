"""Names for what the solver computes with, narrower than the solver's own.

The unions of ortools admit every numpy integer, for which its operators have no types.
"""

from ortools.sat.python import cp_model
from ortools.sat.python.cp_model_helper import Literal

Expression = cp_model.LinearExpr | int
"""A linear expression, a variable or a constant."""

Condition = Literal | bool
"""A Boolean variable, its negation, or a truth known beforehand."""

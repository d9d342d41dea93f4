"""What is seen of a level while it is being solved."""

from __future__ import annotations

from collections.abc import Callable

from ortools.sat.python import cp_model

from scheduler.model.expressions import Expression
from scheduler.solver.run import MOST_COST

Tell = Callable[[int | None, int | None], None]
"""Takes the best value and the best bound so far."""
Found = Callable[[Callable[[Expression], int]], None]
"""Takes a look-up of values in a new solution."""


class Watch(cp_model.CpSolverSolutionCallback):
    """Tells of better plans and bounds while a level is being solved."""

    def __init__(self, sign: int, tell: Tell, found: Found) -> None:
        """Take the sign of the level's term, and whom to tell."""
        super().__init__()
        self._sign, self._tell, self._found = sign, tell, found
        self._objective: float | None = None

    def on_solution_callback(self) -> None:
        """Tell of a better plan."""
        self._objective = self.objective_value
        self.on_bound(self.best_objective_bound)
        self._found(self.value)

    def on_bound(self, bound: float) -> None:
        """Tell of a better bound."""
        value = None if self._objective is None else round(self._sign * self._objective)
        self._tell(value, None if abs(bound) >= MOST_COST else round(self._sign * bound))

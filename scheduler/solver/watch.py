"""What is seen of a level while it is being solved."""

from __future__ import annotations

from collections.abc import Callable

from scheduler.model.expressions import Expression
from scheduler.solver.run import MOST_COST, Hearing

Tell = Callable[[int | None, int | None], None]
"""Takes the best value and the best bound so far."""
Found = Callable[[Callable[[Expression], int]], None]
"""Takes a look-up of values in a new solution."""

Stopped = Callable[[tuple[int, ...]], None]
"""Takes the value of every variable in the latest solution when the solver should stop."""


class Watch(Hearing):
    """Tells of better plans and bounds while a level is being solved."""

    def __init__(
        self, sign: int, tell: Tell, found: Found, stopped: Stopped = lambda _: None
    ) -> None:
        """Take the sign of the level's term, and whom to tell."""
        super().__init__()
        self._sign, self._tell, self._found, self._stopped = sign, tell, found, stopped
        self._objective: float | None = None
        self._latest: tuple[int, ...] = ()

    def on_solution_callback(self) -> None:
        """Tell of a better plan."""
        self._objective = self.objective_value
        self.on_bound(self.best_objective_bound)
        self._found(self.value)
        self._latest = tuple(self.response_proto.solution)

    def on_stop(self) -> None:
        """Tell of the latest plan, as not every one was told of when it was found."""
        if self._latest:
            self._stopped(self._latest)

    def on_bound(self, bound: float) -> None:
        """Tell of a better bound."""
        value = None if self._objective is None else round(self._sign * self._objective)
        self._tell(value, None if abs(bound) >= MOST_COST else round(self._sign * bound))

"""What is known of one level that several threads work on, told as it becomes known."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from scheduler.model.decode import decode
from scheduler.model.expressions import Expression
from scheduler.objectives import term_of
from scheduler.solver.run import MOST_COST, Run, value_in
from scheduler.solver.settled import Settled

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

    from scheduler.domain.objectives import ObjectiveLevel
    from scheduler.domain.plan import Plan
    from scheduler.solver.levels import LevelSearch


@dataclass(slots=True)
class Known:
    """Value, plan and bound of the only level of a programme, which is minimised."""

    search: LevelSearch
    bound: int
    value: int | None = None
    plan: Plan | None = None
    refuted: bool = False
    """Whether two of what was told contradict each other, so that nothing of it can be trusted."""
    closed: threading.Event = field(default_factory=threading.Event)
    """Whether there is nothing left to find, or no time, or no wish to go on."""
    cost: cp_model.IntVar | None = None
    challenge: cp_model.CpModel | None = None
    _lock: threading.RLock = field(default_factory=threading.RLock)

    @property
    def level(self) -> ObjectiveLevel:
        """The level."""
        return self.search.programme.document.objectives[0]

    def tell(self) -> None:
        """Tell of value and bound."""
        self.search.tell_progress(self.level.key, self.value, self.bound)

    def raise_bound(self, bound: int) -> None:
        """Take a bound, and end everything where a plan has its value."""
        with self._lock:
            if bound > self.bound:
                self.bound = bound
                self.tell()
            self._look()

    def take(self, plan: Plan, value: int) -> None:
        """Take a plan of a value that is better than the one at hand, and tell of it."""
        with self._lock:
            if self.value is not None and value >= self.value:
                return
            self.value, self.plan = value, plan
            self.search.emit_plan(plan)
            self.tell()
            self._look()

    def on_progress(self, _: int | None, bound: int | None) -> None:
        """Take what a solve says of its bound; values come with their plans."""
        if bound is not None:
            self.raise_bound(bound)

    def on_found(self, value: Callable[[Expression], int]) -> None:
        """Take the plan of a solution."""
        if self.cost is not None:
            self.take(decode(self.search.build, value), value(self.cost))

    def take_result(self, result: Run) -> None:
        """Take the plan and the bound with which a solve ended."""
        if result.solution:
            self.on_found(partial(value_in, result.solution))
        if result.bound is not None:
            self.raise_bound(result.bound)

    def refute(self) -> None:
        """Trust nothing, and end everything."""
        self.refuted = True
        self.closed.set()

    def _look(self) -> None:
        if self.value is not None and self.bound >= self.value:
            self.refuted = self.refuted or self.bound > self.value
            self.closed.set()

    def at_hand(self) -> tuple[Plan | None, int | None]:
        """Return the best plan and its value."""
        with self._lock:
            return self.plan, self.value

    def post_cost(self) -> cp_model.IntVar:
        """Post the level's term, and keep what a second configuration is asked later."""
        build = self.search.build
        cost = build.model.new_int_var(0, MOST_COST, f"cost[{self.level.key}]")
        build.model.add(cost == term_of(self.level).post(build))
        self.cost, self.challenge = cost, build.model.clone()
        return cost

    def settled(self) -> Settled:
        """Return the level as it stands, and tell of it.

        Raises ValueError without a plan.
        """
        if self.value is None:
            message = "a level without a plan is not settled"
            raise ValueError(message)
        done = Settled(
            self.level,
            self.cost,
            self.bound,
            proved=self.bound >= self.value,
            seconds=self.search.clock.spent,
        )
        if done.proved and self.search.settings.confirm:
            done.challenge = self._challenged()
        self.search.tell_level(done, self.value)
        return done

    def _challenged(self) -> cp_model.CpModel:
        """Return the model as the rules have it, asked for something better than the bound."""
        if self.cost is None or self.challenge is None:
            self.post_cost()
        cost, model = self.cost, self.challenge
        if cost is None or model is None:
            message = "no cost was posted"
            raise ValueError(message)
        model.add(model.get_int_var_from_proto_index(cost.index) <= self.bound - 1)
        return model

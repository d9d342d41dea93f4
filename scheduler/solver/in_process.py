"""One programme through the whole search in this process: the values and bounds as they came.

The way of a plan but for the child process: a first plan by construction, the model, level after
level. Meant for measurements, which must not be charged for a process that starts.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field, replace
from typing import Any

from scheduler.construction.first_plan import first_plan
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.objectives import TERMS
from scheduler.solver.levels import LevelSearch
from scheduler.solver.messages import plan_from_message
from scheduler.solver.settings import SearchSettings
from scheduler.solver.sizes import is_large
from scheduler.verification.verify import verify

SHARE_FOR_CONSTRUCTION = 0.01
"""Of the limit; beside a child process construction costs the search nothing."""


@dataclass(frozen=True, slots=True)
class Moment:
    """Seconds since the programme was handed over, with the best value and bound by then."""

    seconds: float
    value: int | None
    bound: int | None


@dataclass(slots=True)
class SearchTrace:
    """What a search found for the last level of a programme, and when."""

    programme: ExpandedProgramme
    began: float
    outcome: str = "undecided"
    plan: Plan | None = None
    value: int | None = None
    bound: int | None = None
    proved: bool = False
    seconds: float = 0.0
    """Until the level was done, or the search ended without a plan."""
    moments: list[Moment] = field(default_factory=list)

    def take(self, message: dict[str, Any]) -> None:
        """Take in what the search says."""
        match message["type"]:
            case "plan":
                self.offer(plan_from_message(message["plan"]))
            case "progress":
                self._note(message["value"], message["bound"])
            case "level":
                self._note(message["value"], message["bound"])
                self.proved = message["proved"]
                self.seconds = time.monotonic() - self.began

    def offer(self, plan: Plan) -> None:
        """Take a plan that is known to be one."""
        level = self.programme.document.objectives[-1]
        value = TERMS[level.name].measure(self.programme, plan)
        if self.plan is None or value <= self.measured:
            self.plan = plan
        self._note(value, None)

    @property
    def measured(self) -> int:
        """The value of the plan at hand.

        Raises ValueError without one.
        """
        if self.plan is None:
            message = "there is no plan"
            raise ValueError(message)
        return TERMS[self.programme.document.objectives[-1].name].measure(self.programme, self.plan)

    def _note(self, value: int | None, bound: int | None) -> None:
        """Keep the better of what is known and what is told: a level to be minimised."""
        better = value is not None and (self.value is None or value < self.value)
        tighter = bound is not None and (self.bound is None or bound > self.bound)
        if better:
            self.value = value
        if tighter:
            self.bound = bound
        if better or tighter:
            self.moments.append(Moment(time.monotonic() - self.began, self.value, self.bound))


def search_in_process(
    programme: ExpandedProgramme, settings: SearchSettings, began: float
) -> SearchTrace:
    """Search a programme whose only level is minimised, within a limit that counts from `began`."""
    trace = SearchTrace(programme, began)
    stop = threading.Event()
    left = settings.time_limit_seconds - (time.monotonic() - began)
    limited = replace(settings, time_limit_seconds=max(0.1, left))
    search = LevelSearch(programme, limited, trace.take, stop)
    if not (search.makes_its_first_plan or is_large(programme)):
        last = time.monotonic() + SHARE_FOR_CONSTRUCTION * settings.time_limit_seconds
        start = first_plan(programme, cancelled=lambda: time.monotonic() > last)
        if verify(programme, start).holds:
            trace.offer(start)
            # On projects with greatest lags, hints that are no plan delay the first one.
            search.hint(start)
    trace.outcome = search.settle_all()
    if trace.outcome != "plan":
        trace.seconds = time.monotonic() - began
    return trace

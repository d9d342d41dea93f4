"""Plans from the compiled schedule search, checked before anybody hears of them.

For programmes too large for one model this is the whole search; for large ones it is the start,
from which the solver goes on.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.objectives import ObjectiveLevel
from scheduler.domain.plan import Plan
from scheduler.objectives import term_of
from scheduler.solver.clock import Clock, clock_until
from scheduler.solver.messages import Emit, plan_to_message
from scheduler.solver.parts_bound import PartsBound
from scheduler.solver.settings import SearchSettings
from scheduler.verification.verify import verify

if TYPE_CHECKING:
    from scheduler.exit_search.by_levels import ByLevels

MOVES_PER_SECOND = 1_000
"""By which a reproducible search counts its time."""
CHECKS_SHARE = 0.2
"""Of the time that goes into checking plans on the way."""


@dataclass(slots=True)
class Schedules:
    """One run of the schedule search over a programme."""

    programme: ExpandedProgramme
    settings: SearchSettings
    emit: Emit
    stop: threading.Event
    clock: Clock
    best: Plan | None = None
    _worth: tuple[int, ...] = ()
    _checked_at: float = 0.0
    _check_takes: float = 0.0
    _waiting: Plan | None = None

    def find(self, seconds: float) -> Plan | None:
        """Return the best checked plan found in some seconds, level by level."""
        # Loading compiled code takes a while; only large programmes need it.
        from scheduler.exit_search.by_levels import ByLevels  # noqa: PLC0415
        from scheduler.exit_search.search import ExitSearch  # noqa: PLC0415
        from scheduler.exit_search.warm import make_ready  # noqa: PLC0415

        # Once on a machine; no search should lose its time to it.
        if compiling := make_ready(lambda: self.emit({"type": "compiling"})):
            self.clock.pass_over(compiling)
            self.emit({"type": "compiled", "seconds": compiling})

        began = self.clock.spent
        search = ExitSearch(self.programme, self.settings.seed)

        def left() -> float:
            if self.stop.is_set() and self.best is not None:
                return 0.0
            if self.settings.reproducible:
                return seconds - search.work / MOVES_PER_SECOND
            return seconds - (self.clock.spent - began)

        levels = ByLevels(search, self._found, left)
        over = threading.Event()
        if levels.settle():
            self._flush()
            self._start_bounds(levels, left, over)
            levels.better(self.programme.document.objectives)
        over.set()
        self._flush()
        return self.best

    def _start_bounds(
        self, levels: ByLevels, left: Callable[[], float], over: threading.Event
    ) -> None:
        """Tell below which cost no plan goes, where a level weighs transfers; better it beside."""
        from scheduler.exit_search.search import ExitSearch  # noqa: PLC0415  # as in `find`

        for level in self.programme.document.objectives:
            if level.name != "weighted_transfers":
                continue
            known = levels.least_cost()
            self._tell_bound(level, known, known)
            if self.settings.reproducible or self.settings.workers == 1:
                continue
            tell = partial(self._tell_bound, level, known)
            parts = PartsBound(self.programme, level, self.settings, left, tell, over)
            work = partial(parts.find, lambda part: ExitSearch(part).least_cost())
            threading.Thread(target=work, daemon=True).start()

    def _tell_bound(self, level: ObjectiveLevel, known: int, bound: int) -> None:
        better = max(known, bound)
        said = {"type": "progress", "level": level.key, "value": None, "bound": better}
        self.emit({**said, "elapsed": self.clock.spent})

    def _found(self, plan: Plan) -> None:
        """Check a plan now, or later when checks have taken their share of the time."""
        self._waiting = plan
        since = time.monotonic() - self._checked_at
        if self.settings.reproducible or since * CHECKS_SHARE >= self._check_takes:
            self._flush()

    def _flush(self) -> None:
        plan, self._waiting = self._waiting, None
        if plan is None:
            return
        began = time.monotonic()
        if verify(self.programme, plan).holds:
            worth = tuple(
                term.sign * term.measure(self.programme, plan)
                for term in map(term_of, self.programme.document.objectives)
            )
            if self.best is None or worth < self._worth:
                self.best, self._worth = plan, worth
                self.emit(
                    {"type": "plan", "plan": plan_to_message(plan), "elapsed": self.clock.spent}
                )
        self._checked_at = time.monotonic()
        self._check_takes = self._checked_at - began


def answer_large(
    programme: ExpandedProgramme,
    settings: SearchSettings,
    emit: Emit,
    stop: threading.Event,
    clock: Clock | None = None,
) -> None:
    """Answer a programme too large for one model with the best plan found, or undecided."""
    clock = clock or clock_until(settings, None)
    found = Schedules(programme, settings, emit, stop, clock).find(clock.left)
    outcome = "undecided" if found is None else "plan"
    emit({"type": "outcome", "outcome": outcome, "confirmed": False})

"""Levels of the objective one after another, each kept for the next, without a solver.

Time kept free and the peak of change load are bettered by asking for more until nothing complete
is found; what is added up over groups and transfers is bettered by moves. Nothing is proved here,
and a level that schedules know nothing of is passed over: who asks compares plans by measure.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from scheduler.domain.activities import TRANSFER
from scheduler.domain.objectives import ObjectiveLevel
from scheduler.domain.plan import Plan
from scheduler.exit_search.flat import Ints
from scheduler.exit_search.lowered import DUE, MOST, PRICE, WEIGHT
from scheduler.exit_search.search import FIRST_HEAT, LAST_HEAT, MOVES_AT_ONCE, ExitSearch

Found = Callable[[Plan], None]
Left = Callable[[], float]
"""Seconds left; never more than none once a stop was asked for."""

TRIES = 7
"""Of asking for more of one level."""
SHARE_OF_A_LEVEL = 0.15
SHARE_OF_COMPLETING = 0.5


@dataclass(slots=True)
class ByLevels:
    """One run over the levels of a programme."""

    search: ExitSearch
    found: Found
    left: Left
    points: Ints = field(init=False)
    """What soft rules charge for dates, before any level has weighed them."""

    def __post_init__(self) -> None:
        """Keep the points."""
        self.points = self.search.lowered.prices.copy()

    def settle(self) -> bool:
        """Look for a complete schedule, for part of the time; tell whether there is one."""
        out_of_time = self._out_of_time(SHARE_OF_COMPLETING)
        self.search.settle(cancelled=out_of_time)
        self._improve(out_of_time, until_complete=True)
        if self.search.complete:
            self.found(self.search.plan())
        return self.search.complete

    def better(self, levels: Sequence[ObjectiveLevel]) -> None:
        """Go through the levels, the last taking all the time that is left."""
        wishes = appraisal = False
        self._price(wishes=wishes, appraisal=appraisal)
        for number, level in enumerate(levels, start=1):
            last = number == len(levels)
            if self.left() <= 0:
                return
            out_of_time = self._out_of_time(1.0 if last else SHARE_OF_A_LEVEL)
            match level.name:
                case "concessions":
                    wishes = True
                    self._price(wishes=wishes, appraisal=appraisal)
                    self._improve(out_of_time)
                case "schedule_contingency":
                    self._leave_more_time(out_of_time, level.tolerance)
                case "peak_change_load":
                    self._lower_the_peak(out_of_time)
                case "sourcing_appraisal":
                    appraisal = True
                    self._price(wishes=wishes, appraisal=appraisal)
                    self._improve(out_of_time)
                case "weighted_transfers":
                    self._improve(out_of_time)
                case _:
                    continue
            self.found(self.search.plan())

    def least_cost(self) -> int:
        """Return what weighted transfers cost at least in any plan."""
        return self.search.least_cost()

    def _out_of_time(self, share: float) -> Callable[[], bool]:
        until = self.left() * (1 - share)
        return lambda: self.left() <= max(0.0, until)

    def _improve(self, out_of_time: Callable[[], bool], *, until_complete: bool = False) -> None:
        whole = max(self.left(), 1e-6)
        while not out_of_time():
            if until_complete and self.search.complete:
                return
            spent = 1 - self.left() / whole
            heat = FIRST_HEAT * (LAST_HEAT / FIRST_HEAT) ** spent
            before = self.search.cost
            self.search.improve(MOVES_AT_ONCE, heat)
            if self.search.complete and self.search.cost < before:
                self.found(self.search.plan())

    def _leave_more_time(self, out_of_time: Callable[[], bool], tolerance: int) -> None:
        """Ask for an earlier last transfer, halving what is asked."""
        activities = self.search.programme.document.activities
        moved = np.array([a.kind == TRANSFER for a in activities])
        due = self.search.lowered.activities[:, DUE]
        latest = self.search.latest(moved)
        step = max(1, latest // 4)
        for _ in range(TRIES):
            if out_of_time():
                break
            before = due.copy()
            due[moved] = np.minimum(due[moved], latest - step)
            if self._holds():
                latest = self.search.latest(moved)
            else:
                due[:] = before
            step = max(1, step // 2)
        slack = tolerance * 7 // 5
        due[moved] = np.maximum(
            due[moved], np.minimum(self.search.first_due[moved], latest + slack)
        )

    def _lower_the_peak(self, out_of_time: Callable[[], bool]) -> None:
        """Ask for a lower cap on every user group, halving what is asked."""
        rows = self.search.load_rows()
        if not len(rows):
            return
        caps = self.search.lowered.limit_rows
        peak = self.search.peak(rows)
        step = max(1, peak // 3)
        for _ in range(TRIES):
            if out_of_time():
                break
            before = caps[rows, MOST].copy()
            caps[rows, MOST] = np.minimum(before, peak - step)
            if self._holds():
                peak = self.search.peak(rows)
            else:
                caps[rows, MOST] = before
            step = max(1, step // 2)
        caps[rows, MOST] = np.minimum(caps[rows, MOST], peak)

    def _holds(self) -> bool:
        """Tell whether a complete schedule is found under what is asked now; keep it if so."""
        kept = self.search.snapshot()
        self.search.settle()
        for _ in range(4):
            if self.search.complete:
                return True
            self.search.improve(MOVES_AT_ONCE, LAST_HEAT)
        if self.search.complete:
            return True
        self.search.restore(kept)
        return False

    def _price(self, *, wishes: bool, appraisal: bool) -> None:
        """Let the appraisal outweigh all weeks of all transfers, and wishes outweigh both."""
        p, groups = self.search.lowered, self.search.programme.document.service_groups
        dear = int(p.activities[:, WEIGHT].sum()) * (len(p.days) // 7 + 1) + 1
        most = sum(max(o.appraisal or 0 for o in group.options) for group in groups)
        p.prices[:] = self.points * (dear * (most + 1) if wishes else 0)
        for g, group in enumerate(groups):
            for o, option in enumerate(group.options):
                p.choices[g, o, PRICE] = dear * (option.appraisal or 0) if appraisal else 0
        self.search.recount()

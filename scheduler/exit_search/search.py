"""A schedule for a programme of any size, within a time, as plans to be checked.

First the squeaky wheel: schedules are made one after another, and the groups that came out late,
too early for others or not at all come earlier in the next order. What is left is put right, and
then bettered, by taking groups out and putting them back another way.

Source: squeaky wheel optimisation, Joslin & Clements (1999); iterated greedy, Ruiz & Stützle
(2007).
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Placed, Plan
from scheduler.exit_search.bound import least_cost, unbound
from scheduler.exit_search.decode import broken_links, decode, late_starts, ordered, restart
from scheduler.exit_search.flat import Ints
from scheduler.exit_search.improve import (
    WORTH_OF_A_BROKEN_LINK,
    WORTH_OF_A_DAY_LATE,
    find_troubled,
    improve,
    seed,
)
from scheduler.exit_search.lower import lower
from scheduler.exit_search.lowered import (
    COST,
    DUE,
    EVENT,
    FINISH_ORDINAL,
    FINISH_POSITION,
    FORM,
    GROUP,
    KIND,
    LATE,
    LOAD,
    MEMBERS_FROM,
    MEMBERS_TO,
    MODE,
    OPEN,
    PLACED,
    ROW,
    START,
    WEEK,
    Lowered,
    State,
)
from scheduler.timeline.time_axis import TimeAxis, axis_of

MOST_ROUNDS = 40
FIRST_STEP_DAYS = 60
"""By how much a troubled group comes earlier in the order of the next round."""
GROWTH = 1.25
MOVES_AT_ONCE = 400
MOVES_FOR_A_SCHEDULE = 300
FIRST_HEAT, LAST_HEAT = 60.0, 2.0


class ExitSearch:
    """One search over one programme."""

    def __init__(self, programme: ExpandedProgramme, number: int = 1) -> None:
        """Lower the programme; `number` seeds the draws."""
        self.programme = programme
        self.axis: TimeAxis = axis_of(programme)
        self.lowered: Lowered = lower(programme)
        self.number = number
        self.work = 0
        """Moves tried so far; a whole schedule counts as some hundreds."""
        self._state = _empty(self.lowered)
        self._order: Ints = np.arange(len(self.lowered.activities), dtype=np.int64)
        self._best = np.full(3, 10**15, np.int64)
        self._start = np.full(len(self.lowered.activities), -1, np.int64)
        self._finish = self._start.copy()
        self._option = self._state.option.copy()
        self.first_due: Ints = self.lowered.activities[:, DUE].copy()
        """When everything must be over by the rules alone."""

    @property
    def complete(self) -> bool:
        """Whether everything is placed in time and in order, as far as the search knows."""
        return bool(self._best[LATE] == 0)

    @property
    def cost(self) -> int:
        """What the best schedule costs."""
        return int(self._best[COST])

    def settle(self, *, cancelled: Callable[[], bool] = lambda: False) -> None:
        """Make schedules until one is complete or none gets better; keep the best."""
        p, s = self.lowered, self._state
        keys = late_starts(p.flat)
        nobody = np.zeros(len(p.activities), np.int64)
        troubled = np.empty(len(p.choices), np.int64)
        step = float(FIRST_STEP_DAYS)
        best: tuple[int, Ints] | None = None
        for _ in range(MOST_ROUNDS):
            order = ordered(p.flat, keys)
            decode(p.flat, s.flat, order)
            self.work += MOVES_FOR_A_SCHEDULE
            worth = self._worth()
            if best is None or worth < best[0]:
                best = worth, order
            if worth == 0 or cancelled():
                break
            for group in troubled[: find_troubled(p.flat, s.flat, troubled, nobody)]:
                members = p.lists[p.groups[group, MEMBERS_FROM] : p.groups[group, MEMBERS_TO]]
                keys[members] -= int(step)
            step *= GROWTH
        if best is not None:
            self._order = best[1]
            decode(p.flat, s.flat, self._order)
        self._note()

    def improve(self, moves: int, heat: float) -> int:
        """Try so many moves; return how many were accepted."""
        seed(self.number)
        self.number += 1
        self.work += moves
        return improve(
            self.lowered.flat,
            self._state.flat,
            self._order,
            moves,
            heat,
            heat,
            self._start,
            self._finish,
            self._option,
            self._best,
        )

    def plan(self) -> Plan:
        """Return the best schedule as a plan, what is not placed left out."""
        p, axis = self.lowered, self.axis
        groups = self.programme.document.service_groups
        options = {g.id: g.options[int(self._option[k])].id for k, g in enumerate(groups)}
        placed = {}
        for i, activity in enumerate(self.programme.document.activities):
            group = p.activities[i, GROUP]
            if self._start[i] < 0 or p.mode_of[i, self._option[group] if group >= 0 else 0] < 0:
                continue
            if p.activities[i, FORM] == EVENT:
                day = axis.day_at(int(self._start[i]))
                placed[activity.id] = Placed(start=day, finish=day)
            else:
                placed[activity.id] = Placed(
                    start=axis.start_date(int(self._start[i])),
                    finish=axis.finish_date(int(self._finish[i])),
                )
        return Plan(options=options, placed=placed)

    def latest(self, chosen: npt.NDArray[np.bool_]) -> int:
        """Return the ordinal of the instant at which the last of some activities is over."""
        at = self._state.at
        over = at[chosen & (at[:, PLACED] == 1), FINISH_ORDINAL]
        return int(over.max()) if len(over) else 0

    def load_rows(self) -> Ints:
        """Return the rows of limits that hold load points."""
        return np.unique(self.lowered.limits[self.lowered.limits[:, KIND] == LOAD, ROW])

    def peak(self, rows: Ints) -> int:
        """Return the largest number of load points in any week."""
        return int(self._state.counts[rows].max())

    def snapshot(self) -> tuple[Ints, ...]:
        """Return everything that a search changes, to be restored."""
        return tuple(a.copy() for a in (self._state.flat, self._order, *self._bests()))

    def restore(self, kept: tuple[Ints, ...]) -> None:
        """Go back to a snapshot."""
        for mine, old in zip((self._state.flat, self._order, *self._bests()), kept, strict=True):
            mine[...] = old

    def recount(self) -> None:
        """Start from the best schedule anew, costs counted by today's prices."""
        p, s = self.lowered, self._state
        s.option[:] = self._option
        restart(p.flat, s.flat, self._start, self._finish)
        self._note()

    def least_cost(self) -> int:
        """Return a cost that no plan goes below, options free and people unlimited."""
        p = unbound(self.lowered)
        return int(least_cost(p.flat, _empty(p).flat, ordered(p.flat, late_starts(p.flat))))

    def _bests(self) -> tuple[Ints, ...]:
        return self._start, self._finish, self._option, self._best

    def _broken(self) -> int:
        at = self._state.at
        unplaced = int(np.count_nonzero((at[:, MODE] >= 0) & (at[:, PLACED] == 0)))
        return unplaced + broken_links(self.lowered.flat, self._state.flat)

    def _worth(self) -> int:
        late = int(self._state.totals[LATE])
        return late * WORTH_OF_A_DAY_LATE + self._broken() * WORTH_OF_A_BROKEN_LINK

    def _note(self) -> None:
        """Make the schedule at hand the best."""
        at = self._state.at
        self._start[:] = np.where(at[:, PLACED] == 1, at[:, START], -1)
        self._finish[:] = at[:, FINISH_POSITION]
        self._option[:] = self._state.option
        self._best[:] = self._worth(), self._state.totals[COST], self._broken()


def _empty(p: Lowered) -> State:
    """Return a schedule with nothing in it, each group at its first open option."""
    most_weeks = int(p.days[-1, WEEK]) + len(p.profile) + 1
    return State(
        at=np.zeros((len(p.activities), 8), np.int64),
        option=np.argmax(p.choices[:, :, OPEN], axis=1).astype(np.int64),
        use=np.zeros_like(p.capacity),
        counts=np.zeros((len(p.limit_rows), max(len(p.days), most_weeks)), np.int64),
        totals=np.zeros(3, np.int64),
    )

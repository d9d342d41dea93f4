"""Plans made again from a plan, without search: with other durations, or some of it put forward.

A plan is carried out once, everything taking as long as a programme says. What the checker then has
against it is mended as far as it can be: what was put forward goes back to its planned start; work
that is over too long before what follows it begins later.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Placed, Plan
from scheduler.exit_search.flat import Ints
from scheduler.exit_search.lowered import START_ORDINAL
from scheduler.simulation.chance import planned_spreads
from scheduler.simulation.names import DAYS_OF_WORK, FIRST, HOLD, LAST, NEVER, ORDER
from scheduler.simulation.ordering import order_of
from scheduler.simulation.policy import Carried, carried, empty_state
from scheduler.simulation.runs import carry_out_as_drawn
from scheduler.verification.verify import verify

MOST_ROUNDS = 12


def carried_over(
    made_for: ExpandedProgramme, plan: Plan, programme: ExpandedProgramme
) -> Plan | None:
    """Return a plan of another programme as one of this; they differ in durations alone.

    Starts are kept where they can be. The plan is checked; none where it cannot be mended.
    """
    return _mended(carried(made_for, plan), programme, frozenset())


def put_forward(
    programme: ExpandedProgramme, plan: Plan, activities: Collection[str], days: int = 0
) -> Plan | None:
    """Return a plan with some activities as early as they can be; the rest keeps its starts.

    They come so many calendar days earlier in the order in which people are given out. The plan is
    checked; none where it cannot be mended.
    """
    under = carried(programme, plan)
    if days:
        planned = under.planned.copy()
        planned[ORDER] = _order(under, activities, days)
        under = replace(under, planned=planned)
    return _mended(under, programme, frozenset(activities))


def _mended(under: Carried, programme: ExpandedProgramme, forward: frozenset[str]) -> Plan | None:
    """Carry out, check and mend until nothing is wrong, or nothing helps."""
    at = {activity.id: i for i, activity in enumerate(programme.document.activities)}
    planned, free, late = under.planned.copy(), set(forward), set[str]()
    days = [spread.first for spread in planned_spreads(programme, under.plan)]
    planned[HOLD, [at[name] for name in free]] = 0
    for _ in range(MOST_ROUNDS):
        plan = _made(replace(under, planned=planned), days)
        if plan is None:
            return None
        broken = {name for v in verify(programme, plan).violations for name in v.activities}
        if not broken:
            return plan if verify(programme, plan).holds else None
        back = broken & free
        later = {
            name
            for name in broken - free - late
            if programme.activities[name].form == "work" and name in under.plan.placed
        }
        if not back and not later:
            return None
        free -= back
        late |= later
        for name in back:
            planned[HOLD, at[name]] = under.planned[HOLD, at[name]]
        for name in later:
            i = at[name]
            start = max(planned[FIRST, i], planned[LAST, i] - days[i])
            day = under.axis.ordinal(under.axis.start_date(int(start)))
            planned[HOLD, i] = max(planned[HOLD, i], day)
    return None


def _made(under: Carried, days: list[int]) -> Plan | None:
    """Carry a plan out once; none where something finds no place."""
    activities = under.programme.document.activities
    table = np.zeros((3, 1, len(activities)), np.int64)
    table[DAYS_OF_WORK, 0] = days
    starts, finishes = carry_out_as_drawn(under, table)
    if NEVER in starts:
        return None
    placed = {
        activity.id: Placed(
            start=under.axis.day_at(int(starts[0, i])),
            finish=under.axis.day_at(int(finishes[0, i]) - 1),
        )
        for i, activity in enumerate(activities)
        if starts[0, i] >= 0
    }
    return Plan(options=under.plan.options, placed=placed)


def _order(under: Carried, activities: Collection[str], days: int) -> Ints:
    """Return the order in which people are given out if some come earlier in it."""
    document, plan = under.programme.document, under.plan
    first = under.axis.first
    start = np.array(
        [
            (plan.placed[a.id].start - first).days if under.planned[FIRST, i] >= 0 else -1
            for i, a in enumerate(document.activities)
        ],
        np.int64,
    )
    earlier: npt.NDArray[np.bool_] = np.array([a.id in activities for a in document.activities])
    state = empty_state(under.lowered)
    state.option[:] = under.option
    state.at[:, START_ORDINAL] = np.where(earlier, start - days, start)
    order = order_of(under.lowered, state, start)
    padded = np.full(len(start), -1, np.int64)
    padded[: len(order)] = order
    return padded

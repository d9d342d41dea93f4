"""A plan as a policy: what starts when nothing is late, in which order people are given out.

The order is that of the planned starts, so far as what waits for something comes after it. Work
starts as planned or later; or right away, in the same order. A rule that `exit_search` lowers more
strictly than the plan meets it is kept as the plan has it: a plan in which all goes as planned is
that plan.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from scheduler.domain.activities import TRANSFER
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Placed, Plan
from scheduler.domain.planning_rules import begun_in
from scheduler.errors import DateOutsideHorizon
from scheduler.exit_search.decode import restart
from scheduler.exit_search.flat import Ints
from scheduler.exit_search.lower import lower
from scheduler.exit_search.lowered import (
    AFTER,
    BEFORE,
    BY_CALENDAR,
    FINISH_ORDINAL,
    FINISH_POSITION,
    FROM_START,
    LAG,
    LOAD,
    MOST,
    ORDERED,
    ROLLING,
    RUNS_BESIDE,
    START_ORDINAL,
    START_POSITION,
    TIES_FROM,
    TIES_TO,
    TO_START,
    WEEK,
    Lowered,
    State,
)
from scheduler.rules.team_capacity import strength_of
from scheduler.simulation.names import GAIN_FROM
from scheduler.simulation.ordering import link_is_on, order_of, watched_links
from scheduler.simulation.ruling import Ruled, ruled
from scheduler.timeline.time_axis import TimeAxis, axis_of

Policy = Literal["as-planned", "right-away"]
"""Whether planned starts are kept as earliest starts, as on a railway, or not."""


@dataclass(frozen=True, slots=True)
class Carried:
    """A plan lowered so that it can be carried out; tables are by activity of the programme."""

    programme: ExpandedProgramme
    plan: Plan
    ruled: Ruled
    axis: TimeAxis
    lowered: Lowered
    option: Ints
    """[group]: the option of the plan."""
    planned: Ints
    """[what, activity]: what, see `names`."""
    watched: Ints
    """[place, what]: links that may not be kept."""
    moves: Ints
    """[move, what]: people who change sides on the day of an event."""
    loosened: tuple[tuple[str, str], ...]
    """Pairs of activities whose lag is shorter in the plan than as lowered."""


def carried(programme: ExpandedProgramme, plan: Plan, policy: Policy = "as-planned") -> Carried:
    """Lower a plan of a programme; activities it leaves out are taken as not performed.

    Raises DateOutsideHorizon for dates that the horizon does not hold.
    """
    under = ruled(programme, plan)
    axis = axis_of(programme)
    lowered = lower(under.programme)
    activities = programme.document.activities
    start, finish = _native(programme, plan, axis)
    lowered.mode_of[start < 0] = -1
    option = _options(programme, plan)
    state = empty_state(lowered)
    state.option[:] = option
    restart(lowered.flat, state.flat, start, finish)
    names = [activity.id for activity in activities]
    loosened = tuple((names[i], names[k]) for i, k in _loosen(lowered, state, start))
    _note_spans(lowered, start, finish)
    _set_capacity(lowered, state, under.programme, plan, axis)
    moves = _moves(under.programme, plan, axis)
    held = np.where((start >= 0) & (policy == "as-planned"), state.at[:, START_ORDINAL], 0)
    done = begun_in(programme.document.rules)
    known = [activity.id in done and activity.id in plan.placed for activity in activities]
    order = order_of(lowered, state, start)
    padded = np.full(len(activities), -1, np.int64)
    padded[: len(order)] = order
    is_end = (a.kind == TRANSFER and a.form == "event" for a in activities)
    ends = np.fromiter(is_end, np.int64, len(activities))
    return Carried(
        programme=programme,
        plan=plan,
        ruled=under,
        axis=axis,
        lowered=lowered,
        option=option,
        planned=np.stack([held, start, finish, np.array(known, np.int64), ends, padded]),
        watched=watched_links(lowered, state.option, start, order),
        moves=moves,
        loosened=loosened,
    )


def empty_state(p: Lowered) -> State:
    """Return a schedule with nothing in it, each group at its first option."""
    most_weeks = int(p.days[-1, WEEK]) + len(p.profile) + 1
    return State(
        at=np.zeros((len(p.activities), 8), np.int64),
        option=np.zeros(len(p.choices), np.int64),
        use=np.zeros_like(p.capacity),
        counts=np.zeros((len(p.limit_rows), max(len(p.days), most_weeks)), np.int64),
        totals=np.zeros(3, np.int64),
    )


def _options(programme: ExpandedProgramme, plan: Plan) -> Ints:
    found = []
    for group in programme.document.service_groups:
        names = [option.id for option in group.options]
        chosen = plan.options.get(group.id)
        found.append(names.index(chosen) if chosen in names else 0)
    return np.array(found, np.int64)


def _native(programme: ExpandedProgramme, plan: Plan, axis: TimeAxis) -> tuple[Ints, Ints]:
    """Return planned starts and finishes as the search counts them."""
    start = np.full(len(programme.document.activities), -1, np.int64)
    finish = start.copy()
    for i, activity in enumerate(programme.document.activities):
        placed: Placed | None = plan.placed.get(activity.id)
        if placed is None or programme.mode_in(activity, plan) is None:
            continue
        if placed.start < axis.first or placed.finish > axis.last or placed.finish < placed.start:
            message = f"{activity.id} does not lie within the horizon, first day to last"
            raise DateOutsideHorizon(message, activity=activity.id)
        if activity.form == "event":
            start[i] = axis.ordinal(placed.start)
            finish[i] = start[i] + 1
        else:
            start[i] = axis.position(placed.start)
            finish[i] = axis.position_after(placed.finish)
    return start, finish


def _loosen(lowered: Lowered, planned: State, start: Ints) -> list[tuple[int, int]]:
    """Shorten each lag to what the plan has, and raise limits on change; return the pairs."""
    found = []
    at = planned.at
    for link in lowered.links:
        i, k = link[BEFORE], link[AFTER]
        if start[i] < 0 or start[k] < 0 or not link_is_on(link, planned.option):
            continue
        own = (START_POSITION, START_ORDINAL) if link[FROM_START] else _FINISH
        other = (START_POSITION, START_ORDINAL) if link[TO_START] else _FINISH
        days = at[k, other[1]] - at[i, own[1]]
        lag = days if link[BY_CALENDAR] else at[k, other[0]] - at[i, own[0]]
        if lag < link[LAG] or (link[ORDERED] and days < 0):
            found.append((int(i), int(k)))
            link[LAG] = min(link[LAG], lag)
            link[ORDERED] = link[ORDERED] and days >= 0
    for kind, row, _ in lowered.limits:
        if kind in (ROLLING, LOAD):
            most = lowered.limit_rows[row, MOST]
            lowered.limit_rows[row, MOST] = max(most, planned.counts[row].max())
    return found


_FINISH = (FINISH_POSITION, FINISH_ORDINAL)


def _note_spans(lowered: Lowered, start: Ints, finish: Ints) -> None:
    """Note where what runs beside an event lies in the plan: it may have begun before it."""
    for i, row in enumerate(lowered.activities):
        for kind, other, span in lowered.ties[row[TIES_FROM] : row[TIES_TO]]:
            if kind == RUNS_BESIDE and start[i] >= 0 and start[other] >= 0:
                lowered.spans[span, :, start[i]] = start[other], finish[other]


def _set_capacity(
    lowered: Lowered, planned: State, programme: ExpandedProgramme, plan: Plan, axis: TimeAxis
) -> None:
    """Give each team the people it has under the plan, and no fewer than the plan asks for."""
    days = axis.days()
    working = np.array([axis.ordinal(day) for day in axis.working], np.int64)
    for row, team in enumerate(programme.document.teams):
        there_on = strength_of(team, programme, plan)
        by_day = np.array([there_on(day) for day in days], np.int64)
        there = np.concatenate([by_day[working], by_day])
        lowered.capacity[row] = np.maximum(there, planned.use[row])


def _moves(programme: ExpandedProgramme, plan: Plan, axis: TimeAxis) -> Ints:
    """Return whose people change sides when, and by how many a team is larger for it."""
    at = {activity.id: i for i, activity in enumerate(programme.document.activities)}
    events = {staff.transfer for staff in programme.document.staff_groups if staff.moves}
    days = axis.days()
    moves = []
    staying = replace(plan, placed={n: d for n, d in plan.placed.items() if n not in events})
    gone_first = Placed(start=axis.first, finish=axis.first)
    for row, team in enumerate(programme.document.teams):
        own = {staff.transfer for staff, _ in programme.moves.get(team.id, ())}
        before = strength_of(team, programme, staying) if own else None
        for event in sorted(name for name in own if name is not None and name in plan.placed):
            moved = replace(staying, placed={**staying.placed, event: gone_first})
            after = strength_of(team, programme, moved)
            gains = [after(day) - before(day) for day in days] if before else []
            moves.append([at[event], row, *gains])
    return np.array(moves, np.int64).reshape(len(moves), GAIN_FROM + len(days))

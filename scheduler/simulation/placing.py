"""Placing everything in the order of a plan, each as early as what is before lets it; compiled.

What finds no place within the horizon is lost, and so is what waits for it.
"""

import numpy as np

from scheduler.exit_search.access import (
    day_of,
    days_in,
    listed_at,
    of_activity,
    of_day,
    of_link,
    of_tie,
    placing,
    positions_in,
    set_placing,
    working_at,
)
from scheduler.exit_search.booking import put_stretch, take_out
from scheduler.exit_search.compiled import compiled
from scheduler.exit_search.decode import clear, put_back
from scheduler.exit_search.flat import Ints
from scheduler.exit_search.kernel import insert, put_tied
from scheduler.exit_search.lowered import (
    BEFORE,
    CALENDAR,
    EVENT,
    FORM,
    FORWARD,
    HELD,
    IN_FROM,
    IN_TO,
    MODE,
    OTHER,
    PARENT,
    PLACED,
    POSITION,
    SPAN,
    START,
    TIES_FROM,
    TIES_TO,
    WORKED,
    WORKED_AT,
)
from scheduler.exit_search.waits import bounds, is_on
from scheduler.simulation.names import AGAIN, FIRST, GAP, LAST, ORDER, SETTLED

WHATEVER_FOLLOWS = False
"""Nothing is placed earlier because something after it has a place already."""


@compiled
def put_span(p: Ints, s: Ints, i: int, least_finish: int) -> bool:
    """Place a span from when it can start until what it waits for is over."""
    found = np.empty(8, np.int64)
    bounds(p, s, i, found)
    size = positions_in(p) - 1
    if found[1] >= days_in(p) or found[3] >= days_in(p):
        return False
    start = max(found[0], of_day(p, max(0, found[1]), POSITION))
    if start >= size:
        return False
    calendar = of_activity(p, i, CALENDAR)
    start = working_at(p, calendar, WORKED, working_at(p, calendar, WORKED_AT, start))
    finish = max(found[2], start + 1, least_finish)
    if found[3] > 0:
        finish = max(finish, of_day(p, found[3] - 1, POSITION) + 1)
    if start >= size or finish > size:
        return False
    finish = working_at(p, calendar, WORKED, working_at(p, calendar, WORKED_AT, finish - 1)) + 1
    if finish > size:
        return False
    put_stretch(p, s, i, start, finish)
    return True


@compiled
def waits_for_lost(p: Ints, s: Ints, i: int, lost: Ints) -> bool:
    """Tell whether an activity waits for something that found no place."""
    for at in range(of_activity(p, i, IN_FROM), of_activity(p, i, IN_TO)):
        link = listed_at(p, at)
        if of_link(p, link, FORWARD) and is_on(p, s, link) and lost[of_link(p, link, BEFORE)]:
            return True
    return False


@compiled
def lose(p: Ints, s: Ints, i: int, lost: Ints) -> None:
    """Note that an activity has no place, nor what is placed with it."""
    lost[i] = 1
    for at in range(of_activity(p, i, TIES_FROM), of_activity(p, i, TIES_TO)):
        if placing(s, of_tie(p, at, OTHER), MODE) >= 0:
            lost[of_tie(p, at, OTHER)] = 1


@compiled
def hold_again(p: Ints, s: Ints, i: int, gap: int) -> bool:
    """Place an event that did not happen again, on a later date."""
    day = placing(s, i, START)
    take_out(p, s, i)
    later = day + 1
    if gap > 0:
        reached = of_day(p, day + 1, POSITION) + gap - 1
        if reached >= positions_in(p) - 1:
            return False
        later = max(later, day_of(p, reached) + 1)
    set_placing(s, i, HELD, later)
    return insert(p, s, i, WHATEVER_FOLLOWS)


@compiled
def place(p: Ints, s: Ints, i: int, planned: Ints, drawn: Ints, sample: int) -> bool:
    """Place one activity, and what is placed with it."""
    if planned[SETTLED, i]:
        put_back(p, s, i, planned[FIRST, i], planned[LAST, i])
        if of_activity(p, i, FORM) == EVENT:
            put_tied(p, s, i, planned[FIRST, i], WHATEVER_FOLLOWS)
        return True
    if of_activity(p, i, FORM) == SPAN:
        return put_span(p, s, i, planned[LAST, i])
    if not insert(p, s, i, WHATEVER_FOLLOWS):
        return False
    for _ in range(drawn[AGAIN, sample, i]):  # noqa: SIM110  # the compiler knows no generators
        if not hold_again(p, s, i, drawn[GAP, sample, i]):
            return False
    return True


@compiled
def behind_lost(p: Ints, s: Ints, i: int, lost: Ints) -> bool:
    """Tell whether an activity, or what is placed with it, waits for what found no place."""
    if waits_for_lost(p, s, i, lost):
        return True
    for tie in range(of_activity(p, i, TIES_FROM), of_activity(p, i, TIES_TO)):
        other = of_tie(p, tie, OTHER)
        if placing(s, other, MODE) >= 0 and waits_for_lost(p, s, other, lost):
            return True
    return False


@compiled
def place_all(p: Ints, s: Ints, planned: Ints, drawn: Ints, sample: int, lost: Ints) -> None:
    """Place everything in order, and note what finds no place."""
    clear(p, s)
    lost[:] = 0
    for at in range(planned.shape[1]):
        i = planned[ORDER, at]
        if i < 0:
            break
        parent = of_activity(p, i, PARENT)
        if placing(s, i, PLACED) or (parent >= 0 and placing(s, parent, MODE) >= 0):
            continue
        if behind_lost(p, s, i, lost) or not place(p, s, i, planned, drawn, sample):
            lose(p, s, i, lost)

"""Placing activities, compiled: one at a time, as early as everything placed before lets it.

Source: serial schedule generation, Kolisch (1996).
"""

import numpy as np

from scheduler.exit_search.access import (
    capacity_on,
    counted,
    day_of,
    days_in,
    listed_at,
    mask_at,
    most_working_in,
    of_activity,
    of_day,
    of_demand,
    of_limit,
    of_limit_row,
    of_mode,
    of_tie,
    placing,
    positions_in,
    price_at,
    profile_at,
    span_at,
    total,
    used,
    weeks_of_profile_in,
    working_at,
)
from scheduler.exit_search.booking import book, place_of, put_event, put_stretch
from scheduler.exit_search.compiled import compiled
from scheduler.exit_search.flat import Ints
from scheduler.exit_search.lowered import (
    AMOUNT,
    APART,
    CALENDAR,
    DATES_TO,
    DAYS,
    DEMANDS_FROM,
    DEMANDS_TO,
    EVENT,
    FOLLOWS,
    FORM,
    KIND,
    LIMITS_FROM,
    LIMITS_TO,
    MASK,
    MODE,
    MOST,
    OTHER,
    PLACED,
    POSITION,
    REACH,
    ROLLING,
    ROW,
    RUN,
    RUNS_BESIDE,
    SHY,
    SIDE,
    SPAN_ROW,
    TEAM,
    TIES_FROM,
    TIES_TO,
    WEEK,
    WORK,
    WORKED,
    WORKED_AT,
)
from scheduler.exit_search.waits import FAR, after_last_day, bounds, event_fits, within

NONE = -1


@compiled
def obstacle(p: Ints, s: Ints, mode: int, start: int, finish: int) -> int:
    """Return the last position at which a mode's people are not free, or -1."""
    worst = NONE
    for d in range(of_mode(p, mode, DEMANDS_FROM), of_mode(p, mode, DEMANDS_TO)):
        team, amount = of_demand(p, d, TEAM), of_demand(p, d, AMOUNT)
        day = finish - 1
        while day >= start and day > worst:
            if used(s, team, day) + amount > capacity_on(p, team, day):
                worst = day
                break
            day -= 1
    return worst


@compiled
def first_work(p: Ints, s: Ints, i: int, mode: int, found: Ints, bounded: bool) -> int:
    """Return the first position at which work can start, or -1."""
    calendar, length = of_activity(p, i, CALENDAR), of_mode(p, mode, DAYS)
    size = positions_in(p) - 1
    low = found[0]
    if found[1] >= days_in(p):
        return NONE
    low = max(low, of_day(p, max(0, found[1]), POSITION))
    if low >= size or length < 1:
        return NONE
    k = working_at(p, calendar, WORKED_AT, low)
    count = working_at(p, calendar, WORKED_AT, most_working_in(p) - 1)
    row = of_activity(p, i, MASK)
    while k + length <= count:
        start = working_at(p, calendar, WORKED, k)
        finish = working_at(p, calendar, WORKED, k + length - 1) + 1
        if working_at(p, calendar, RUN, k) != working_at(p, calendar, RUN, k + length - 1):
            k += 1
            continue
        if finish < found[2] or after_last_day(p, finish) < found[3]:
            k += 1
            continue
        if bounded and not within(p, found, start, finish):
            return NONE
        if row >= 0 and mask_at(p, row, start) == 0:
            k += 1
            continue
        busy = obstacle(p, s, mode, start, finish)
        if busy < 0:
            return start
        if busy + 1 >= size:
            return NONE
        k = working_at(p, calendar, WORKED_AT, busy + 1)
    return NONE


@compiled
def people_on(p: Ints, s: Ints, mode: int, day: int) -> bool:
    """Tell whether an event's people are free on its date."""
    at, size = of_day(p, day, POSITION), positions_in(p) - 1
    working = of_day(p, day + 1, POSITION) > at
    for d in range(of_mode(p, mode, DEMANDS_FROM), of_mode(p, mode, DEMANDS_TO)):
        team, amount = of_demand(p, d, TEAM), of_demand(p, d, AMOUNT)
        if working:
            if used(s, team, at) + amount > capacity_on(p, team, at):
                return False
        elif used(s, team, size + day) + amount > capacity_on(p, team, size + day):
            return False
    return True


@compiled
def calm_on(p: Ints, s: Ints, i: int, day: int) -> bool:
    """Tell whether limits on change let an event fall on a day."""
    week = of_day(p, day, WEEK)
    for number in range(of_activity(p, i, LIMITS_FROM), of_activity(p, i, LIMITS_TO)):
        kind, row, side = (
            of_limit(p, number, KIND),
            of_limit(p, number, ROW),
            of_limit(p, number, SIDE),
        )
        reach, most = of_limit_row(p, row, REACH), of_limit_row(p, row, MOST)
        if kind == ROLLING:
            for first in range(max(0, day - reach + 1), day + 1):
                if counted(s, row, first) >= most:
                    return False
        elif kind == APART:
            last = min(days_in(p), day + reach)
            for near in range(max(0, day - reach + 1), last):
                if counted(s, side, near) > 0:
                    return False
        else:
            for later in range(weeks_of_profile_in(p)):
                if counted(s, row, week + later) + side * profile_at(p, later) > most:
                    return False
    return True


@compiled
def put_tied(p: Ints, s: Ints, i: int, day: int, bounded: bool) -> bool:
    """Place what an event on a day fixes; on failure nothing of it stays placed."""
    found = np.empty(8, np.int64)
    for at in range(of_activity(p, i, TIES_FROM), of_activity(p, i, TIES_TO)):
        other = of_tie(p, at, OTHER)
        mode = placing(s, other, MODE)
        if mode < 0:
            continue
        bounds(p, s, other, found)
        fits = False
        if of_tie(p, at, KIND) == FOLLOWS:
            start = of_day(p, day, POSITION)
            found[0] = max(found[0], start)
            found[4] = min(found[4], start)
            if not bounded:
                found[5:8] = FAR
            if start < (positions_in(p) - 1) and day_of(p, start) >= found[1]:
                place = first_work(p, s, other, mode, found, True)
                if place == start:
                    finish = working_at(
                        p,
                        of_activity(p, other, CALENDAR),
                        WORKED,
                        working_at(p, of_activity(p, other, CALENDAR), WORKED_AT, start)
                        + of_mode(p, mode, DAYS)
                        - 1,
                    )
                    put_stretch(p, s, other, start, finish + 1)
                    fits = True
        elif of_tie(p, at, KIND) == RUNS_BESIDE:
            start, finish = (
                span_at(p, of_tie(p, at, SPAN_ROW), 0, day),
                span_at(p, of_tie(p, at, SPAN_ROW), 1, day),
            )
            if (
                start >= found[0]
                and start >= 0
                and finish > start
                and day_of(p, start) >= found[1]
                and (not bounded or within(p, found, start, finish))
                and obstacle(p, s, mode, start, finish) < 0
            ):
                put_stretch(p, s, other, start, finish)
                fits = True
        else:
            slot = place_of(p, other, day)
            if (
                slot < of_activity(p, other, DATES_TO)
                and listed_at(p, slot) == day
                and event_fits(p, found, day, bounded)
                and people_on(p, s, mode, day)
                and calm_on(p, s, other, day)
            ):
                put_event(p, s, other, day)
                fits = True
        if not fits:
            for back in range(of_activity(p, i, TIES_FROM), at):
                if placing(s, of_tie(p, back, OTHER), PLACED):
                    book(p, s, of_tie(p, back, OTHER), -1)
            return False
    return True


@compiled
def put_on_a_date(
    p: Ints, s: Ints, i: int, first: int, found: Ints, bounded: bool, shy: bool
) -> bool:
    """Place an event on the first allowed date that will do, from one of them on.

    With `shy` dates that cost anything are passed over.
    """
    mode = placing(s, i, MODE)
    for at in range(first, of_activity(p, i, DATES_TO)):
        day = listed_at(p, at)
        if bounded and (day > found[5] or of_day(p, day, POSITION) > found[4]):
            return False
        if shy and price_at(p, at) > 0:
            continue
        if not event_fits(p, found, day, bounded):
            continue
        if not people_on(p, s, mode, day) or not calm_on(p, s, i, day):
            continue
        put_event(p, s, i, day)
        if put_tied(p, s, i, day, bounded):
            return True
        book(p, s, i, -1)
    return False


@compiled
def insert(p: Ints, s: Ints, i: int, bounded: bool) -> bool:
    """Place an activity as early as it goes; tell whether it was placed or need not be.

    With `bounded` it also stays before whatever is placed after it.
    """
    mode = placing(s, i, MODE)
    if mode < 0 or placing(s, i, PLACED):
        return True
    found = np.empty(8, np.int64)
    bounds(p, s, i, found)
    if of_activity(p, i, FORM) == WORK:
        start = first_work(p, s, i, mode, found, bounded)
        if start < 0:
            return False
        calendar = of_activity(p, i, CALENDAR)
        finish = (
            working_at(
                p,
                calendar,
                WORKED,
                working_at(p, calendar, WORKED_AT, start) + of_mode(p, mode, DAYS) - 1,
            )
            + 1
        )
        put_stretch(p, s, i, start, finish)
        return True
    if of_activity(p, i, FORM) != EVENT:
        start = max(found[0], of_day(p, min(found[1], days_in(p) - 1), POSITION))
        finish = max(start + 1, found[2])
        if finish > (positions_in(p) - 1):
            return False
        if bounded and not within(p, found, start, finish):
            return False
        put_stretch(p, s, i, start, finish)
        return True
    first = place_of(p, i, found[1])
    if total(s, SHY) and put_on_a_date(p, s, i, first, found, True, True):
        return True
    return put_on_a_date(p, s, i, first, found, bounded, False)

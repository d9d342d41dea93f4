"""Placing activities, compiled: one at a time, as early as everything placed before lets it.

Source: serial schedule generation, Kolisch (1996).
"""

import numpy as np
from numba import njit

from scheduler.exit_search.lowered import (
    AMOUNT,
    APART,
    CALENDAR,
    COST,
    DATES_FROM,
    DATES_TO,
    DAYS,
    DEMANDS_FROM,
    DEMANDS_TO,
    DUE,
    EVENT,
    FINISH_ORDINAL,
    FINISH_POSITION,
    FOLLOWS,
    FORM,
    KIND,
    LATE,
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
    START,
    START_ORDINAL,
    START_POSITION,
    TEAM,
    TIES_FROM,
    TIES_TO,
    WEEK,
    WEIGHT,
    WORK,
    WORKED,
    WORKED_AT,
    Ints,
    Lowered,
    State,
)
from scheduler.exit_search.waits import FAR, after_last_day, bounds, event_fits, within

NONE = -1
DAYS_IN_WEEK = 7


@njit(cache=True, nogil=True)
def obstacle(p: Lowered, s: State, mode: int, start: int, finish: int) -> int:
    """Return the last position at which a mode's people are not free, or -1."""
    worst = NONE
    for d in range(p.modes[mode, DEMANDS_FROM], p.modes[mode, DEMANDS_TO]):
        team, amount = p.demands[d, TEAM], p.demands[d, AMOUNT]
        day = finish - 1
        while day >= start and day > worst:
            if s.use[team, day] + amount > p.capacity[team, day]:
                worst = day
                break
            day -= 1
    return worst


@njit(cache=True, nogil=True)
def first_work(p: Lowered, s: State, i: int, mode: int, found: Ints, bounded: bool) -> int:
    """Return the first position at which work can start, or -1."""
    calendar, length = p.activities[i, CALENDAR], p.modes[mode, DAYS]
    size = p.day_of.shape[0] - 1
    low = found[0]
    if found[1] >= p.days.shape[0]:
        return NONE
    low = max(low, p.days[max(0, found[1]), POSITION])
    if low >= size or length < 1:
        return NONE
    k = p.working[calendar, WORKED_AT, low]
    count = p.working[calendar, WORKED_AT, p.working.shape[2] - 1]
    row = p.activities[i, MASK]
    while k + length <= count:
        start = p.working[calendar, WORKED, k]
        finish = p.working[calendar, WORKED, k + length - 1] + 1
        if p.working[calendar, RUN, k] != p.working[calendar, RUN, k + length - 1]:
            k += 1
            continue
        if finish < found[2] or after_last_day(p, finish) < found[3]:
            k += 1
            continue
        if bounded and not within(p, found, start, finish):
            return NONE
        if row >= 0 and p.masks[row, start] == 0:
            k += 1
            continue
        busy = obstacle(p, s, mode, start, finish)
        if busy < 0:
            return start
        if busy + 1 >= size:
            return NONE
        k = p.working[calendar, WORKED_AT, busy + 1]
    return NONE


@njit(cache=True, nogil=True)
def people_on(p: Lowered, s: State, mode: int, day: int) -> bool:
    """Tell whether an event's people are free on its date."""
    at, size = p.days[day, POSITION], p.day_of.shape[0] - 1
    working = p.days[day + 1, POSITION] > at
    for d in range(p.modes[mode, DEMANDS_FROM], p.modes[mode, DEMANDS_TO]):
        team, amount = p.demands[d, TEAM], p.demands[d, AMOUNT]
        if working:
            if s.use[team, at] + amount > p.capacity[team, at]:
                return False
        elif s.use[team, size + day] + amount > p.capacity[team, size + day]:
            return False
    return True


@njit(cache=True, nogil=True)
def calm_on(p: Lowered, s: State, i: int, day: int) -> bool:
    """Tell whether limits on change let an event fall on a day."""
    week = p.days[day, WEEK]
    for number in range(p.activities[i, LIMITS_FROM], p.activities[i, LIMITS_TO]):
        kind, row, side = p.limits[number, KIND], p.limits[number, ROW], p.limits[number, SIDE]
        reach, most = p.limit_rows[row, REACH], p.limit_rows[row, MOST]
        if kind == ROLLING:
            for first in range(max(0, day - reach + 1), day + 1):
                if s.counts[row, first] >= most:
                    return False
        elif kind == APART:
            last = min(p.days.shape[0], day + reach)
            for near in range(max(0, day - reach + 1), last):
                if s.counts[side, near] > 0:
                    return False
        else:
            for later in range(p.profile.shape[0]):
                if s.counts[row, week + later] + side * p.profile[later] > most:
                    return False
    return True


@njit(cache=True, nogil=True)
def place_of(p: Lowered, i: int, day: int) -> int:
    """Return where in the lists the first allowed date of an event from a day on stands."""
    low, high = p.activities[i, DATES_FROM], p.activities[i, DATES_TO]
    while low < high:
        middle = (low + high) // 2
        if p.lists[middle] < day:
            low = middle + 1
        else:
            high = middle
    return low


@njit(cache=True, nogil=True)
def book(p: Lowered, s: State, i: int, sign: int) -> None:
    """Take what a placed activity asks for, or give it back with sign -1."""
    mode = s.at[i, MODE]
    if p.activities[i, FORM] != EVENT:
        for d in range(p.modes[mode, DEMANDS_FROM], p.modes[mode, DEMANDS_TO]):
            team, amount = p.demands[d, TEAM], sign * p.demands[d, AMOUNT]
            for day in range(s.at[i, START_POSITION], s.at[i, FINISH_POSITION]):
                s.use[team, day] += amount
    else:
        day = s.at[i, START]
        at, size = p.days[day, POSITION], p.day_of.shape[0] - 1
        working = p.days[day + 1, POSITION] > at
        for d in range(p.modes[mode, DEMANDS_FROM], p.modes[mode, DEMANDS_TO]):
            team, amount = p.demands[d, TEAM], sign * p.demands[d, AMOUNT]
            if working:
                s.use[team, at] += amount
            else:
                s.use[team, size + day] += amount
        week = p.days[day, WEEK]
        for number in range(p.activities[i, LIMITS_FROM], p.activities[i, LIMITS_TO]):
            kind, row, side = p.limits[number, KIND], p.limits[number, ROW], p.limits[number, SIDE]
            if kind == ROLLING:
                for first in range(max(0, day - p.limit_rows[row, REACH] + 1), day + 1):
                    s.counts[row, first] += sign
            elif kind == APART:
                s.counts[row, day] += sign
            else:
                for later in range(p.profile.shape[0]):
                    s.counts[row, week + later] += sign * side * p.profile[later]
        s.totals[COST] += sign * (
            p.activities[i, WEIGHT] * (day // DAYS_IN_WEEK) + p.prices[place_of(p, i, day)]
        )
    s.totals[LATE] += sign * max(0, s.at[i, FINISH_ORDINAL] - p.activities[i, DUE])
    s.at[i, PLACED] = 1 if sign > 0 else 0


@njit(cache=True, nogil=True)
def put_stretch(p: Lowered, s: State, i: int, start: int, finish: int) -> None:
    """Place work or a span."""
    s.at[i, START] = s.at[i, START_POSITION] = start
    s.at[i, START_ORDINAL] = p.day_of[start]
    s.at[i, FINISH_POSITION] = finish
    s.at[i, FINISH_ORDINAL] = after_last_day(p, finish)
    book(p, s, i, 1)


@njit(cache=True, nogil=True)
def put_event(p: Lowered, s: State, i: int, day: int) -> None:
    """Place an event."""
    s.at[i, START] = s.at[i, START_ORDINAL] = day
    s.at[i, START_POSITION] = p.days[day, POSITION]
    s.at[i, FINISH_ORDINAL] = day + 1
    s.at[i, FINISH_POSITION] = p.days[day + 1, POSITION]
    book(p, s, i, 1)


@njit(cache=True, nogil=True)
def take_out(p: Lowered, s: State, i: int) -> None:
    """Take an activity out of the schedule, with whatever it fixes."""
    if s.at[i, PLACED]:
        book(p, s, i, -1)
    for at in range(p.activities[i, TIES_FROM], p.activities[i, TIES_TO]):
        other = p.ties[at, OTHER]
        if s.at[other, PLACED]:
            book(p, s, other, -1)


@njit(cache=True, nogil=True)
def put_tied(p: Lowered, s: State, i: int, day: int, bounded: bool) -> bool:
    """Place what an event on a day fixes; on failure nothing of it stays placed."""
    found = np.empty(8, np.int64)
    for at in range(p.activities[i, TIES_FROM], p.activities[i, TIES_TO]):
        other = p.ties[at, OTHER]
        mode = s.at[other, MODE]
        if mode < 0:
            continue
        bounds(p, s, other, found)
        fits = False
        if p.ties[at, KIND] == FOLLOWS:
            start = p.days[day, POSITION]
            found[0] = max(found[0], start)
            found[4] = min(found[4], start)
            if not bounded:
                found[5:8] = FAR
            if start < (p.day_of.shape[0] - 1) and p.day_of[start] >= found[1]:
                place = first_work(p, s, other, mode, found, True)
                if place == start:
                    finish = p.working[
                        p.activities[other, CALENDAR],
                        WORKED,
                        p.working[p.activities[other, CALENDAR], WORKED_AT, start]
                        + p.modes[mode, DAYS]
                        - 1,
                    ]
                    put_stretch(p, s, other, start, finish + 1)
                    fits = True
        elif p.ties[at, KIND] == RUNS_BESIDE:
            start, finish = (
                p.spans[p.ties[at, SPAN_ROW], 0, day],
                p.spans[p.ties[at, SPAN_ROW], 1, day],
            )
            if (
                start >= found[0]
                and start >= 0
                and finish > start
                and p.day_of[start] >= found[1]
                and (not bounded or within(p, found, start, finish))
                and obstacle(p, s, mode, start, finish) < 0
            ):
                put_stretch(p, s, other, start, finish)
                fits = True
        else:
            slot = place_of(p, other, day)
            if (
                slot < p.activities[other, DATES_TO]
                and p.lists[slot] == day
                and event_fits(p, found, day, bounded)
                and people_on(p, s, mode, day)
                and calm_on(p, s, other, day)
            ):
                put_event(p, s, other, day)
                fits = True
        if not fits:
            for back in range(p.activities[i, TIES_FROM], at):
                if s.at[p.ties[back, OTHER], PLACED]:
                    book(p, s, p.ties[back, OTHER], -1)
            return False
    return True


@njit(cache=True, nogil=True)
def put_on_a_date(
    p: Lowered, s: State, i: int, first: int, found: Ints, bounded: bool, shy: bool
) -> bool:
    """Place an event on the first allowed date that will do, from one of them on.

    With `shy` dates that cost anything are passed over.
    """
    mode = s.at[i, MODE]
    for at in range(first, p.activities[i, DATES_TO]):
        day = p.lists[at]
        if bounded and (day > found[5] or p.days[day, POSITION] > found[4]):
            return False
        if shy and p.prices[at] > 0:
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


@njit(cache=True, nogil=True)
def insert(p: Lowered, s: State, i: int, bounded: bool) -> bool:
    """Place an activity as early as it goes; tell whether it was placed or need not be.

    With `bounded` it also stays before whatever is placed after it.
    """
    mode = s.at[i, MODE]
    if mode < 0 or s.at[i, PLACED]:
        return True
    found = np.empty(8, np.int64)
    bounds(p, s, i, found)
    if p.activities[i, FORM] == WORK:
        start = first_work(p, s, i, mode, found, bounded)
        if start < 0:
            return False
        calendar = p.activities[i, CALENDAR]
        finish = (
            p.working[
                calendar, WORKED, p.working[calendar, WORKED_AT, start] + p.modes[mode, DAYS] - 1
            ]
            + 1
        )
        put_stretch(p, s, i, start, finish)
        return True
    if p.activities[i, FORM] != EVENT:
        start = max(found[0], p.days[min(found[1], p.days.shape[0] - 1), POSITION])
        finish = max(start + 1, found[2])
        if finish > (p.day_of.shape[0] - 1):
            return False
        if bounded and not within(p, found, start, finish):
            return False
        put_stretch(p, s, i, start, finish)
        return True
    first = place_of(p, i, found[1])
    if s.totals[SHY] and put_on_a_date(p, s, i, first, found, True, True):
        return True
    return put_on_a_date(p, s, i, first, found, bounded, False)

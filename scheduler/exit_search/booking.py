"""Taking what a placed activity asks for, and giving it back; compiled."""

from scheduler.exit_search.access import (
    add_counted,
    add_total,
    add_used,
    day_of,
    listed_at,
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
    set_placing,
    weeks_of_profile_in,
)
from scheduler.exit_search.compiled import compiled
from scheduler.exit_search.flat import Ints
from scheduler.exit_search.lowered import (
    AMOUNT,
    APART,
    COST,
    DATES_FROM,
    DATES_TO,
    DEMANDS_FROM,
    DEMANDS_TO,
    DUE,
    EVENT,
    FINISH_ORDINAL,
    FINISH_POSITION,
    FORM,
    KIND,
    LATE,
    LIMITS_FROM,
    LIMITS_TO,
    MODE,
    OTHER,
    PLACED,
    POSITION,
    REACH,
    ROLLING,
    ROW,
    SIDE,
    START,
    START_ORDINAL,
    START_POSITION,
    TEAM,
    TIES_FROM,
    TIES_TO,
    WEEK,
    WEIGHT,
)
from scheduler.exit_search.waits import after_last_day

DAYS_IN_WEEK = 7


@compiled
def place_of(p: Ints, i: int, day: int) -> int:
    """Return where in the lists the first allowed date of an event from a day on stands."""
    low, high = of_activity(p, i, DATES_FROM), of_activity(p, i, DATES_TO)
    while low < high:
        middle = (low + high) // 2
        if listed_at(p, middle) < day:
            low = middle + 1
        else:
            high = middle
    return low


@compiled
def book(p: Ints, s: Ints, i: int, sign: int) -> None:
    """Take what a placed activity asks for, or give it back with sign -1."""
    mode = placing(s, i, MODE)
    if of_activity(p, i, FORM) != EVENT:
        for d in range(of_mode(p, mode, DEMANDS_FROM), of_mode(p, mode, DEMANDS_TO)):
            team, amount = of_demand(p, d, TEAM), sign * of_demand(p, d, AMOUNT)
            for day in range(placing(s, i, START_POSITION), placing(s, i, FINISH_POSITION)):
                add_used(s, team, day, amount)
    else:
        day = placing(s, i, START)
        at, size = of_day(p, day, POSITION), positions_in(p) - 1
        working = of_day(p, day + 1, POSITION) > at
        for d in range(of_mode(p, mode, DEMANDS_FROM), of_mode(p, mode, DEMANDS_TO)):
            team, amount = of_demand(p, d, TEAM), sign * of_demand(p, d, AMOUNT)
            if working:
                add_used(s, team, at, amount)
            else:
                add_used(s, team, size + day, amount)
        week = of_day(p, day, WEEK)
        for number in range(of_activity(p, i, LIMITS_FROM), of_activity(p, i, LIMITS_TO)):
            kind, row, side = (
                of_limit(p, number, KIND),
                of_limit(p, number, ROW),
                of_limit(p, number, SIDE),
            )
            if kind == ROLLING:
                for first in range(max(0, day - of_limit_row(p, row, REACH) + 1), day + 1):
                    add_counted(s, row, first, sign)
            elif kind == APART:
                add_counted(s, row, day, sign)
            else:
                for later in range(weeks_of_profile_in(p)):
                    add_counted(s, row, week + later, sign * side * profile_at(p, later))
        add_total(
            s,
            COST,
            sign
            * (
                of_activity(p, i, WEIGHT) * (day // DAYS_IN_WEEK) + price_at(p, place_of(p, i, day))
            ),
        )
    add_total(s, LATE, sign * max(0, placing(s, i, FINISH_ORDINAL) - of_activity(p, i, DUE)))
    set_placing(s, i, PLACED, 1 if sign > 0 else 0)


@compiled
def put_stretch(p: Ints, s: Ints, i: int, start: int, finish: int) -> None:
    """Place work or a span."""
    set_placing(s, i, START, start)
    set_placing(s, i, START_POSITION, start)
    set_placing(s, i, START_ORDINAL, day_of(p, start))
    set_placing(s, i, FINISH_POSITION, finish)
    set_placing(s, i, FINISH_ORDINAL, after_last_day(p, finish))
    book(p, s, i, 1)


@compiled
def put_event(p: Ints, s: Ints, i: int, day: int) -> None:
    """Place an event."""
    set_placing(s, i, START, day)
    set_placing(s, i, START_ORDINAL, day)
    set_placing(s, i, START_POSITION, of_day(p, day, POSITION))
    set_placing(s, i, FINISH_ORDINAL, day + 1)
    set_placing(s, i, FINISH_POSITION, of_day(p, day + 1, POSITION))
    book(p, s, i, 1)


@compiled
def take_out(p: Ints, s: Ints, i: int) -> None:
    """Take an activity out of the schedule, with whatever it fixes."""
    if placing(s, i, PLACED):
        book(p, s, i, -1)
    for at in range(of_activity(p, i, TIES_FROM), of_activity(p, i, TIES_TO)):
        other = of_tie(p, at, OTHER)
        if placing(s, other, PLACED):
            book(p, s, other, -1)

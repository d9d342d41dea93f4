"""What an activity has to wait for, and what waits for it, compiled."""

from numba import njit

from scheduler.exit_search.lowered import (
    AFTER,
    BEFORE,
    BY_CALENDAR,
    FINISH_ORDINAL,
    FINISH_POSITION,
    FROM_START,
    HELD,
    IF_GROUP,
    IF_OPTIONS,
    IN_FROM,
    IN_TO,
    LAG,
    NOT_BEFORE,
    ORDERED,
    OUT_FROM,
    OUT_TO,
    PLACED,
    POSITION,
    START_ORDINAL,
    START_POSITION,
    TO_START,
    Ints,
    Lowered,
    State,
)

FAR = 1 << 40


@njit(cache=True, nogil=True)
def is_on(p: Lowered, s: State, link: int) -> bool:
    """Tell whether a link holds under the chosen options."""
    group = p.links[link, IF_GROUP]
    return group < 0 or (p.links[link, IF_OPTIONS] >> s.option[group]) & 1 == 1


@njit(cache=True, nogil=True)
def bounds(p: Lowered, s: State, i: int, found: Ints) -> None:
    """Write the least and greatest position and ordinal of the start, then of the finish."""
    found[0], found[1], found[2], found[3] = (
        0,
        max(p.activities[i, NOT_BEFORE], s.at[i, HELD]),
        0,
        0,
    )
    found[4:8] = FAR
    for at in range(p.activities[i, IN_FROM], p.activities[i, IN_TO]):
        link = p.lists[at]
        j = p.links[link, BEFORE]
        if s.at[j, PLACED] == 0 or not is_on(p, s, link):
            continue
        if p.links[link, FROM_START]:
            position, ordinal = s.at[j, START_POSITION], s.at[j, START_ORDINAL]
        else:
            position, ordinal = s.at[j, FINISH_POSITION], s.at[j, FINISH_ORDINAL]
        lag = p.links[link, LAG]
        base = 0 if p.links[link, TO_START] else 2
        if p.links[link, BY_CALENDAR]:
            found[base + 1] = max(found[base + 1], ordinal + lag)
        else:
            found[base] = max(found[base], position + lag)
            if p.links[link, ORDERED]:
                found[base + 1] = max(found[base + 1], ordinal)
    for at in range(p.activities[i, OUT_FROM], p.activities[i, OUT_TO]):
        link = p.lists[at]
        k = p.links[link, AFTER]
        if s.at[k, PLACED] == 0 or not is_on(p, s, link):
            continue
        if p.links[link, TO_START]:
            position, ordinal = s.at[k, START_POSITION], s.at[k, START_ORDINAL]
        else:
            position, ordinal = s.at[k, FINISH_POSITION], s.at[k, FINISH_ORDINAL]
        lag = p.links[link, LAG]
        base = 4 if p.links[link, FROM_START] else 6
        if p.links[link, BY_CALENDAR]:
            found[base + 1] = min(found[base + 1], ordinal - lag)
        else:
            found[base] = min(found[base], position - lag)
            if p.links[link, ORDERED]:
                found[base + 1] = min(found[base + 1], ordinal)


@njit(cache=True, nogil=True)
def after_last_day(p: Lowered, finish: int) -> int:
    """Return the ordinal of the instant at which work that finishes at a position is over."""
    return p.day_of[finish - 1] + 1 if finish > 0 else 0


@njit(cache=True, nogil=True)
def within(p: Lowered, found: Ints, start: int, finish: int) -> bool:
    """Tell whether work or a span at two positions respects what comes after."""
    return (
        start <= found[4]
        and p.day_of[start] <= found[5]
        and finish <= found[6]
        and after_last_day(p, finish) <= found[7]
    )


@njit(cache=True, nogil=True)
def event_fits(p: Lowered, found: Ints, day: int, bounded: bool) -> bool:
    """Tell whether links let an event fall on a day."""
    before, after = p.days[day, POSITION], p.days[day + 1, POSITION]
    if day < found[1] or before < found[0] or day + 1 < found[3] or after < found[2]:
        return False
    return not bounded or (
        day <= found[5] and before <= found[4] and day + 1 <= found[7] and after <= found[6]
    )

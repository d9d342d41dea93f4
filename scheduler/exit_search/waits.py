"""What an activity has to wait for, and what waits for it, compiled."""

from scheduler.exit_search.access import (
    day_of,
    listed_at,
    of_activity,
    of_day,
    of_link,
    option_of,
    placing,
)
from scheduler.exit_search.compiled import compiled
from scheduler.exit_search.flat import Ints
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
)

FAR = 1 << 40


@compiled
def is_on(p: Ints, s: Ints, link: int) -> bool:
    """Tell whether a link holds under the chosen options."""
    group = of_link(p, link, IF_GROUP)
    return group < 0 or (of_link(p, link, IF_OPTIONS) >> option_of(s, group)) & 1 == 1


@compiled
def bounds(p: Ints, s: Ints, i: int, found: Ints) -> None:
    """Write the least and greatest position and ordinal of the start, then of the finish."""
    found[0], found[1], found[2], found[3] = (
        0,
        max(of_activity(p, i, NOT_BEFORE), placing(s, i, HELD)),
        0,
        0,
    )
    found[4:8] = FAR
    for at in range(of_activity(p, i, IN_FROM), of_activity(p, i, IN_TO)):
        link = listed_at(p, at)
        j = of_link(p, link, BEFORE)
        if placing(s, j, PLACED) == 0 or not is_on(p, s, link):
            continue
        if of_link(p, link, FROM_START):
            position, ordinal = placing(s, j, START_POSITION), placing(s, j, START_ORDINAL)
        else:
            position, ordinal = placing(s, j, FINISH_POSITION), placing(s, j, FINISH_ORDINAL)
        lag = of_link(p, link, LAG)
        base = 0 if of_link(p, link, TO_START) else 2
        if of_link(p, link, BY_CALENDAR):
            found[base + 1] = max(found[base + 1], ordinal + lag)
        else:
            found[base] = max(found[base], position + lag)
            if of_link(p, link, ORDERED):
                found[base + 1] = max(found[base + 1], ordinal)
    for at in range(of_activity(p, i, OUT_FROM), of_activity(p, i, OUT_TO)):
        link = listed_at(p, at)
        k = of_link(p, link, AFTER)
        if placing(s, k, PLACED) == 0 or not is_on(p, s, link):
            continue
        if of_link(p, link, TO_START):
            position, ordinal = placing(s, k, START_POSITION), placing(s, k, START_ORDINAL)
        else:
            position, ordinal = placing(s, k, FINISH_POSITION), placing(s, k, FINISH_ORDINAL)
        lag = of_link(p, link, LAG)
        base = 4 if of_link(p, link, FROM_START) else 6
        if of_link(p, link, BY_CALENDAR):
            found[base + 1] = min(found[base + 1], ordinal - lag)
        else:
            found[base] = min(found[base], position - lag)
            if of_link(p, link, ORDERED):
                found[base + 1] = min(found[base + 1], ordinal)


@compiled
def after_last_day(p: Ints, finish: int) -> int:
    """Return the ordinal of the instant at which work that finishes at a position is over."""
    return day_of(p, finish - 1) + 1 if finish > 0 else 0


@compiled
def within(p: Ints, found: Ints, start: int, finish: int) -> bool:
    """Tell whether work or a span at two positions respects what comes after."""
    return (
        start <= found[4]
        and day_of(p, start) <= found[5]
        and finish <= found[6]
        and after_last_day(p, finish) <= found[7]
    )


@compiled
def event_fits(p: Ints, found: Ints, day: int, bounded: bool) -> bool:
    """Tell whether links let an event fall on a day."""
    before, after = of_day(p, day, POSITION), of_day(p, day + 1, POSITION)
    if day < found[1] or before < found[0] or day + 1 < found[3] or after < found[2]:
        return False
    return not bounded or (
        day <= found[5] and before <= found[4] and day + 1 <= found[7] and after <= found[6]
    )

"""What set the date of the last transfer in a sample, going back from it; compiled.

From an activity that starts later than planned back to what made it so: the link that asks for the
latest day, or else whoever had its team last. What starts as planned ends the chain: it is late for
no other reason than its own duration, or is not late.
"""

from scheduler.exit_search.access import (
    activities_in,
    day_of,
    links_in,
    listed_at,
    of_activity,
    of_demand,
    of_link,
    of_mode,
    of_tie,
    placing,
    positions_in,
)
from scheduler.exit_search.compiled import compiled
from scheduler.exit_search.decode import root_of
from scheduler.exit_search.flat import Ints
from scheduler.exit_search.lowered import (
    AMOUNT,
    BEFORE,
    BY_CALENDAR,
    DEMANDS_FROM,
    DEMANDS_TO,
    EVENT,
    FINISH_ORDINAL,
    FINISH_POSITION,
    FORM,
    FORWARD,
    FROM_START,
    IN_FROM,
    IN_TO,
    LAG,
    MODE,
    OTHER,
    PLACED,
    START_ORDINAL,
    START_POSITION,
    TEAM,
    TIES_FROM,
    TIES_TO,
)
from scheduler.exit_search.waits import is_on
from scheduler.simulation.names import ENDS, HOLD

NOBODY = -1


@compiled
def asked_by(p: Ints, s: Ints, link: int) -> int:
    """Return the ordinal that a link asks for."""
    i, lag = of_link(p, link, BEFORE), of_link(p, link, LAG)
    from_start = of_link(p, link, FROM_START)
    ordinal = placing(s, i, START_ORDINAL) if from_start else placing(s, i, FINISH_ORDINAL)
    if of_link(p, link, BY_CALENDAR):
        return ordinal + lag
    if lag == 0:
        return ordinal
    position = placing(s, i, START_POSITION) if from_start else placing(s, i, FINISH_POSITION)
    return day_of(p, max(0, min(position + lag, positions_in(p) - 1)))


@compiled
def latest_link(p: Ints, s: Ints, i: int) -> int:
    """Return the link into an activity that asks for the latest day, or -1."""
    best, latest = NOBODY, NOBODY
    for at in range(of_activity(p, i, IN_FROM), of_activity(p, i, IN_TO)):
        link = listed_at(p, at)
        if of_link(p, link, FORWARD) == 0 or not is_on(p, s, link):
            continue
        if placing(s, of_link(p, link, BEFORE), PLACED) and asked_by(p, s, link) > latest:
            best, latest = link, asked_by(p, s, link)
    return best


@compiled
def shares_a_team(p: Ints, one: int, other: int) -> bool:
    """Tell whether two modes ask for one team."""
    for d in range(of_mode(p, one, DEMANDS_FROM), of_mode(p, one, DEMANDS_TO)):
        for e in range(of_mode(p, other, DEMANDS_FROM), of_mode(p, other, DEMANDS_TO)):
            if of_demand(p, d, TEAM) == of_demand(p, e, TEAM) and of_demand(p, e, AMOUNT) > 0:
                return True
    return False


@compiled
def had_its_team(p: Ints, s: Ints, i: int, after: int) -> int:
    """Return what ended last before an activity and shares a team with it, or -1.

    Only what ended after a day: a team that was free by then did not make it wait.
    """
    best, latest = NOBODY, after
    start, mode = placing(s, i, START_ORDINAL), placing(s, i, MODE)
    if of_mode(p, mode, DEMANDS_FROM) == of_mode(p, mode, DEMANDS_TO):
        return NOBODY
    for j in range(activities_in(p)):
        over = placing(s, j, FINISH_ORDINAL)
        near = placing(s, j, PLACED) and j != i and latest < over <= start
        if near and shares_a_team(p, mode, placing(s, j, MODE)):
            best, latest = j, over
    return best


@compiled
def cause_of(p: Ints, s: Ints, i: int, held: int) -> int:
    """Return what made an activity start later than it is held, or -1."""
    best, latest, over = NOBODY, held, NOBODY
    root = root_of(p, i)
    if placing(s, root, PLACED) == 0:
        root = i
    link = latest_link(p, s, root)
    if link >= 0 and asked_by(p, s, link) > latest:
        best, latest = of_link(p, link, BEFORE), asked_by(p, s, link)
    if of_activity(p, root, FORM) == EVENT:
        for tie in range(of_activity(p, root, TIES_FROM), of_activity(p, root, TIES_TO)):
            other = of_tie(p, tie, OTHER)
            over = latest_link(p, s, other) if placing(s, other, PLACED) else NOBODY
            own = over < 0 or root_of(p, of_link(p, over, BEFORE)) == root
            if not own and asked_by(p, s, over) > latest:
                best, latest = of_link(p, over, BEFORE), asked_by(p, s, over)
        return best
    owner = had_its_team(p, s, root, latest)
    return owner if owner >= 0 else best


@compiled
def trace(p: Ints, s: Ints, planned: Ints, told: Ints) -> None:
    """Count every activity on the chain to the last of some events."""
    last, latest = NOBODY, NOBODY
    for i in range(activities_in(p)):
        if planned[ENDS, i] and placing(s, i, PLACED) and placing(s, i, START_ORDINAL) > latest:
            last, latest = i, placing(s, i, START_ORDINAL)
    if last < 0 or latest <= planned[HOLD, last]:
        return
    first = links_in(p)
    i = last
    for _ in range(activities_in(p)):
        told[first + i] += 1
        root = root_of(p, i)
        if placing(s, i, START_ORDINAL) <= planned[HOLD, i]:
            return
        i = cause_of(p, s, i, planned[HOLD, root])
        if i < 0:
            return

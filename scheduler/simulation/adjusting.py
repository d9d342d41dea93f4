"""What does not come right by placing in order, compiled.

What is too early for something else is held until then, and the sample is begun again: leads, and
events that wait for each other. Where the other waits for it in turn it is only put off if nothing
gets later for it: being late for a greatest lag is no reason to be later still. People who change
sides do so when their event now falls.
"""

import numpy as np

from scheduler.exit_search.access import (
    days_in,
    listed_at,
    of_activity,
    of_day,
    of_link,
    of_tie,
    placing,
    positions_in,
    set_placing,
)
from scheduler.exit_search.booking import take_out
from scheduler.exit_search.compiled import compiled
from scheduler.exit_search.decode import put_back, root_of, shortage
from scheduler.exit_search.flat import Ints
from scheduler.exit_search.kernel import insert
from scheduler.exit_search.lowered import (
    AFTER,
    BEFORE,
    FINISH_POSITION,
    FORM,
    FORWARD,
    HELD,
    MODE,
    OTHER,
    OUT_FROM,
    OUT_TO,
    PLACED,
    POSITION,
    SPAN,
    START,
    START_ORDINAL,
    TIES_FROM,
    TIES_TO,
)
from scheduler.exit_search.waits import is_on
from scheduler.simulation.names import (
    EVENT_OF,
    FIRST,
    GAIN_FROM,
    HELD_FOR,
    LINK,
    NEVER,
    SETTLED,
    TEAM_OF,
    add_capacity,
)

MOST_PASSES = 12


@compiled
def days_short(p: Ints, s: Ints, link: int) -> int:
    """Return by how many days the second activity of a link is too early, 0 if it is not."""
    i, k = of_link(p, link, BEFORE), of_link(p, link, AFTER)
    if placing(s, i, PLACED) == 0 or placing(s, k, PLACED) == 0 or not is_on(p, s, link):
        return 0
    return shortage(p, s, link)


@compiled
def placed_with(p: Ints, s: Ints, i: int) -> int:
    """Return the event an activity is placed with, or the activity itself."""
    root = root_of(p, i)
    return root if placing(s, root, MODE) >= 0 else i


@compiled
def hold_early(p: Ints, s: Ints, planned: Ints, watched: Ints, held: Ints) -> bool:
    """Hold back what is too early for something else; tell whether anything is held longer."""
    pushed = False
    for at in range(watched.shape[0]):
        if watched[at, HELD_FOR] == 0:
            continue
        days, k = days_short(p, s, watched[at, LINK]), of_link(p, watched[at, LINK], AFTER)
        root = placed_with(p, s, k)
        if days > 0 and not planned[SETTLED, root] and not planned[SETTLED, k]:
            wanted = placing(s, root, START_ORDINAL) + days
            if wanted > held[root]:
                held[root] = wanted
                pushed = True
    return pushed


@compiled
def delays_others(p: Ints, s: Ints, i: int) -> bool:
    """Tell whether what waits for an activity would have to be later."""
    for at in range(of_activity(p, i, OUT_FROM), of_activity(p, i, OUT_TO)):
        link = listed_at(p, at)
        if of_link(p, link, FORWARD) and days_short(p, s, link) > 0:
            return True
    return False


@compiled
def delays_any(p: Ints, s: Ints, i: int) -> bool:
    """Tell so of an activity or of anything placed with it."""
    late = delays_others(p, s, i)
    for tie in range(of_activity(p, i, TIES_FROM), of_activity(p, i, TIES_TO)):
        late = late or delays_others(p, s, of_tie(p, tie, OTHER))
    return late


@compiled
def put_off(p: Ints, s: Ints, planned: Ints, link: int) -> bool:
    """Put off the second activity of a link as far as it asks, if nothing is later for it.

    Tell whether it is. What in turn lies too long before it now may be put off next.
    """
    days = days_short(p, s, link)
    if days == 0:
        return False
    k = of_link(p, link, AFTER)
    root = placed_with(p, s, k)
    if planned[SETTLED, k] or planned[SETTLED, root] or of_activity(p, root, FORM) == SPAN:
        return False
    if placed_with(p, s, of_link(p, link, BEFORE)) == root:
        return False
    first = of_activity(p, root, TIES_FROM)
    count = of_activity(p, root, TIES_TO) - first
    kept = np.empty((count + 1, 3), np.int64)
    for number in range(count + 1):
        i = root if number == count else of_tie(p, first + number, OTHER)
        kept[number, 0] = placing(s, i, PLACED)
        kept[number, 1] = placing(s, i, START)
        kept[number, 2] = placing(s, i, FINISH_POSITION)
    before = placing(s, root, HELD)
    take_out(p, s, root)
    set_placing(s, root, HELD, max(before, placing(s, root, START_ORDINAL) + days))
    fits = insert(p, s, root, False)
    if fits and not delays_any(p, s, root):
        return True
    if fits:
        take_out(p, s, root)
    set_placing(s, root, HELD, before)
    for number in range(count + 1):
        i = root if number == count else of_tie(p, first + number, OTHER)
        if kept[number, 0]:
            put_back(p, s, i, kept[number, 1], kept[number, 2])
    return False


@compiled
def put_all_off(p: Ints, s: Ints, planned: Ints, watched: Ints) -> None:
    """Put off what can be, again and again while that makes room for more."""
    news = True
    for _ in range(MOST_PASSES):
        if not news:
            return
        news = False
        for at in range(watched.shape[0]):
            if watched[at, HELD_FOR] == 0 and put_off(p, s, planned, watched[at, LINK]):
                news = True


@compiled
def move_on(p: Ints, moves: Ints, move: int, before: int, on: int) -> None:
    """Let people change sides on another day than before."""
    team, size, last = moves[move, TEAM_OF], positions_in(p) - 1, days_in(p) - 2
    sign = 1 if on < before else -1
    for day in range(min(on, before, last), min(max(on, before), last)):
        add_capacity(p, team, size + day, sign * moves[move, GAIN_FROM + day])
        at = of_day(p, day, POSITION)
        if of_day(p, day + 1, POSITION) > at:
            add_capacity(p, team, at, sign * moves[move, GAIN_FROM + day])


@compiled
def people_as_planned(p: Ints, moves: Ints, moved_on: Ints, planned: Ints) -> None:
    """Let people change sides on the planned days."""
    for move in range(moves.shape[0]):
        on = planned[FIRST, moves[move, EVENT_OF]]
        move_on(p, moves, move, moved_on[move], on)
        moved_on[move] = on


@compiled
def people_as_placed(p: Ints, s: Ints, moves: Ints, moved_on: Ints) -> bool:
    """Let people change sides when their events now fall; tell if that is news."""
    news = False
    for move in range(moves.shape[0]):
        i = moves[move, EVENT_OF]
        on = placing(s, i, START_ORDINAL) if placing(s, i, PLACED) else NEVER
        if on != moved_on[move]:
            move_on(p, moves, move, moved_on[move], on)
            moved_on[move] = on
            news = True
    return news

"""Whole schedules and parts of them, compiled: in an order, with earlier work pushed later.

A greatest lag is a least lag turned round: it may ask an activity placed before to start later.
That one is pushed there and then if it can be; otherwise it is told not to start before, and the
schedule is begun again.

Source: serial schedule generation with unscheduling, Franck, Neumann & Schwindt (2001).
"""

import numpy as np

from scheduler.exit_search.access import (
    activities_in,
    add_total,
    counts_in,
    day_of,
    days_of_counts_in,
    days_of_use_in,
    groups_in,
    links_in,
    listed_at,
    lists_of_members_in,
    mode_of,
    of_activity,
    of_choice,
    of_group,
    of_link,
    of_mode,
    of_tie,
    option_of,
    options_in,
    placing,
    positions_in,
    set_counted,
    set_placing,
    set_total,
    set_used,
    teams_in,
)
from scheduler.exit_search.booking import put_event, put_stretch, take_out
from scheduler.exit_search.compiled import compiled, entry
from scheduler.exit_search.flat import Ints
from scheduler.exit_search.kernel import insert, put_tied
from scheduler.exit_search.lowered import (
    AFTER,
    BEFORE,
    BY_CALENDAR,
    COST,
    DAYS,
    DUE,
    EVENT,
    FINISH_ORDINAL,
    FINISH_POSITION,
    FORM,
    FORWARD,
    FROM_START,
    HELD,
    LAG,
    LATE,
    MEMBERS_FROM,
    MEMBERS_TO,
    MODE,
    ORDERED,
    OTHER,
    OUT_FROM,
    OUT_TO,
    PARENT,
    PLACED,
    PRICE,
    START,
    START_ORDINAL,
    START_POSITION,
    TIES_FROM,
    TIES_TO,
    TO_START,
)
from scheduler.exit_search.waits import FAR, is_on


@compiled
def set_modes(p: Ints, s: Ints, group: int) -> None:
    """Give the members of a group their modes under the chosen option."""
    option = option_of(s, group) if group < groups_in(p) else 0
    for at in range(of_group(p, group, MEMBERS_FROM), of_group(p, group, MEMBERS_TO)):
        i = listed_at(p, at)
        set_placing(s, i, MODE, mode_of(p, i, option))


@compiled
def clear(p: Ints, s: Ints) -> None:
    """Take everything out; options and what must not start before stay."""
    for i in range(activities_in(p)):
        set_placing(s, i, PLACED, 0)
    for team in range(teams_in(s)):
        for day in range(days_of_use_in(s)):
            set_used(s, team, day, 0)
    for row in range(counts_in(s)):
        for day in range(days_of_counts_in(s)):
            set_counted(s, row, day, 0)
    set_total(s, LATE, 0)
    set_total(s, COST, 0)
    for group in range(lists_of_members_in(p)):
        set_modes(p, s, group)
        if group < groups_in(p):
            add_total(s, COST, of_choice(p, group, option_of(s, group), PRICE))


@compiled
def root_of(p: Ints, i: int) -> int:
    """Return the event that an activity is placed with, or the activity itself."""
    parent = of_activity(p, i, PARENT)
    return parent if parent >= 0 else i


@entry
def late_starts(p: Ints) -> Ints:
    """Return about how late, as an ordinal, each activity can be over for what follows it."""
    n = activities_in(p)
    shortest = np.ones(n, np.int64)
    for i in range(n):
        if of_activity(p, i, FORM) == EVENT:
            continue
        least = FAR
        for option in range(options_in(p)):
            mode = mode_of(p, i, option)
            if mode >= 0 and of_mode(p, mode, DAYS) > 0:
                least = min(least, of_mode(p, mode, DAYS))
        shortest[i] = 1 if least == FAR else least * 7 // 5
    over = np.empty(n, np.int64)
    for i in range(n):
        over[i] = of_activity(p, i, DUE)
    for _ in range(60):
        changed = False
        for link in range(links_in(p)):
            if of_link(p, link, FORWARD) == 0:
                continue
            i, k = of_link(p, link, BEFORE), of_link(p, link, AFTER)
            lag = (
                of_link(p, link, LAG)
                if of_link(p, link, BY_CALENDAR)
                else of_link(p, link, LAG) * 7 // 5
            )
            latest = over[k] - lag - (shortest[k] if of_link(p, link, TO_START) else 0)
            if of_link(p, link, FROM_START):
                latest += shortest[i]
            if latest < over[i]:
                over[i] = latest
                changed = True
        for i in range(n):
            root = root_of(p, i)
            if over[i] < over[root]:
                over[root] = over[i]
        if not changed:
            break
    return over


@compiled
def makes_wait(p: Ints, link: int) -> bool:
    """Tell whether the second activity of a link is placed after the first."""
    if of_link(p, link, FORWARD) == 0 or of_link(p, link, TO_START) == 0:
        return False
    return root_of(p, of_link(p, link, BEFORE)) != root_of(p, of_link(p, link, AFTER))


@entry
def ordered(p: Ints, key: Ints) -> Ints:
    """Return activities so that each comes after those it waits for, the lowest key first."""
    n = activities_in(p)
    waits = np.zeros(n, np.int64)
    first, follower = np.full(n, -1, np.int64), np.full(links_in(p), -1, np.int64)
    # Links of what is placed with an event are links of the event.
    for link in range(links_in(p)):
        if makes_wait(p, link):
            before = root_of(p, of_link(p, link, BEFORE))
            waits[root_of(p, of_link(p, link, AFTER))] += 1
            follower[link] = first[before]
            first[before] = link
    heap = np.empty(n, np.int64)
    size = 0
    order = np.empty(n, np.int64)
    done = 0
    listed = np.zeros(n, np.int64)
    for i in range(n):
        if waits[i] == 0:
            size = _push(heap, size, i, key)
    while done < n:
        if size == 0:
            # A circle of leads: what is left comes as written.
            for i in range(n):
                if listed[i] == 0 and waits[i] > 0:
                    waits[i] = 0
                    size = _push(heap, size, i, key)
                    break
            if size == 0:
                break
        i = heap[0]
        size = _pop(heap, size, key)
        if listed[i]:
            continue
        listed[i] = 1
        order[done] = i
        done += 1
        link = first[i]
        while link >= 0:
            k = root_of(p, of_link(p, link, AFTER))
            waits[k] -= 1
            if waits[k] == 0 and listed[k] == 0:
                size = _push(heap, size, k, key)
            link = follower[link]
    return order


@compiled
def _push(heap: Ints, size: int, i: int, key: Ints) -> int:
    at = size
    heap[at] = i
    while at > 0:
        up = (at - 1) // 2
        if key[heap[up]] < key[i] or (key[heap[up]] == key[i] and heap[up] <= i):
            break
        heap[at] = heap[up]
        heap[up] = i
        at = up
    return size + 1


@compiled
def _pop(heap: Ints, size: int, key: Ints) -> int:
    size -= 1
    last = heap[size]
    at = 0
    heap[0] = last
    while True:
        low = 2 * at + 1
        if low >= size:
            break
        if low + 1 < size:
            one, other = heap[low], heap[low + 1]
            if key[other] < key[one] or (key[other] == key[one] and other < one):
                low += 1
        if key[heap[low]] > key[last] or (key[heap[low]] == key[last] and heap[low] >= last):
            break
        heap[at] = heap[low]
        heap[low] = last
        at = low
    return size


@compiled
def shortage(p: Ints, s: Ints, link: int) -> int:
    """Return by how many calendar days the second activity of a link is too early, 0 if it is not.

    Both must be placed. A lag in working days counts as the days to the position it asks for.
    """
    i, k = of_link(p, link, BEFORE), of_link(p, link, AFTER)
    if of_link(p, link, FROM_START):
        position, ordinal = placing(s, i, START_POSITION), placing(s, i, START_ORDINAL)
    else:
        position, ordinal = placing(s, i, FINISH_POSITION), placing(s, i, FINISH_ORDINAL)
    if of_link(p, link, TO_START):
        has_position, has_ordinal = placing(s, k, START_POSITION), placing(s, k, START_ORDINAL)
    else:
        has_position, has_ordinal = placing(s, k, FINISH_POSITION), placing(s, k, FINISH_ORDINAL)
    lag = of_link(p, link, LAG)
    if of_link(p, link, BY_CALENDAR):
        return max(0, ordinal + lag - has_ordinal)
    days = 0
    if position + lag > has_position:
        target = min(
            placing(s, k, START_POSITION) + position + lag - has_position, positions_in(p) - 1
        )
        days = max(1, day_of(p, target) - placing(s, k, START_ORDINAL))
    if of_link(p, link, ORDERED):
        days = max(days, ordinal - has_ordinal)
    return days


@compiled
def put_back(p: Ints, s: Ints, i: int, start: int, finish: int) -> None:
    """Place an activity where it was."""
    if of_activity(p, i, FORM) == EVENT:
        put_event(p, s, i, start)
    else:
        put_stretch(p, s, i, start, finish)


@compiled
def push_early_ones(p: Ints, s: Ints, i: int) -> int:
    """Push what is too early for an activity just placed; return how many could not be pushed."""
    stuck = 0
    for at in range(of_activity(p, i, OUT_FROM), of_activity(p, i, OUT_TO)):
        link = listed_at(p, at)
        k = of_link(p, link, AFTER)
        if placing(s, k, PLACED) == 0 or not is_on(p, s, link):
            continue
        days = shortage(p, s, link)
        if days == 0:
            continue
        root = of_activity(p, k, PARENT) if of_activity(p, k, PARENT) >= 0 else k
        if placing(s, root, PLACED) == 0:
            stuck += 1
            continue
        start, finish = placing(s, root, START), placing(s, root, FINISH_POSITION)
        wanted = placing(s, root, START_ORDINAL) + days
        if root == i or of_activity(p, i, PARENT) == root:
            stuck += 1
            continue
        take_out(p, s, root)
        before = placing(s, root, HELD)
        set_placing(s, root, HELD, max(before, wanted))
        if not insert(p, s, root, True):
            put_back(p, s, root, start, finish)
            if of_activity(p, root, FORM) == EVENT:
                put_tied(p, s, root, start, False)
            stuck += 1
    return stuck


@entry
def decode(p: Ints, s: Ints, order: Ints) -> int:
    """Place everything in an order; return how many are not placed or too early for others."""
    clear(p, s)
    wrong = 0
    for at in range(order.shape[0]):
        i = order[at]
        if of_activity(p, i, PARENT) >= 0 and placing(s, of_activity(p, i, PARENT), MODE) >= 0:
            continue
        if not insert(p, s, i, True) and not insert(p, s, i, False):
            wrong += 1
            continue
        if placing(s, i, PLACED) == 0:
            continue
        wrong += push_early_ones(p, s, i)
        for tie in range(of_activity(p, i, TIES_FROM), of_activity(p, i, TIES_TO)):
            if placing(s, of_tie(p, tie, OTHER), PLACED):
                wrong += push_early_ones(p, s, of_tie(p, tie, OTHER))
    return wrong


@entry
def restart(p: Ints, s: Ints, start: Ints, finish: Ints) -> None:
    """Place everything where it was under the options of the state; -1 for not placed."""
    clear(p, s)
    for i in range(activities_in(p)):
        if start[i] >= 0 and placing(s, i, MODE) >= 0:
            put_back(p, s, i, start[i], finish[i])


@entry
def broken_links(p: Ints, s: Ints) -> int:
    """Return how many links are not met."""
    count = 0
    for link in range(links_in(p)):
        i, k = of_link(p, link, BEFORE), of_link(p, link, AFTER)
        if (
            placing(s, i, PLACED)
            and placing(s, k, PLACED)
            and is_on(p, s, link)
            and shortage(p, s, link) > 0
        ):
            count += 1
    return count

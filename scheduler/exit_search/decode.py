"""Whole schedules and parts of them, compiled: in an order, with earlier work pushed later.

A greatest lag is a least lag turned round: it may ask an activity placed before to start later.
That one is pushed there and then if it can be; otherwise it is told not to start before, and the
schedule is begun again.

Source: serial schedule generation with unscheduling, Franck, Neumann & Schwindt (2001).
"""

import numpy as np
from numba import njit

from scheduler.exit_search.kernel import insert, put_event, put_stretch, put_tied, take_out
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
    Ints,
    Lowered,
    State,
)
from scheduler.exit_search.waits import FAR, is_on


@njit(cache=True, nogil=True)
def set_modes(p: Lowered, s: State, group: int) -> None:
    """Give the members of a group their modes under the chosen option."""
    option = s.option[group] if group < p.choices.shape[0] else 0
    for at in range(p.groups[group, MEMBERS_FROM], p.groups[group, MEMBERS_TO]):
        i = p.lists[at]
        s.at[i, MODE] = p.mode_of[i, option]


@njit(cache=True, nogil=True)
def clear(p: Lowered, s: State) -> None:
    """Take everything out; options and what must not start before stay."""
    s.at[:, PLACED] = 0
    s.use[:] = 0
    s.counts[:] = 0
    s.totals[LATE], s.totals[COST] = 0, 0
    for group in range(p.groups.shape[0]):
        set_modes(p, s, group)
        if group < p.choices.shape[0]:
            s.totals[COST] += p.choices[group, s.option[group], PRICE]


@njit(cache=True, nogil=True)
def root_of(p: Lowered, i: int) -> int:
    """Return the event that an activity is placed with, or the activity itself."""
    parent = p.activities[i, PARENT]
    return parent if parent >= 0 else i


@njit(cache=True, nogil=True)
def late_starts(p: Lowered) -> Ints:
    """Return about how late, as an ordinal, each activity can be over for what follows it."""
    n = p.activities.shape[0]
    shortest = np.ones(n, np.int64)
    for i in range(n):
        if p.activities[i, FORM] == EVENT:
            continue
        least = FAR
        for option in range(p.mode_of.shape[1]):
            mode = p.mode_of[i, option]
            if mode >= 0 and p.modes[mode, DAYS] > 0:
                least = min(least, p.modes[mode, DAYS])
        shortest[i] = 1 if least == FAR else least * 7 // 5
    over = p.activities[:, DUE].copy()
    for _ in range(60):
        changed = False
        for link in range(p.links.shape[0]):
            if p.links[link, FORWARD] == 0:
                continue
            i, k = p.links[link, BEFORE], p.links[link, AFTER]
            lag = p.links[link, LAG] if p.links[link, BY_CALENDAR] else p.links[link, LAG] * 7 // 5
            latest = over[k] - lag - (shortest[k] if p.links[link, TO_START] else 0)
            if p.links[link, FROM_START]:
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


@njit(cache=True, nogil=True)
def makes_wait(p: Lowered, link: int) -> bool:
    """Tell whether the second activity of a link is placed after the first."""
    if p.links[link, FORWARD] == 0 or p.links[link, TO_START] == 0:
        return False
    return root_of(p, p.links[link, BEFORE]) != root_of(p, p.links[link, AFTER])


@njit(cache=True, nogil=True)
def ordered(p: Lowered, key: Ints) -> Ints:
    """Return activities so that each comes after those it waits for, the lowest key first."""
    n = p.activities.shape[0]
    waits = np.zeros(n, np.int64)
    first, follower = np.full(n, -1, np.int64), np.full(p.links.shape[0], -1, np.int64)
    # Links of what is placed with an event are links of the event.
    for link in range(p.links.shape[0]):
        if makes_wait(p, link):
            before = root_of(p, p.links[link, BEFORE])
            waits[root_of(p, p.links[link, AFTER])] += 1
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
            k = root_of(p, p.links[link, AFTER])
            waits[k] -= 1
            if waits[k] == 0 and listed[k] == 0:
                size = _push(heap, size, k, key)
            link = follower[link]
    return order


@njit(cache=True, nogil=True)
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


@njit(cache=True, nogil=True)
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


@njit(cache=True, nogil=True)
def shortage(p: Lowered, s: State, link: int) -> int:
    """Return by how many calendar days the second activity of a link is too early, 0 if it is not.

    Both must be placed. A lag in working days counts as the days to the position it asks for.
    """
    i, k = p.links[link, BEFORE], p.links[link, AFTER]
    if p.links[link, FROM_START]:
        position, ordinal = s.at[i, START_POSITION], s.at[i, START_ORDINAL]
    else:
        position, ordinal = s.at[i, FINISH_POSITION], s.at[i, FINISH_ORDINAL]
    if p.links[link, TO_START]:
        has_position, has_ordinal = s.at[k, START_POSITION], s.at[k, START_ORDINAL]
    else:
        has_position, has_ordinal = s.at[k, FINISH_POSITION], s.at[k, FINISH_ORDINAL]
    lag = p.links[link, LAG]
    if p.links[link, BY_CALENDAR]:
        return max(0, ordinal + lag - has_ordinal)
    days = 0
    if position + lag > has_position:
        target = min(s.at[k, START_POSITION] + position + lag - has_position, p.day_of.shape[0] - 1)
        days = max(1, p.day_of[target] - s.at[k, START_ORDINAL])
    if p.links[link, ORDERED]:
        days = max(days, ordinal - has_ordinal)
    return days


@njit(cache=True, nogil=True)
def put_back(p: Lowered, s: State, i: int, start: int, finish: int) -> None:
    """Place an activity where it was."""
    if p.activities[i, FORM] == EVENT:
        put_event(p, s, i, start)
    else:
        put_stretch(p, s, i, start, finish)


@njit(cache=True, nogil=True)
def push_early_ones(p: Lowered, s: State, i: int) -> int:
    """Push what is too early for an activity just placed; return how many could not be pushed."""
    stuck = 0
    for at in range(p.activities[i, OUT_FROM], p.activities[i, OUT_TO]):
        link = p.lists[at]
        k = p.links[link, AFTER]
        if s.at[k, PLACED] == 0 or not is_on(p, s, link):
            continue
        days = shortage(p, s, link)
        if days == 0:
            continue
        root = p.activities[k, PARENT] if p.activities[k, PARENT] >= 0 else k
        if s.at[root, PLACED] == 0:
            stuck += 1
            continue
        start, finish = s.at[root, START], s.at[root, FINISH_POSITION]
        wanted = s.at[root, START_ORDINAL] + days
        if root == i or p.activities[i, PARENT] == root:
            stuck += 1
            continue
        take_out(p, s, root)
        before = s.at[root, HELD]
        s.at[root, HELD] = max(before, wanted)
        if not insert(p, s, root, True):
            put_back(p, s, root, start, finish)
            if p.activities[root, FORM] == EVENT:
                put_tied(p, s, root, start, False)
            stuck += 1
    return stuck


@njit(cache=True, nogil=True)
def decode(p: Lowered, s: State, order: Ints) -> int:
    """Place everything in an order; return how many are not placed or too early for others."""
    clear(p, s)
    wrong = 0
    for at in range(order.shape[0]):
        i = order[at]
        if p.activities[i, PARENT] >= 0 and s.at[p.activities[i, PARENT], MODE] >= 0:
            continue
        if not insert(p, s, i, True) and not insert(p, s, i, False):
            wrong += 1
            continue
        if s.at[i, PLACED] == 0:
            continue
        wrong += push_early_ones(p, s, i)
        for tie in range(p.activities[i, TIES_FROM], p.activities[i, TIES_TO]):
            if s.at[p.ties[tie, OTHER], PLACED]:
                wrong += push_early_ones(p, s, p.ties[tie, OTHER])
    return wrong


@njit(cache=True, nogil=True)
def restart(p: Lowered, s: State, start: Ints, finish: Ints) -> None:
    """Place everything where it was under the options of the state; -1 for not placed."""
    clear(p, s)
    for i in range(p.activities.shape[0]):
        if start[i] >= 0 and s.at[i, MODE] >= 0:
            put_back(p, s, i, start[i], finish[i])


@njit(cache=True, nogil=True)
def broken_links(p: Lowered, s: State) -> int:
    """Return how many links are not met."""
    count = 0
    for link in range(p.links.shape[0]):
        i, k = p.links[link, BEFORE], p.links[link, AFTER]
        if s.at[i, PLACED] and s.at[k, PLACED] and is_on(p, s, link) and shortage(p, s, link) > 0:
            count += 1
    return count

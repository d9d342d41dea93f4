"""The tree of the exact search, compiled: who starts on a day, and which states are known to fail.

Days go forwards. On each day on which something finishes, every activity that may start and fits is
either started or left out; then comes the next such day. A node is given up where

- something not started yet has passed its latest start,
- what is left to do, each at its latest start, does not fit between now and some later day,
- an activity could have been performed earlier with nothing else moved (left shift),
- a state that failed had the same activities started, was no later, and kept none of them busy
  longer (cutset rule).

Why the last two go together, and which starts they keep, is told in the README.
"""

from typing import NamedTuple

import numpy as np

from scheduler.project_search.compiled import compiled
from scheduler.project_search.exact_question import WORDS, Question
from scheduler.project_search.network import Int64s

OPEN, REFUTED, FOUND = range(3)
"""How the search stands."""

DAY, STARTED, FINISHED, FREE, LEFT_OUT, READY, WAITS, STEP = range(8)
"""Columns of a frame; `WAITS` is the row of `Tree.fits_since` that belongs to it."""

FRESH, ADVANCED = -1, -2
"""Values of `STEP`; else the activity that was started, plus their number once it was left out."""

DEPTH, REPLACED = range(2)
"""Positions in `tally`."""

WAYS = 8
"""States that are kept for each place of the table."""

BITS = 17
"""Places as a power of two: with 32 bytes for a state, 34 million bytes in all."""

MOST_BUSY = 7
"""Activities under way in a state that is kept, with a byte each for the days they go on."""


class Tree(NamedTuple):
    """Where a search stands, and what it knows.

    Units: `fits_since` are days for which an activity could have been under way up to now. `load`
    is the work on each day, of what has been started where it is and of the rest at its
    latest start. `known_…` are states that failed: started activities, those still under way, the
    days for which each of these goes on, and the day.
    """

    frame: Int64s
    fits_since: Int64s
    finish: Int64s
    load: Int64s
    known_started: Int64s
    known_busy: Int64s
    known_days: Int64s
    known_day: Int64s
    tally: Int64s


def tree_of(question: Question, bits: int = BITS) -> Tree:
    """Return the tree with nothing but its root."""
    count = question.duration.size
    depths = (count + 2) ** 2
    frame = np.zeros((depths, 8), np.int64)
    frame[0, FREE] = question.capacity + question.guard
    frame[0, READY] = sum(1 << i for i in range(count) if not question.before[i])
    frame[0, STEP] = FRESH
    load = np.zeros((WORDS, question.days), np.int64)
    for i in range(count):
        last = int(question.latest[i])
        load[:, last : last + int(question.duration[i])] += question.work[:, i : i + 1]
    places = WAYS << bits
    return Tree(
        frame,
        np.zeros((depths, count), np.int64),
        np.zeros(count, np.int64),
        load,
        np.zeros(places, np.int64),
        np.zeros(places, np.int64),
        np.zeros(places, np.int64),
        np.zeros(places, np.int64),
        np.zeros(2, np.int64),
    )


@compiled
def explore(q: Question, tree: Tree, steps: int) -> int:
    """Go on for some steps; where a schedule is found, its finishes stand in `tree.finish`."""
    frame, tally = tree.frame, tree.tally
    count = q.duration.size
    depth = tally[DEPTH]
    for _ in range(steps):
        if depth < 0:
            break
        step = frame[depth, STEP]
        if step == FRESH:
            i = _next(q, frame, depth)
            if i >= 0:
                frame[depth, STEP] = i
                _start(q, tree, depth, i)
                depth += 1
            elif frame[depth, STARTED] == (1 << count) - 1:
                tally[DEPTH] = depth
                return FOUND
            else:
                frame[depth, STEP] = ADVANCED
                went = _advance(q, tree, depth) and not _is_known(tree, depth + 1)
                depth += 1 if went else -1
        elif step == ADVANCED:
            _remember(tree, depth + 1)
            depth -= 1
        elif step < count:
            frame[depth, STEP] = step + count
            _move(q, tree, step, frame[depth, DAY], q.latest[step])
            if q.latest[step] > frame[depth, DAY]:
                _descend(frame, depth)
                frame[depth + 1, LEFT_OUT] |= 1 << step
                depth += 1
            else:
                depth -= 1
        else:
            depth -= 1
    tally[DEPTH] = depth
    return REFUTED if depth < 0 else OPEN


@compiled
def _place(bit: int) -> int:
    """Return which bit it is (de Bruijn multiplication)."""
    return int(PLACES[(np.uint64(bit) * np.uint64(0x03F79D71B4CB0A89)) >> np.uint64(58)])


PLACES = np.zeros(64, np.int64)
for _bit in range(64):
    PLACES[((0x03F79D71B4CB0A89 << _bit) & (2**64 - 1)) >> 58] = _bit


@compiled
def _next(q: Question, frame: Int64s, depth: int) -> int:
    """Return the first activity that may start and fits, or -1."""
    left = frame[depth, READY] & ~frame[depth, STARTED] & ~frame[depth, LEFT_OUT]
    while left:
        bit = left & -left
        left ^= bit
        i = _place(bit)
        if (frame[depth, FREE] - q.demand[i]) & q.guard == q.guard:
            return i
    return -1


@compiled
def _descend(frame: Int64s, depth: int) -> None:
    for column in range(STEP):
        frame[depth + 1, column] = frame[depth, column]
    frame[depth + 1, STEP] = FRESH


@compiled
def _start(q: Question, tree: Tree, depth: int, i: int) -> None:
    frame = tree.frame
    _descend(frame, depth)
    frame[depth + 1, STARTED] |= 1 << i
    frame[depth + 1, FREE] -= q.demand[i]
    tree.finish[i] = frame[depth, DAY] + q.duration[i]
    _move(q, tree, i, q.latest[i], frame[depth, DAY])


@compiled
def _move(q: Question, tree: Tree, i: int, old: int, new: int) -> None:
    """Move the work of an activity from one start to another."""
    for w in range(WORDS):
        work = q.work[w, i]
        for t in range(q.duration[i]):
            tree.load[w, old + t] -= work
            tree.load[w, new + t] += work


@compiled
def _advance(q: Question, tree: Tree, depth: int) -> bool:
    """Write the next day on which something finishes as the next frame, unless that must fail."""
    frame, finish = tree.frame, tree.finish
    day, started = frame[depth, DAY], frame[depth, STARTED]
    done, free = frame[depth, FINISHED], frame[depth, FREE]
    busy = started & ~done
    if busy == 0:
        return False
    then = q.days + 1
    left = busy
    while left:
        bit = left & -left
        left ^= bit
        then = min(then, finish[_place(bit)])
    finished, free_then = done, free
    left = busy
    while left:
        bit = left & -left
        left ^= bit
        i = _place(bit)
        if finish[i] == then:
            finished |= bit
            free_then += q.demand[i]
    ready, row = 0, frame[depth, WAITS]
    for i in range(q.duration.size):
        bit = 1 << i
        if started & bit:
            continue
        if q.latest[i] < then:
            return False
        fitted = 0
        if q.before[i] & ~done == 0 and (free - q.demand[i]) & q.guard == q.guard:
            fitted = tree.fits_since[row, i] + then - day
            if fitted >= q.duration[i]:
                # It could have been performed before this day, whatever comes.
                return False
        tree.fits_since[depth + 1, i] = fitted
        if q.latest[i] == then and (fitted > 0 or (free_then - q.demand[i]) & q.guard != q.guard):
            return False
        if fitted == 0 and q.before[i] & ~finished == 0:
            ready |= bit
    for w in range(WORDS):
        room, guard = q.work_guard[w], q.work_guard[w]
        for t in range(then, q.days):
            room += q.work_capacity[w] - tree.load[w, t]
            if room & guard != guard:
                return False
    frame[depth + 1, DAY] = then
    frame[depth + 1, STARTED] = started
    frame[depth + 1, FINISHED] = finished
    frame[depth + 1, FREE] = free_then
    frame[depth + 1, LEFT_OUT] = 0
    frame[depth + 1, READY] = ready
    frame[depth + 1, WAITS] = depth + 1
    frame[depth + 1, STEP] = FRESH
    return True


@compiled
def _first(tree: Tree, started: int) -> int:
    """Return the first of the places where states with these activities started are kept."""
    places = np.uint64(tree.known_started.size // WAYS)
    mixed = np.uint64(started) * np.uint64(0x9E3779B97F4A7C15)
    return int((mixed >> np.uint64(32)) & (places - np.uint64(1))) * WAYS


@compiled
def _is_known(tree: Tree, depth: int) -> bool:
    """Return whether a state that failed was no worse than that of a frame."""
    day, started = tree.frame[depth, DAY], tree.frame[depth, STARTED]
    first = _first(tree, started)
    for place in range(first, first + WAYS):
        if tree.known_started[place] != started or tree.known_day[place] > day:
            continue
        busy, days = tree.known_busy[place], tree.known_days[place]
        no_worse = True
        while busy:
            bit = busy & -busy
            busy ^= bit
            end = tree.known_day[place] + (days & 255)
            days >>= 8
            if end > day and tree.finish[_place(bit)] < end:
                no_worse = False
                break
        if no_worse:
            return True
    return False


@compiled
def _remember(tree: Tree, depth: int) -> None:
    """Keep the state of a frame as one that failed; forgetting another one costs time alone."""
    day, started = tree.frame[depth, DAY], tree.frame[depth, STARTED]
    busy = started & ~tree.frame[depth, FINISHED]
    days, count, left = 0, 0, busy
    while left:
        bit = left & -left
        left ^= bit
        more = tree.finish[_place(bit)] - day
        if more > 255 or count == MOST_BUSY:  # noqa: PLR2004  # a byte
            return
        days |= more << (8 * count)
        count += 1
    first = _first(tree, started)
    place = -1
    for free in range(first, first + WAYS):
        if tree.known_started[free] == 0:
            place = free
            break
    if place < 0:
        tree.tally[REPLACED] += 1
        place = first + tree.tally[REPLACED] % WAYS
    tree.known_started[place] = started
    tree.known_busy[place] = busy
    tree.known_days[place] = days
    tree.known_day[place] = day

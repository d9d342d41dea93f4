"""Whether a small project can end by a day, as arrays: what the exact search reads."""

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from scheduler.project_search.network import WORD_BITS, Int64s
from scheduler.project_search.project import Arc, Project

MOST_ACTIVITIES = 60
"""Sets of activities are bits of an int64; beyond this number few questions end anyway."""

MOST_DAYS = 1000
"""The work of a step grows with the days."""

WORDS = 2
"""Words of work that are summed over days."""

CLIQUES = 2


class Question(NamedTuple):
    """A project that must end by a day, its activities sorted by their latest starts.

    Units: `before` holds sets of activities as bits. `demand` is packed as in `Network`. `work`
    holds demands of whole days again, in wider lanes which sum up to all days, with lanes added
    for what excludes each other; `work_capacity` and `work_guard` belong to these.
    """

    activity: Int64s
    duration: Int64s
    latest: Int64s
    before: Int64s
    demand: Int64s
    capacity: int
    guard: int
    work: Int64s
    work_capacity: Int64s
    work_guard: Int64s
    days: int


def is_exact(project: Project) -> bool:
    """Return whether the exact search can be asked about a project."""
    if project.stocks or any(project.capacity_profiles) or any(project.releases):
        return False
    if not 1 <= len(project.activities) <= MOST_ACTIVITIES:
        return False
    if any(arc.lag or arc.from_start for arc in project.arcs):
        return False
    if any(len(modes) > 1 or not modes[0].duration for modes in project.activities):
        return False
    capacities, demands = _smallest(project)
    fit = all(d <= c for row in demands for d, c in zip(row, capacities, strict=True))
    return fit and sum(c.bit_length() + 1 for c in capacities) <= WORD_BITS


def question_of(project: Project, days: int, *, backwards: bool) -> Question | None:
    """Return the question whether a project can end by a day; None where paths say no.

    `backwards` asks the same of the project with time reversed.
    """
    durations = [modes[0].duration for modes in project.activities]
    arcs = [_turned(arc) if backwards else arc for arc in project.arcs]
    latest = [
        day - length for day, length in zip(_ends(durations, arcs, days), durations, strict=True)
    ]
    if min(latest) < 0:
        return None
    order = sorted(range(len(durations)), key=lambda i: (latest[i], -durations[i]))
    bit = {i: 1 << place for place, i in enumerate(order)}
    before = [0] * len(durations)
    for arc in arcs:
        before[arc.after] |= bit[arc.before]
    capacities, demands = _smallest(project)
    widths = [capacity.bit_length() + 1 for capacity in capacities]
    lanes = list(zip(capacities, zip(*demands, strict=True), strict=True))
    lanes += [_more_than_half(*lane) for lane in lanes]
    lanes += _one_at_a_time(durations, arcs, capacities, demands)
    work, work_capacity, work_guard = _work(lanes, durations, days)
    return Question(
        np.array(order, np.int64),
        np.array([durations[i] for i in order], np.int64),
        np.array([latest[i] for i in order], np.int64),
        np.array([before[i] for i in order], np.int64),
        np.array([_packed(demands[i], widths) for i in order], np.int64),
        _packed(capacities, widths),
        _packed([1 << (width - 1) for width in widths], widths),
        np.ascontiguousarray(work[:, order]),
        work_capacity,
        work_guard,
        days,
    )


def _turned(arc: Arc) -> Arc:
    return Arc(before=arc.after, after=arc.before)


def _smallest(project: Project) -> tuple[list[int], list[tuple[int, ...]]]:
    """Return capacities and demands in the largest units in which all demands are whole."""
    demands = [modes[0].demands for modes in project.activities]
    units = [math.gcd(*column) or 1 for column in zip(*demands, strict=True)]
    capacities = [c // unit for c, unit in zip(project.capacities, units, strict=True)]
    return capacities, [
        tuple(need // unit for need, unit in zip(row, units, strict=True)) for row in demands
    ]


def _ends(durations: Sequence[int], arcs: Sequence[Arc], days: int) -> list[int]:
    """Return the latest finishes by paths alone."""
    ends = [days] * len(durations)
    changed = True
    while changed:
        changed = False
        for arc in arcs:
            end = ends[arc.after] - durations[arc.after]
            if end < ends[arc.before]:
                # A circle would go on for ever; it ends below day 0.
                changed = end >= 0
                ends[arc.before] = end
                if not changed:
                    return ends
    return ends


def _packed(amounts: Sequence[int], widths: Sequence[int]) -> int:
    packed, shift = 0, 0
    for amount, width in zip(amounts, widths, strict=True):
        packed += amount << shift
        shift += width
    return packed


def _more_than_half(capacity: int, demands: Sequence[int]) -> tuple[int, tuple[int, ...]]:
    """Return a resource of 2 that keeps apart what takes more than half, and three halves."""
    return 2, tuple((2 * need > capacity) + (2 * need >= capacity > 0) for need in demands)


def _one_at_a_time(
    durations: Sequence[int],
    arcs: Sequence[Arc],
    capacities: Sequence[int],
    demands: Sequence[tuple[int, ...]],
) -> list[tuple[int, tuple[int, ...]]]:
    """Return resources of 1 for long sets of activities of which no two are performed at once."""
    count = range(len(durations))
    apart = [
        {
            k
            for k in count
            if any(a + b > c for a, b, c in zip(demands[i], demands[k], capacities, strict=True))
        }
        for i in count
    ]
    for i, those in enumerate(_reached(len(durations), arcs)):
        apart[i] |= those
        for k in those:
            apart[k].add(i)
    covered: set[int] = set()
    found = []
    for _ in range(CLIQUES):
        weight = [length * (1 if i in covered else 10) for i, length in enumerate(durations)]
        heaviest = sorted(count, key=lambda i: -weight[i])
        cliques = [_grown(first, heaviest, apart) for first in count]
        best = max(cliques, key=lambda clique: sum(weight[i] for i in clique))
        covered |= best
        found.append((1, tuple(int(i in best) for i in count)))
    return found


def _grown(first: int, order: Sequence[int], apart: Sequence[set[int]]) -> set[int]:
    clique = {first}
    for i in order:
        if i not in clique and clique <= apart[i]:
            clique.add(i)
    return clique


def _reached(count: int, arcs: Sequence[Arc]) -> list[set[int]]:
    """Return what waits for each activity, at once or later."""
    reached: list[set[int]] = [set() for _ in range(count)]
    changed = True
    while changed:
        changed = False
        for arc in arcs:
            more = {arc.after} | reached[arc.after]
            if not more <= reached[arc.before]:
                reached[arc.before] |= more
                changed = True
    return reached


def _work(
    lanes: Sequence[tuple[int, tuple[int, ...]]], durations: Sequence[int], days: int
) -> tuple[Int64s, Int64s, Int64s]:
    """Pack lanes into words as far as they fit, the first ones first; each is a bound by itself."""
    work = np.zeros((WORDS, len(durations)), np.int64)
    capacities, guards = np.zeros(WORDS, np.int64), np.zeros(WORDS, np.int64)
    used = [0] * WORDS
    for capacity, demands in lanes:
        width = max(capacity * (days + 1), sum(demands)).bit_length() + 1
        word = next((w for w in range(WORDS) if used[w] + width <= WORD_BITS), None)
        if word is None or not any(demands):
            continue
        work[word] += np.array(demands, np.int64) << used[word]
        capacities[word] += capacity << used[word]
        guards[word] += 1 << (used[word] + width - 1)
        used[word] += width
    return work, capacities, guards

"""A project as arrays: what kernels read, with demands of a day packed into a few integers."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from scheduler.project_search.project import Arc, Mode, Project

Int32s = NDArray[np.int32]
Int64s = NDArray[np.int64]

WORD_BITS = 62
"""Bits of an int64 that lanes may take: neither the sign nor a guard bit next to it."""


class Network(NamedTuple):
    """The arrays of a project.

    Units: as in `Project`. A word holds several renewable resources, a lane each; the highest bit
    of a lane guards it: it stays set in (free capacity + guard - demand) as long as the demand
    fits. `full` is the packed capacity of each day, the last column that of all later days.
    `before_…` and `after_…` are the arcs into and out of an activity, from `…_first[i]` to
    `…_first[i + 1]`.
    """

    duration: Int32s
    demand: Int64s
    use: Int32s
    mode_count: Int32s
    stock: Int32s
    guard: Int64s
    full: Int64s
    release: Int32s
    after_first: Int32s
    after: Int32s
    after_lag: Int32s
    after_from_start: Int32s
    before_first: Int32s
    before: Int32s
    before_lag: Int32s
    before_from_start: Int32s
    topological: Int32s
    kept_mode: Int32s
    has_start_arcs: bool
    has_releases: bool
    horizon: int


def network_of(project: Project) -> Network:
    """Write a project out as arrays; raise ValueError where it cannot be performed at all."""
    _check(project)
    count = len(project.activities)
    modes = _useful_modes(project)
    stocks = _scarce_stocks(project, modes)
    most = max((len(kept) for kept in modes), default=1)
    lanes, words = _lanes(project)
    duration = np.zeros((count, most), np.int32)
    demand = np.zeros((count, most, words), np.int64)
    use = np.zeros((count, most, len(stocks)), np.int32)
    kept_mode = np.zeros((count, most), np.int32)
    for i, kept in enumerate(modes):
        for m, original in enumerate(kept):
            mode = project.activities[i][original]
            kept_mode[i, m] = original
            duration[i, m] = mode.duration
            if mode.duration:
                demand[i, m] = _packed(mode.demands, lanes, words)
            use[i, m] = [mode.uses[r] for r in stocks]
    order = _topological(count, project.arcs)
    longest = int(duration.max(axis=1).sum()) if count else 0
    profile_days = len(project.capacity_profiles[0]) if project.capacity_profiles else 0
    latest = max(project.releases, default=0) + sum(arc.lag for arc in project.arcs)
    after, before = _arcs(count, project.arcs), _arcs(count, project.arcs, backwards=True)
    return Network(
        duration,
        demand,
        use,
        np.array([len(kept) for kept in modes], np.int32),
        np.array([project.stocks[r] for r in stocks], np.int32),
        _packed_guards(lanes, words),
        _packed_capacities(project, lanes, words, profile_days),
        np.array(project.releases or [0] * count, np.int32),
        *after,
        *before,
        np.array(order, np.int32),
        kept_mode,
        any(arc.from_start for arc in project.arcs),
        any(day > 0 for day in project.releases),
        longest + profile_days + latest + 1,
    )


def _check(project: Project) -> None:
    for i, modes in enumerate(project.activities):
        for mode in modes:
            same = len(mode.demands) == len(project.capacities)
            if not same or len(mode.uses) != len(project.stocks):
                raise ValueError(f"activity {i} does not name every resource")
            if min((mode.duration, *mode.demands, *mode.uses)) < 0:
                raise ValueError(f"activity {i} has a negative number")
    if any(arc.lag < 0 for arc in project.arcs):
        raise ValueError("a lag is negative")
    for values, expected in (
        (project.releases, len(project.activities)),
        (project.capacity_profiles, len(project.capacities)),
    ):
        if values and len(values) != expected:
            raise ValueError("releases or profiles are not as many as what they belong to")


def _useful_modes(project: Project) -> list[list[int]]:
    """Leave out modes that never fit, and those that another mode beats or equals in everything."""
    kept_of_all = []
    for i, modes in enumerate(project.activities):
        kept: list[int] = []
        for m, mode in enumerate(modes):
            fits = not mode.duration or all(
                need <= capacity
                for need, capacity in zip(mode.demands, project.capacities, strict=True)
            )
            beaten = any(
                _beats(other, mode) and (not _beats(mode, other) or k < m)
                for k, other in enumerate(modes)
                if k != m
            )
            if fits and not beaten:
                kept.append(m)
        if not kept:
            raise ValueError(f"no mode of activity {i} fits the capacities")
        kept_of_all.append(kept)
    return _within_stocks(project, kept_of_all)


def _beats(one: Mode, other: Mode) -> bool:
    ours = (one.duration, *one.demands, *one.uses)
    theirs = (other.duration, *other.demands, *other.uses)
    return all(a <= b for a, b in zip(ours, theirs, strict=True))


def _within_stocks(project: Project, modes: list[list[int]]) -> list[list[int]]:
    """Leave out modes that use more than is left when all others use as little as they can."""
    least = [
        [min(project.activities[i][m].uses[r] for m in kept) for i, kept in enumerate(modes)]
        for r in range(len(project.stocks))
    ]
    spare = [stock - sum(least[r]) for r, stock in enumerate(project.stocks)]
    if min(spare, default=0) < 0:
        raise ValueError("a non-renewable resource is too scarce for any choice of modes")
    left = [
        [
            m
            for m in kept
            if all(
                use - least[r][i] <= spare[r] for r, use in enumerate(project.activities[i][m].uses)
            )
        ]
        for i, kept in enumerate(modes)
    ]
    if not all(left):
        raise ValueError("a non-renewable resource is too scarce for any choice of modes")
    return left if left == modes else _within_stocks(project, left)


def _scarce_stocks(project: Project, modes: list[list[int]]) -> list[int]:
    """Return the non-renewable resources that some choice of modes would overdraw."""
    return [
        r
        for r, stock in enumerate(project.stocks)
        if sum(max(project.activities[i][m].uses[r] for m in kept) for i, kept in enumerate(modes))
        > stock
    ]


def _lanes(project: Project) -> tuple[list[tuple[int, int, int]], int]:
    """Return word, shift and width of each renewable resource, and the number of words."""
    lanes = []
    word, shift = 0, 0
    for r, capacity in enumerate(project.capacities):
        profile = project.capacity_profiles[r] if project.capacity_profiles else ()
        width = max(capacity, *profile, 1).bit_length() + 1
        if width > WORD_BITS:
            raise ValueError("a capacity is too large")
        if shift + width > WORD_BITS:
            word, shift = word + 1, 0
        lanes.append((word, shift, width))
        shift += width
    return lanes, word + 1


def _packed(amounts: Sequence[int], lanes: Sequence[tuple[int, int, int]], words: int) -> list[int]:
    packed = [0] * words
    for amount, (word, shift, _) in zip(amounts, lanes, strict=True):
        packed[word] += amount << shift
    return packed


def _packed_guards(lanes: Sequence[tuple[int, int, int]], words: int) -> Int64s:
    return np.array(_packed([1 << (width - 1) for *_, width in lanes], lanes, words), np.int64)


def _packed_capacities(
    project: Project, lanes: Sequence[tuple[int, int, int]], words: int, days: int
) -> Int64s:
    """Return free capacity and guards of each day of the profiles and of all days after them."""
    rows = list(zip(*project.capacity_profiles, strict=True)) if days else []
    guards = _packed_guards(lanes, words)
    columns = [_packed(row, lanes, words) for row in (*rows, project.capacities)]
    return np.ascontiguousarray((np.array(columns, np.int64) + guards).T)


def _topological(count: int, arcs: Sequence[Arc]) -> list[int]:
    """Return the activities so that each follows all it waits for; raise ValueError on a circle."""
    waits = [0] * count
    after: list[list[int]] = [[] for _ in range(count)]
    for arc in arcs:
        waits[arc.after] += 1
        after[arc.before].append(arc.after)
    order = [i for i in range(count) if not waits[i]]
    for i in order:
        for k in after[i]:
            waits[k] -= 1
            if not waits[k]:
                order.append(k)
    if len(order) < count:
        raise ValueError("activities wait for each other in a circle")
    return order


def _arcs(
    count: int, arcs: Sequence[Arc], *, backwards: bool = False
) -> tuple[Int32s, Int32s, Int32s, Int32s]:
    ordered = sorted(arcs, key=lambda arc: arc.after if backwards else arc.before)
    first = np.zeros(count + 1, np.int32)
    for arc in ordered:
        first[(arc.after if backwards else arc.before) + 1] += 1
    others = [arc.before if backwards else arc.after for arc in ordered]
    return (
        np.cumsum(first, dtype=np.int32),
        np.array(others, np.int32),
        np.array([arc.lag for arc in ordered], np.int32),
        np.array([arc.from_start for arc in ordered], np.int32),
    )

"""Lower bounds on the makespan: the longest path, and energy that has to fit between two days."""

import numpy as np

from scheduler.project_search.compiled import compiled, copy
from scheduler.project_search.network import Int32s, Int64s, Network, network_of
from scheduler.project_search.project import Project

MOST_STEPS = 100_000_000
"""Pairs of days times activities times resources, above which fewer days are looked at."""


def lower_bound(project: Project) -> int:
    """Return a number of days that no schedule of the project can beat."""
    return bound_of(network_of(project), project)


def bound_of(network: Network, project: Project) -> int:
    """Return the same for a project whose arrays are there already."""
    if not project.activities:
        return 0
    head = np.zeros(network.release.size, np.int32)
    tail = np.zeros(network.release.size, np.int32)
    paths(network, head, tail)
    shortest = _shortest(network)
    bound = int((head + shortest + tail).max())
    steps = max(1, head.size * network.duration.shape[1] * len(project.capacities))
    levels = max(2, int((MOST_STEPS / steps) ** 0.5))
    firsts, lasts = _spread(head, levels), _spread(tail, levels)
    for r, capacity in enumerate(project.capacities):
        most = max((capacity, *(project.capacity_profiles or ((),) * (r + 1))[r]))
        demand = np.zeros(network.duration.shape, np.int64)
        for i, modes in enumerate(project.activities):
            for m in range(network.mode_count[i]):
                demand[i, m] = modes[network.kept_mode[i, m]].demands[r]
        if most > 0 and demand.any():
            bound = int(energy(network, demand, most, head, tail, firsts, lasts, bound))
    return bound


def heads_and_tails(project: Project) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return the earliest start of each activity and the days that must follow its finish."""
    if not project.activities:
        return (), ()
    network = network_of(project)
    head = np.zeros(network.release.size, np.int32)
    tail = np.zeros(network.release.size, np.int32)
    paths(network, head, tail)
    return tuple(int(day) for day in head), tuple(int(day) for day in tail)


def _shortest(network: Network) -> Int32s:
    beyond = np.arange(network.duration.shape[1]) >= network.mode_count[:, None]
    durations = np.where(beyond, np.iinfo(np.int32).max, network.duration)
    return np.asarray(durations.min(axis=1), np.int32)


def _spread(days: Int32s, most: int) -> Int32s:
    """Return some of the distinct days, evenly chosen; any choice gives a valid bound."""
    distinct = np.unique(days).astype(np.int32)
    if distinct.size <= most:
        return distinct
    return distinct[np.linspace(0, distinct.size - 1, most).astype(np.int64)]


@compiled
def paths(net: Network, head: Int32s, tail: Int32s) -> None:
    """Write the earliest start of each activity and the days that must follow its finish.

    Every activity takes its shortest mode.
    """
    n = net.release.size
    shortest = np.empty(n, np.int32)
    for i in range(n):
        shortest[i] = net.duration[i, 0]
        for m in range(1, net.mode_count[i]):
            shortest[i] = min(shortest[i], net.duration[i, m])
    copy(head, net.release)
    for position in range(n):
        i = net.topological[position]
        for e in range(net.after_first[i], net.after_first[i + 1]):
            k = net.after[e]
            path = head[i] + net.after_lag[e]
            if not net.after_from_start[e]:
                path += shortest[i]
            head[k] = max(head[k], path)
    for position in range(n - 1, -1, -1):
        i = net.topological[position]
        tail[i] = 0
        for e in range(net.after_first[i], net.after_first[i + 1]):
            k = net.after[e]
            path = net.after_lag[e] + shortest[k] + tail[k]
            if net.after_from_start[e]:
                # Counted from the finish, which a longer mode may put after the other's start.
                longest = shortest[i]
                for m in range(net.mode_count[i]):
                    longest = max(longest, net.duration[i, m])
                path -= longest
            tail[i] = max(tail[i], path)


@compiled
def energy(
    net: Network,
    demand: Int64s,
    capacity: int,
    head: Int32s,
    tail: Int32s,
    firsts: Int32s,
    lasts: Int32s,
    bound: int,
) -> int:
    """Return the bound raised so far that each interval can hold the work that must lie in it.

    An activity pushed fully to the left or to the right still works some days between `a` and the
    `b` last days; the least of these, in the mode where they weigh least, must fit.
    """
    n = head.size
    raised = True
    while raised:
        raised = False
        for a in firsts:
            for b in lasts:
                room = bound - a - b
                if room <= 0:
                    continue
                work = 0
                for i in range(n):
                    least = demand[i, 0] * _inside(
                        net.duration[i, 0], head[i] - a, tail[i] - b, room
                    )
                    for m in range(1, net.mode_count[i]):
                        days = _inside(net.duration[i, m], head[i] - a, tail[i] - b, room)
                        least = min(least, demand[i, m] * days)
                    work += least
                needed = a + b + (work + capacity - 1) // capacity
                if needed > bound:
                    bound = needed
                    raised = True
    return bound


@compiled
def _inside(length: int, before: int, behind: int, room: int) -> int:
    return max(0, min(length, length + before, length + behind, room))

"""The genetic search, compiled: orders and modes are crossed, moved, placed, justified and kept."""

from typing import NamedTuple

import numpy as np

from scheduler.project_search.bounds import paths
from scheduler.project_search.chance import below, dice_of
from scheduler.project_search.compiled import compiled, copy
from scheduler.project_search.modes import draw_modes, repair
from scheduler.project_search.network import Int32s, Int64s, Network
from scheduler.project_search.placement import FORWARDS, NEVER, Room, justify, place

BEST, DONE, FILLED, IMPROVED, OF_RUN = range(5)
"""Positions in `tally`: best makespan, children so far, members, last progress, best of the run."""

SIZE, PATIENCE, MOVES, CHOOSING, MODE_MOVES = range(5)
"""Positions in `habits`."""


class Population(NamedTuple):
    """All that a search carries from one slice to the next.

    Units: `fitness` is the makespan times 2 ** 32 plus the sum of starts.
    """

    order: Int32s
    mode: Int32s
    fitness: Int64s
    best_start: Int32s
    best_mode: Int32s
    tally: Int64s
    dice: Int64s
    tail: Int32s
    child_order: Int32s
    child_mode: Int32s
    child_start: Int32s
    mark: Int32s
    habits: Int64s


def population_of(network: Network, seed: int, habits: Int64s) -> Population:
    """Return an empty population; the seed decides all that becomes of it."""
    n = network.release.size
    size = int(habits[SIZE])
    head, tail = np.zeros(n, np.int32), np.zeros(n, np.int32)
    paths(network, head, tail)
    tail += network.duration[:, 0]
    arrays = [np.zeros(n, np.int32) for _ in range(6)]
    return Population(
        np.zeros((size, n), np.int32),
        np.zeros((size, n), np.int32),
        np.zeros(size, np.int64),
        arrays[0],
        arrays[1],
        np.array([NEVER, 0, 0, 0, NEVER], np.int64),
        dice_of(seed),
        tail,
        arrays[2],
        arrays[3],
        arrays[4],
        arrays[5],
        habits,
    )


@compiled
def evolve(net: Network, room: Room, pop: Population, children: int, lower_bound: int) -> None:
    """Add some children to a population; stop early at the lower bound."""
    tally, dice = pop.tally, pop.dice
    size = pop.fitness.size
    order, mode, start = pop.child_order, pop.child_mode, pop.child_start
    for _ in range(children):
        if tally[BEST] <= lower_bound:
            return
        tally[DONE] += 1
        mother, father = 0, 0
        growing = tally[FILLED] < size
        if growing:
            draw_order(net, room, pop)
            draw_modes(net, mode, dice)
        else:
            mother, father = _pick(pop), _pick(pop)
            _cross(pop, mother, father)
            for _ in range(pop.habits[MOVES]):
                _move_one(net, pop)
            for _ in range(pop.habits[MODE_MOVES]):
                i = below(dice, mode.size)
                mode[i] = below(dice, net.mode_count[i])
        if not repair(net, mode, room.spare, dice):
            continue
        choosing = pop.habits[CHOOSING]
        # A plain -1 would be a type of its own and have everything compiled twice.
        forwards = int(np.int64(FORWARDS))
        end = place(net, room, order, mode, start, forwards, net.horizon, choosing, dice)
        end = justify(net, room, order, mode, start, end, choosing, dice)
        if end < tally[BEST]:
            tally[BEST] = end
            copy(pop.best_start, start)
            copy(pop.best_mode, mode)
        fitness = end << 32
        for i in range(start.size):
            fitness += start[i]
        if growing:
            slot = tally[FILLED]
            tally[FILLED] += 1
            _keep(pop, slot, fitness)
        else:
            slot = mother if pop.fitness[mother] > pop.fitness[father] else father
            if fitness <= pop.fitness[slot] and not _is_there(pop, fitness):
                if fitness < pop.fitness[slot]:
                    tally[IMPROVED] = tally[DONE]
                _keep(pop, slot, fitness)
        if end < tally[OF_RUN]:
            tally[OF_RUN] = end
            tally[IMPROVED] = tally[DONE]
        if tally[DONE] - tally[IMPROVED] > pop.habits[PATIENCE]:
            tally[FILLED] = 0
            tally[OF_RUN] = NEVER
            tally[IMPROVED] = tally[DONE]


@compiled
def draw_order(net: Network, room: Room, pop: Population) -> None:
    """Draw an order in which long tails tend to come first."""
    waits, eligible = room.key, room.order
    dice, order, tail = pop.dice, pop.child_order, pop.tail
    count = 0
    for i in range(order.size):
        waits[i] = net.before_first[i + 1] - net.before_first[i]
        if waits[i] == 0:
            eligible[count] = i
            count += 1
    rivals = 1 + below(dice, 3)
    for position in range(order.size):
        chosen = below(dice, count)
        for _ in range(1, rivals):
            other = below(dice, count)
            if tail[eligible[other]] > tail[eligible[chosen]]:
                chosen = other
        i = eligible[chosen]
        order[position] = i
        count -= 1
        eligible[chosen] = eligible[count]
        for e in range(net.after_first[i], net.after_first[i + 1]):
            k = net.after[e]
            waits[k] -= 1
            if waits[k] == 0:
                eligible[count] = k
                count += 1


@compiled
def _pick(pop: Population) -> int:
    """Return the better of two random members."""
    one, other = below(pop.dice, pop.fitness.size), below(pop.dice, pop.fitness.size)
    return other if pop.fitness[other] < pop.fitness[one] else one


@compiled
def _cross(pop: Population, mother: int, father: int) -> None:
    """Cross at two points: the middle of the order and its modes come from the father."""
    order, mode, mark = pop.child_order, pop.child_mode, pop.mark
    n = order.size
    x, y = below(pop.dice, n + 1), below(pop.dice, n + 1)
    x, y = min(x, y), max(x, y)
    mark[:] = 0
    for p in range(x):
        i = pop.order[mother, p]
        order[p] = i
        mark[i] = 1
    copy(mode, pop.mode[mother])
    q = x
    p = 0
    while q < y:
        i = pop.order[father, p]
        if mark[i] == 0:
            order[q] = i
            mark[i] = 1
            mode[i] = pop.mode[father, i]
            q += 1
        p += 1
    for p in range(x, n):
        i = pop.order[mother, p]
        if mark[i] == 0:
            order[q] = i
            q += 1


@compiled
def _move_one(net: Network, pop: Population) -> None:
    """Move a random activity to a random place between what it waits for and what waits for it."""
    order, place_of = pop.child_order, pop.mark
    n = order.size
    for p in range(n):
        place_of[order[p]] = p
    old = below(pop.dice, n)
    i = order[old]
    lowest, highest = 0, n - 1
    for e in range(net.before_first[i], net.before_first[i + 1]):
        lowest = max(lowest, place_of[net.before[e]] + 1)
    for e in range(net.after_first[i], net.after_first[i + 1]):
        highest = min(highest, place_of[net.after[e]] - 1)
    new = lowest + below(pop.dice, highest - lowest + 1)
    step = 1 if new > old else -1
    for p in range(old, new, step):
        order[p] = order[p + step]
    order[new] = i


@compiled
def _is_there(pop: Population, fitness: int) -> bool:
    there = False
    for k in range(pop.fitness.size):
        there = there or pop.fitness[k] == fitness
    return there


@compiled
def _keep(pop: Population, slot: int, fitness: int) -> None:
    copy(pop.order[slot], pop.child_order)
    copy(pop.mode[slot], pop.child_mode)
    pop.fitness[slot] = fitness


def habits_for(network: Network) -> Int64s:
    """Return the settings of a search, which were measured; see the README."""
    several = bool((network.mode_count > 1).any())
    if several:
        return np.array([200, 20000, 1, 100, 2], np.int64)
    return np.array([300, 30000, 2, 0, 0], np.int64)

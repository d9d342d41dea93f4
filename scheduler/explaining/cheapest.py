"""The cheapest way to move levers past every barrier that is known.

A barrier says: one of these levers has to go to such a rung, or there is no plan. Search from no
move at all, always the cheapest position next; a barrier not passed is passed in each of its ways.
Barriers that have no lever in common must each be paid for, which bounds what is still to come.

Source: implicit hitting sets: Moreno-Centeno & Karp (2013); A*: Hart, Nilsson & Raphael (1968).
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import count

from scheduler.explaining.panel import Cost, Position

Barrier = Mapping[int, int]
"""Lever to the rung it has to go to at least, if none of the others does."""

Pricing = Callable[[int, int], Cost]
MOST_POSITIONS = 200_000
FREE: Cost = (0, 0, 0)


@dataclass(frozen=True, slots=True)
class Cheapest:
    """A position and whether there is known to be no cheaper one."""

    position: Position | None
    """None when no position passes every barrier without a found one being part of it."""
    proved: bool = True


def cheapest(barriers: Sequence[Barrier], found: Sequence[Position], cost: Pricing) -> Cheapest:
    """Return the cheapest position that passes every barrier and goes beyond no found one."""
    order = count()
    waiting: list[tuple[Cost, int, dict[int, int], Cost]] = [(FREE, next(order), {}, FREE)]
    seen: set[frozenset[tuple[int, int]]] = set()
    while waiting:
        _, _, position, paid = heapq.heappop(waiting)
        key = frozenset(position.items())
        if key in seen:
            continue
        seen.add(key)
        ahead = [barrier for barrier in barriers if not passes(position, barrier)]
        if not ahead:
            return Cheapest(position)
        if len(seen) > MOST_POSITIONS:
            return Cheapest(None, proved=False)
        for lever, rung in min(ahead, key=len).items():
            further = {**position, lever: rung}
            if any(goes_beyond(further, one) for one in found):
                continue
            price = _sum(paid, _less(cost(lever, rung), cost(lever, position.get(lever, 0))))
            rest = [barrier for barrier in ahead if barrier.get(lever, rung + 1) > rung]
            bound = _sum(price, _bound(further, rest, cost))
            heapq.heappush(waiting, (bound, next(order), further, price))
    return Cheapest(None)


def passes(position: Position, barrier: Barrier) -> bool:
    """Tell whether a position goes past a barrier."""
    return any(position.get(lever, 0) >= rung for lever, rung in barrier.items())


def goes_beyond(position: Position, other: Position) -> bool:
    """Tell whether a position moves every lever as far as another does."""
    return all(position.get(lever, 0) >= rung for lever, rung in other.items())


def _bound(position: Position, ahead: Sequence[Barrier], cost: Pricing) -> Cost:
    """Return what passing the barriers costs at least, by those without a lever in common."""
    used: set[int] = set()
    total = FREE
    for barrier in sorted(ahead, key=len):
        if used.isdisjoint(barrier):
            used.update(barrier)
            ways = (
                _less(cost(lever, rung), cost(lever, position.get(lever, 0)))
                for lever, rung in barrier.items()
            )
            total = _sum(total, min(ways))
    return total


def _sum(one: Cost, other: Cost) -> Cost:
    return (one[0] + other[0], one[1] + other[1], one[2] + other[2])


def _less(one: Cost, other: Cost) -> Cost:
    return (one[0] - other[0], one[1] - other[1], one[2] - other[2])

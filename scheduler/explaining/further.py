"""Where further ways back to a plan are looked for once one is known, and which are worth telling.

Near the way that is known plans come soon: all its levers may stay as they are but one, which is
not moved at all; the others may go a few rungs further instead, those for contract only where one
for contract is missing. Levers are missed one at a time, the dearest last: without a whole kind of
them there may be no plan, and to learn this takes longer than to find another. What is left is
looked for from the top, each lever in turn kept a rung below where it was.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scheduler.answers import RecoveryOption
from scheduler.domain.plan import Plan
from scheduler.explaining.panel import Panel, Position

RUNGS_MORE = 2
"""How much further levers may go in place of one that is missing."""
MOST_TIMES_THE_PRICE = 5
MOST_TIMES_THE_CHANGES = 2
"""As compared with the best way: what is beyond was hardly lowered, and is nobody's choice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """How far levers may go for a way that is not found yet."""

    caps: Position
    near: Plan | None = None
    """A plan to start from."""
    without: int | None = None
    """The lever of a known way that is not moved here."""


def unlike(panel: Panel, position: Position, plan: Plan) -> Iterator[Region]:
    """Yield where ways may be that a known one is no part of, near it first."""
    kinds, top = panel.kinds, panel.top
    levers = sorted(position, key=lambda at: panel.cost(at, position[at]))
    for without in levers:
        fixed = not kinds[without][0]
        caps = {
            at: position.get(at, 0)
            if fixed and kinds[at][0]
            else min(last, position.get(at, 0) + RUNGS_MORE)
            for at, last in top.items()
        }
        yield Region(caps={**caps, without: 0}, near=plan, without=without)
    for lever in reversed(levers):
        yield Region(caps={**top, lever: position[lever] - 1}, near=plan)


def next_region(regions: list[Region], found: Sequence[Position]) -> Region:
    """Take out the region that leaves out a lever of most of the ways found, the first of them."""

    def missed(place: int) -> int:
        return sum(regions[place].without in way for way in found)

    return regions.pop(max(range(len(regions)), key=missed))


def same_levers(position: Position, others: Sequence[Position]) -> bool:
    """Tell whether one of several positions moves just these levers, if to other rungs."""
    return any(position.keys() == other.keys() for other in others)


def hardly_lowered(price: int, changes: int, options: Sequence[RecoveryOption]) -> bool:
    """Tell whether a way is far from the best of some options; False where there are none."""
    best = min(options, key=points, default=None)
    return best is not None and (
        price > MOST_TIMES_THE_PRICE * best.price
        or changes > MOST_TIMES_THE_CHANGES * len(best.changes)
    )


def points(option: RecoveryOption) -> tuple[int, int]:
    """Return points for contract and others, by which options are compared."""
    return option.contract_points, option.price - option.contract_points

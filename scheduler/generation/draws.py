"""Chance that falls alike on every platform and Python version.

Only the seeding and `random()` of the standard generator are promised to stay as they are; every
draw is built on those two.
"""

from collections.abc import Sequence
from random import Random
from typing import TypeVar

Item = TypeVar("Item")


class Draws:
    """Draws from one seeded stream, in the order they are asked for."""

    def __init__(self, seed: int) -> None:
        """Start the stream of a seed."""
        self._stream = Random(seed)  # noqa: S311  # examples need a seed, not secrecy

    def between(self, least: int, most: int) -> int:
        """Return a whole number from `least` to `most`, both included."""
        return least + int(self._stream.random() * (most - least + 1))

    def one_of(self, items: Sequence[Item]) -> Item:
        """Return one of the items."""
        return items[self.between(0, len(items) - 1)]

    def chance(self, percent: int) -> bool:
        """Return true so many times in a hundred."""
        return self.between(1, 100) <= percent

    def shuffled(self, items: Sequence[Item]) -> list[Item]:
        """Return the items in some order."""
        left = list(items)
        return [left.pop(self.between(0, len(left) - 1)) for _ in items]

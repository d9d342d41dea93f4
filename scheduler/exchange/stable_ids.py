"""Whole numbers for ids that people write, the same in every export of a programme."""

from __future__ import annotations

import zlib
from collections.abc import Iterable

LARGEST = 2**31 - 1
"""Microsoft Project keeps a UID in 31 bits; P6 does with its object ids."""
_FIRST = 1_000
"""Smaller numbers mean something of their own to planning tools, such as 0 for the project."""


def stable_numbers(ids: Iterable[str]) -> dict[str, str]:
    """Return a number for each id, from its letters alone, in decimal.

    A plan that is exported again meets the same tasks in the planning tool. Where two ids would
    have the same number, which happens once in millions, the later one in order takes the next.
    """
    taken: set[int] = set()
    numbers: dict[str, str] = {}
    for id in sorted(set(ids)):
        number = _FIRST + zlib.crc32(id.encode()) % (LARGEST - _FIRST)
        while number in taken:
            number = _FIRST + (number - _FIRST + 1) % (LARGEST - _FIRST)
        taken.add(number)
        numbers[id] = str(number)
    return numbers

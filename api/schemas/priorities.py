"""What goes ahead of what, in words over HTTP and as numbers in the queue."""

from collections.abc import Mapping
from typing import Literal, TypeAlias

Priority: TypeAlias = Literal["low", "normal", "high"]

NUMBERS: Mapping[Priority, int] = {"low": -1, "normal": 0, "high": 1}
_WORDS: Mapping[int, Priority] = {number: word for word, number in NUMBERS.items()}


def priority_word(number: int) -> Priority:
    """Return the word for a stored priority."""
    return _WORDS[max(-1, min(1, number))]

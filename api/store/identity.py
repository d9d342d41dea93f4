"""Ids and numbers as they come from outside: those that cannot exist are not asked for.

PostgreSQL refuses text with NUL, SQLite refuses lone surrogates and integers beyond 64 bits; all of
them would be errors of ours where the true answer is: there is no such thing.
"""

import re

LARGEST = 2**31 - 1
"""Of revision and event numbers."""

_ID = re.compile(r"[A-Za-z0-9_.-]{1,100}", re.ASCII)


def is_possible(id: str) -> bool:
    """Whether something may have this id."""
    return _ID.fullmatch(id) is not None


def is_countable(number: int) -> bool:
    """Whether a revision or event may have this number."""
    return 0 <= number <= LARGEST

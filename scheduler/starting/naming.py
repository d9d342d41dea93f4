"""Ids for things that people have only given names to."""

from __future__ import annotations

import re
from collections.abc import Iterable

_LONGEST_ID = 24


def ids_of(names: Iterable[str], taken: Iterable[str] = ()) -> dict[str, str]:
    """Return an id for each name: its first letters, numbered where two would be alike."""
    known, made = set(taken), dict[str, str]()
    for name in names:
        plain = re.sub(r"[^A-Za-z0-9]+", "_", name).strip("_").upper()
        if not plain or not plain[0].isalpha():
            plain = f"S_{plain}"
        short, number = plain[:_LONGEST_ID].rstrip("_"), 2
        id = short
        while id in known:
            id, number = f"{short}_{number}", number + 1
        known.add(id)
        made[name] = id
    return made

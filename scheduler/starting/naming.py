"""Ids for things that people have only given names to."""

from __future__ import annotations

import re
from collections.abc import Iterable

_LONGEST_ID = 24


def ids_of(
    names: Iterable[str], taken: Iterable[str] = (), *, otherwise: str = ""
) -> dict[str, str]:
    """Return an id for each name: its first letters, numbered where two would be alike.

    Where an id is among those taken, it ends in a word that says what it is of, such as `GROUP`,
    where `otherwise` gives one, before it is numbered.
    """
    known, made = set(taken), dict[str, str]()
    others = frozenset(known)
    for name in names:
        plain = re.sub(r"[^A-Za-z0-9]+", "_", name).strip("_").upper()
        if not plain or not plain[0].isalpha():
            plain = f"S_{plain}"
        short, number = plain[:_LONGEST_ID].rstrip("_"), 2
        if otherwise and short in others:
            short = f"{short}_{otherwise}"
        id = short
        while id in known:
            id, number = f"{short}_{number}", number + 1
        known.add(id)
        made[name] = id
    return made

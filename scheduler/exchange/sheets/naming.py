"""Names of sheets and headings, made from the names of fields."""

from __future__ import annotations

import re
from collections.abc import Collection

LONGEST_SHEET = 31
"""Letters of a sheet's name in a workbook."""
_COUNTED = re.compile(r"(.*?) \((\d{1,3})\)", re.DOTALL)


def words(name: str) -> str:
    """Return the name of a field as words."""
    return name.replace("_", " ")


def one_of(name: str) -> str:
    """Return what one entry of a list is called."""
    plain = words(name)
    if plain.endswith("ies"):
        return f"{plain[:-3]}y"
    return plain[:-1] if plain.endswith("s") and not plain.endswith("ss") else plain


def sheet_name(kind: str, parts: Collection[str], taken: Collection[str]) -> str:
    """Return the name of a sheet that says its parts, short enough and not taken yet.

    Words in front are left out until it fits: first of where its entries stand, else of their kind.
    """
    front, rest = kind.split(), " ".join(parts).split()
    shorter = [[*front, *rest[at:]] for at in range(len(rest))]
    shorter += [[*front[at:], *rest] for at in range(len(front))]
    shorter += [rest[at:] for at in range(len(rest))]
    names = [" ".join(told) for told in shorter]
    used = {name.casefold() for name in taken}
    for name in names:
        if len(name) <= LONGEST_SHEET and name.casefold() not in used:
            return name[0].upper() + name[1:]
    number = 2
    while f"{names[0][: LONGEST_SHEET - 4]} {number}".casefold() in used:
        number += 1
    return f"{names[0][: LONGEST_SHEET - 4]} {number}"


def heading(path: Collection[str]) -> str:
    """Return the heading of a column: the fields on the way to it."""
    return ": ".join(words(name) for name in path)


def plain_heading(text: str) -> str:
    """Return a heading as it is compared: small letters, one space between words.

    `Day rate: pence`, `day_rate.pence` and `day rate : pence` are the same.
    """
    steps = re.split(r"[.:/]", text.casefold())
    return ": ".join(" ".join(step.replace("_", " ").split()) for step in steps)


def counted_heading(text: str) -> tuple[str, int]:
    """Return a heading with the number of the column that goes on: `dates (2)` is the second."""
    found = _COUNTED.fullmatch(text.strip())
    return (found[1], int(found[2])) if found else (text, 1)


def counted(text: str, number: int) -> str:
    """Return the heading of the column that goes on where a cell is full."""
    return text if number == 1 else f"{text} ({number})"

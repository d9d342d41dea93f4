"""Values of a document as cells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from scheduler.exchange.sheets.compact import EMPTY_LIST, joined, paired, quoted, unquoted
from scheduler.exchange.sheets.grid import CellOut
from scheduler.exchange.sheets.kinds import Amounts, Scalar, Values
from scheduler.exchange.sheets.layout import CellKind

NONE = "none"
"""What stands in a cell where nothing is meant and an empty cell means something."""
FULL_CELL = 16_000
"""Letters after which a list goes on in another column; a text in it has 2,000, perhaps quoted."""


def cells_of(kind: CellKind, value: object) -> tuple[CellOut, ...]:
    """Return a value as a cell, or as several where a list is too long for one."""
    match kind:
        case Scalar():
            return (scalar_cell(kind, value),)
        case Values(item=item):
            listed = value if isinstance(value, Sequence) and not isinstance(value, str) else ()
            parts = [joined([_token(item, one)]) for one in listed]
            return _filled(parts) or (EMPTY_LIST,)
        case Amounts(item=item):
            pairs = value.items() if isinstance(value, Mapping) else ()
            return _filled([paired([(str(n), _token(item, one))]) for n, one in pairs]) or (None,)


def scalar_cell(kind: Scalar, value: object) -> CellOut:
    """Return one value as a cell."""
    match value:
        case None:
            return NONE
        case bool():
            return "yes" if value else "no"
        case float() if value.is_integer():
            return int(value)
        case int() | float():
            return value
        case str() if kind.base in ("date", "whole_or_date"):
            return date.fromisoformat(value)
        case str():
            return _text(value, nullable=kind.nullable)
        case _:
            message = f"{value!r} is no value of a cell"
            raise TypeError(message)


def _text(value: str, *, nullable: bool) -> str:
    """Return a text, in quotes where it would be read as something else."""
    misread = not value.strip() or unquoted(value) is not None or (nullable and value == NONE)
    return quoted(value) if misread else value


def _token(kind: Scalar, value: object) -> str:
    if isinstance(value, str):
        return value
    return str(scalar_cell(kind, value))


def _filled(parts: Iterable[str]) -> tuple[str, ...]:
    """Return parts joined into as few cells as hold them."""
    cells: list[list[str]] = []
    room = 0
    for part in parts:
        if not cells or len(part) + 2 > room:
            cells.append([])
            room = FULL_CELL
        cells[-1].append(part)
        room -= len(part) + 2
    return tuple("; ".join(cell) for cell in cells)

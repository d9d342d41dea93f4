"""What sheets are between a programme and a file: cells in rows, whatever the file is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from scheduler.exchange.sheets.layout import CellKind

LONGEST_CELL = 32_767
"""Letters that a cell of a workbook takes."""
_PLAIN_NAME = re.compile(r"[A-Za-z][A-Za-z0-9]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class NoValue:
    """A cell of a file that holds something, but no value."""

    code: str
    message: str


CellOut: TypeAlias = str | int | float | date | None
CellIn: TypeAlias = str | bool | int | float | date | NoValue


@dataclass(frozen=True, slots=True, kw_only=True)
class OutColumn:
    """A column that is written."""

    heading: str
    kind: CellKind | None = None
    """None for words about the others."""
    required: bool = False
    meaning: str = ""
    names_rows_of: str = ""
    """The sheet whose ids it holds, where it names entries of another sheet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutSheet:
    """A sheet that is written: columns, and rows below the headings."""

    name: str
    columns: tuple[OutColumn, ...]
    rows: tuple[tuple[CellOut, ...], ...] = ()
    naming: int = 0
    """How many columns in front name the entries around."""
    fields: tuple[OutColumn, ...] = ()
    """What the second cell of each row holds, where rows are fields instead of entries."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row that was read, with its number from 1 and the cells that are not empty, from 0."""

    number: int
    cells: Mapping[int, CellIn]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A sheet that was read; rows without a cell are missing."""

    name: str
    rows: tuple[Row, ...]


def column_letters(column: int) -> str:
    """Return the letters of a column counted from 0: `A`, `Z`, `AA`."""
    letters = ""
    number = column + 1
    while number:
        number, left = divmod(number - 1, 26)
        letters = chr(ord("A") + left) + letters
    return letters


def cell_name(sheet: str, row: int, column: int) -> str:
    """Return a cell as a workbook names it: `Services!C7`, `'Service groups'!A2`."""
    own = sheet if _PLAIN_NAME.fullmatch(sheet) else "'" + sheet.replace("'", "''") + "'"
    return f"{own}!{column_letters(column)}{row}"

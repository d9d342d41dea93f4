"""What a table says, before a terminal or a page draws it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from scheduler.pictures.wording import plain, short_date

NOTHING = "-"

Tone = Literal["", "strong", "good", "doubtful", "bad"]
"""How a cell is meant; never the only sign of it, the words say it too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A heading and how its cells line up."""

    heading: str
    number: bool = False
    """Lined up on the right."""
    whole: bool = False
    """Its lines stay whole where there is any room."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """Words, one line below the other."""

    lines: tuple[str, ...]
    tone: Tone = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """One table; the first cell of a row says what the row is about."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""
    """Stands below the table."""


def cell(content: object, tone: Tone = "") -> Cell:
    """Return anything as one line, dates in people's form, nothing as a dash."""
    return Cell(lines=(NOTHING if content is None else plain(content),), tone=tone)


def number(value: object, tone: Tone = "") -> Cell:
    """Return a number with its thousands set apart, or a dash."""
    return cell(f"{value:,}" if isinstance(value, int | float) else value, tone)


def days(dates: Iterable[date]) -> Cell:
    """Return dates one below the other, or a dash."""
    return Cell(lines=tuple(short_date(day) for day in dates) or (NOTHING,))

"""Tables of pictures and pages as tables of papers."""

from __future__ import annotations

from scheduler.papers.paper import Table
from scheduler.pictures.contents import Cell, Contents


def table_of(contents: Contents, *, caption: str | None = None, note: str | None = None) -> Table:
    """Return the table of a page as one of a paper; tones are left out, the words say it too."""
    return Table(
        caption=contents.caption if caption is None else caption,
        header=tuple(column.heading for column in contents.columns),
        rows=tuple(tuple(map(_words, row)) for row in contents.rows),
        numbers=frozenset(at for at, column in enumerate(contents.columns) if column.number),
        note=contents.note if note is None else note,
    )


def _words(cell: Cell) -> str:
    return ", ".join(cell.lines)

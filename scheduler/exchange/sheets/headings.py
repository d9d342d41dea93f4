"""Which column of a sheet is which, by its headings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from scheduler.domain.closest_name import closest_name
from scheduler.exchange.sheets.cells_in import cell_text
from scheduler.exchange.sheets.findings import Findings
from scheduler.exchange.sheets.grid import Grid, Row, cell_name
from scheduler.exchange.sheets.layout import ORDER, Column, Presence, Table
from scheduler.exchange.sheets.meanings import ANY_KEY
from scheduler.exchange.sheets.naming import counted_heading, plain_heading

OWN_NOTES = "#"
"""A heading that begins so is somebody's own column, or sheet, and is not read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parent:
    """The column that names the entry around, counted from the outermost."""

    depth: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """The column of the name of an object among objects by name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """The column of places among the rows of other sheets."""


Role: TypeAlias = Column | Presence | Parent | Key | Order


@dataclass(frozen=True, slots=True, kw_only=True)
class Headed:
    """A sheet with what its columns are."""

    columns: Mapping[int, Role]
    goes_on: Mapping[int, tuple[int, ...]]
    """Columns in which the list of a column goes on, in order."""
    rows: tuple[Row, ...]


def headed(grid: Grid, table: Table, findings: Findings) -> Headed:
    """Return what the columns of a sheet are; what is unknown or twice there is noted."""
    if not grid.rows:
        return Headed(columns={}, goes_on={}, rows=())
    known = known_headings(table)
    first, *rows = grid.rows
    columns: dict[int, Role] = {}
    further: dict[str, list[tuple[int, int]]] = {}
    seen: dict[str, int] = {}
    for at, cell in sorted(first.cells.items()):
        said = cell_text(cell)
        plain, number = counted_heading(plain_heading(said))
        if plain not in known:
            _note_unknown(grid, at, first.number, said, known, findings)
        elif number > 1:
            further.setdefault(plain, []).append((number, at))
        elif plain in seen:
            message = f"the heading {said!r} is there twice; one column can be read"
            findings.refuse(grid.name, first.number, at, "duplicate_column", message, said, said)
        else:
            seen[plain] = at
            columns[at] = known[plain]
    _note_headless(grid, first, rows, findings)
    goes_on = {
        seen[plain]: tuple(at for _, at in sorted(found))
        for plain, found in further.items()
        if plain in seen
    }
    return Headed(columns=columns, goes_on=goes_on, rows=tuple(rows))


def known_headings(table: Table) -> dict[str, Role]:
    """Return what every heading of a sheet means."""
    known: dict[str, Role] = {}
    if table.ordered:
        known[ORDER] = Order()
    if table.key is not None:
        known[ANY_KEY] = Key()
        known[plain_heading(table.key)] = Key()
    for each in table.shape.named():
        known[plain_heading(each.heading)] = each
    for depth, parent in enumerate(table.parents):
        known[plain_heading(parent)] = Parent(depth=depth)
    return known


def _note_unknown(
    grid: Grid, at: int, row: int, said: str, known: Mapping[str, Role], findings: Findings
) -> None:
    """Refuse a heading that is nearly a known one; pass over one that is somebody's own."""
    plain = plain_heading(said)
    close = None if plain.startswith(OWN_NOTES) else closest_name(plain, list(known))
    if close is None:
        findings.lose("not_read", f"{grid.name}/{said[:60]}", cell_name(grid.name, row, at), said)
        return
    message = f"there is no column {said[:60]!r} on this sheet\nMaybe {close} is meant."
    findings.refuse(grid.name, row, at, "unknown_column", message, said, said)


def _note_headless(grid: Grid, first: Row, rows: list[Row], findings: Findings) -> None:
    noted: set[int] = set()
    for row in rows:
        for at, cell in row.cells.items():
            if at not in first.cells and at not in noted:
                noted.add(at)
                place = cell_name(grid.name, row.number, at)
                findings.lose("not_read", f"{grid.name}/column without a heading", place, cell)

"""Sheets as a document: every row where it belongs, every problem with its cell."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from scheduler.domain.closest_name import closest_name
from scheduler.domain.issues import Issue
from scheduler.domain.limits import DEFAULT_LIMITS, Limits
from scheduler.errors import FileRejected, ProgrammeRejected
from scheduler.exchange.losses import Loss
from scheduler.exchange.sheets.cells_in import cell_text
from scheduler.exchange.sheets.entry_names import EntryNames, names_of
from scheduler.exchange.sheets.findings import Findings
from scheduler.exchange.sheets.grid import Grid, cell_name
from scheduler.exchange.sheets.headings import OWN_NOTES
from scheduler.exchange.sheets.layout import (
    COLUMNS,
    PROGRAMME,
    READ_ME,
    FieldPath,
    ListPath,
    Shape,
    programme_layout,
)
from scheduler.exchange.sheets.naming import counted_heading, plain_heading
from scheduler.exchange.sheets.of_a_plan import OF_A_PLAN, PLAN_SHEETS, are_of_a_plan
from scheduler.exchange.sheets.places import CellPlace, Places, RowPlace, with_cells
from scheduler.exchange.sheets.rows_in import ReadRow, put, read_cell, read_rows
from scheduler.exchange.sheets.sheets_out import FIELD
from scheduler.interchange.locations import Location, Locations
from scheduler.interchange.programme_json import read_programme

LISTS = "Lists"
_NOT_READ = (READ_ME, COLUMNS, LISTS, "Example")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadSheets:
    """What sheets say."""

    document: dict[str, Any]
    """As JSON values; a programme where there are no issues."""
    issues: tuple[Issue, ...] = ()
    """What is wrong with cells and with the form of the programme, each with its `cell`, `sheet`
    and `column` among its facts where there is one."""
    losses: tuple[Loss, ...] = ()
    places: Places = field(default_factory=Places)
    """From a path in the document to its cell, for what is wrong with the programme's meaning."""


@dataclass(slots=True, kw_only=True)
class _Reading:
    """What is known so far while sheets are read."""

    document: dict[str, Any] = field(default_factory=dict)
    findings: Findings = field(default_factory=Findings)
    holders: dict[tuple[ListPath, tuple[str, ...]], tuple[dict[str, Any], Location]] = field(
        default_factory=dict
    )
    """Entries by their list and the names on the way to them."""
    names: dict[tuple[ListPath, tuple[str, ...]], EntryNames] = field(default_factory=dict)
    """Names of the entries of each list in one holder."""
    shaped: list[tuple[dict[str, Any], Shape]] = field(default_factory=list)
    rows: dict[Location, RowPlace] = field(default_factory=dict)
    fields: dict[FieldPath, CellPlace] = field(default_factory=dict)
    broken: set[Location] = field(default_factory=set)


def read_sheets(grids: Sequence[Grid], limits: Limits = DEFAULT_LIMITS) -> ReadSheets:
    """Return the document that sheets say, with every problem of its cells and of its form.

    Raises: FileRejected for a programme beyond all measure, and for the sheets of a plan.
    """
    if are_of_a_plan(grids):
        raise FileRejected(OF_A_PLAN, reason=PLAN_SHEETS)
    reading = _Reading()
    layout = programme_layout()
    by_name = _known_sheets(grids, reading.findings)
    _read_root(by_name.get(PROGRAMME), reading)
    reading.holders[(), ()] = (reading.document, ())
    reading.shaped.append((reading.document, layout.root))
    for lists in dict.fromkeys(table.lists for table in layout.tables):
        rows = [
            row
            for table in layout.of(lists)
            if table.name in by_name
            for row in read_rows(by_name[table.name], table, reading.findings)
        ]
        _place(lists, rows, reading)
    for value, shape in reversed(reading.shaped):
        _complete(value, shape)
    return _told(reading, limits)


def _known_sheets(grids: Sequence[Grid], findings: Findings) -> dict[str, Grid]:
    """Return the sheets of a programme by their names; others are noted."""
    known = {name.casefold(): name for name in _names()}
    found: dict[str, Grid] = {}
    for grid in grids:
        plain = grid.name.strip().casefold()
        if plain in known:
            found[known[plain]] = grid
        elif plain not in {name.casefold() for name in _NOT_READ} and grid.rows:
            _note_unknown(grid, list(known.values()), findings)
    if PROGRAMME not in found:
        message = f"there is no sheet {PROGRAMME}, which says what the programme is called"
        findings.refuse(PROGRAMME, 1, 0, "missing_sheet", message)
    return found


def _names() -> tuple[str, ...]:
    return (PROGRAMME, *(table.name for table in programme_layout().tables))


def _note_unknown(grid: Grid, known: list[str], findings: Findings) -> None:
    own = grid.name.startswith(OWN_NOTES)
    close = None if own else closest_name(grid.name, [*known, *_NOT_READ])
    if close is None or close in _NOT_READ:
        findings.lose("not_read", grid.name[:60], cell_name(grid.name, 1, 0))
        return
    message = f"there is no sheet {grid.name[:60]!r} of a programme\nMaybe {close} is meant."
    findings.refuse(grid.name, 1, 0, "unknown_sheet", message, grid.name)


def _read_root(grid: Grid | None, reading: _Reading) -> None:
    """Read the sheet of the programme itself: names of fields in column A, values in column B."""
    if grid is None:
        return
    root = programme_layout().root
    known = {plain_heading(role.heading): role for role in root.named()}
    gathered: dict[str, list[tuple[int, int]]] = {}
    cells = {row.number: row.cells for row in grid.rows}
    for row in grid.rows:
        said = cell_text(row.cells[0]) if 0 in row.cells else ""
        plain, number = counted_heading(plain_heading(said))
        if plain in known:
            gathered.setdefault(plain, []).append((number, row.number))
        elif 1 in row.cells and plain != FIELD:
            close = None if plain.startswith(OWN_NOTES) else closest_name(plain, list(known))
            if close is None:
                place = cell_name(grid.name, row.number, 0)
                reading.findings.lose("not_read", f"{PROGRAMME}/{said[:60]}", place, said)
            else:
                message = f"a programme has no field {said[:60]!r}\nMaybe {close} is meant."
                reading.findings.refuse(
                    grid.name, row.number, 0, "unknown_field", message, said, FIELD
                )
    for plain, found in gathered.items():
        role = known[plain]
        (number, first), *_ = sorted(found)
        if len({n for n, _ in found}) < len(found):
            message = f"the field {plain} is there twice"
            reading.findings.refuse(grid.name, found[-1][1], 0, "duplicate_field", message, plain)
        reading.fields[role.path] = CellPlace(sheet=grid.name, row=first, column=1)
        values = [cells[at][1] for _, at in sorted(found) if 1 in cells[at]]
        good = not values or read_cell(
            grid.name, first, 1, role, values, reading.document, reading.findings
        )
        if not good:
            reading.broken.add(role.path)


def _place(lists: ListPath, rows: Iterable[ReadRow], reading: _Reading) -> None:
    """Put the rows of a list into the entries that they belong to."""
    gathered: dict[tuple[str, ...], list[ReadRow]] = {}
    for row in rows:
        chain = _chain(lists, row, reading)
        if chain is not None:
            gathered.setdefault(chain, []).append(row)
    for chain, own in gathered.items():
        holder, at = reading.holders[lists[:-1], chain]
        if programme_layout().named[lists]:
            _put_named(lists, chain, own, holder, at, reading)
            continue
        ordered = sorted(own, key=lambda row: (row.order is None, row.order or 0.0))
        put(holder, lists[-1], [row.value for row in ordered])
        ids = [_id(row.value) for row in ordered]
        names = names_of(ids)
        reading.names[lists, chain] = names
        for index, (name, row) in enumerate(zip(names.names, ordered, strict=True)):
            _note(lists, (*chain, name), (*at, *lists[-1], index), row, reading)


def _put_named(
    lists: ListPath,
    chain: tuple[str, ...],
    rows: Sequence[ReadRow],
    holder: dict[str, Any],
    at: Location,
    reading: _Reading,
) -> None:
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        key = row.key or ""
        if key in found or not key:
            message = f"the name {key!r} is there twice" if key else "the name is missing"
            code = "duplicate_name" if key else "missing_name"
            reading.findings.refuse(
                row.sheet, row.row, row.key_column, code, message, key, row.table.key or ""
            )
            continue
        found[key] = row.value
        _note(lists, (*chain, key), (*at, *lists[-1], key), row, reading)
    reading.names[lists, chain] = names_of(list(found))
    put(holder, lists[-1], found)


def _note(
    lists: ListPath, chain: tuple[str, ...], at: Location, row: ReadRow, reading: _Reading
) -> None:
    """Keep an entry for those within it and for the places of problems."""
    reading.holders[lists, chain] = (row.value, at)
    reading.shaped.append((row.value, row.table.shape))
    first = min(row.columns.values(), default=row.key_column)
    reading.rows[at] = RowPlace(sheet=row.sheet, row=row.row, columns=row.columns, first=first)
    reading.broken.update((*at, *path) for path in row.broken)


def _chain(lists: ListPath, row: ReadRow, reading: _Reading) -> tuple[str, ...] | None:
    """Return the names of the entries that a row belongs to, or None where one is not there."""
    chain: tuple[str, ...] = ()
    for depth, (said, column) in enumerate(row.parents, start=1):
        names = reading.names.get((lists[:depth], chain))
        meant = None if names is None else names.meant(said)
        if meant is None:
            heading = row.table.parents[depth - 1]
            message = _no_such(heading.removeprefix("of "), said, names)
            reading.findings.refuse(
                row.sheet, row.row, column, "unknown_reference", message, said, heading
            )
            return None
        chain = (*chain, meant)
    return chain


def _no_such(what: str, said: str, names: EntryNames | None) -> str:
    if not said:
        return f"the {what} that the row belongs to is missing"
    if names is not None and names.counts[said] > 1:
        return (
            f"there are {names.counts[said]} rows of the {what} {said[:60]!r}; "
            f"write {said[:60]} #1 for the first of them"
        )
    close = closest_name(said, names.names) if names is not None else None
    advice = f"\nMaybe {close} is meant." if close else ""
    return f"there is no {what} {said[:60]!r}{advice}"


def _id(value: dict[str, Any]) -> str:
    own = value.get("id", "")
    return own if isinstance(own, str) else str(own)


def _complete(value: dict[str, Any], shape: Shape) -> None:
    """Add the objects and lists that must be there and have nothing in them."""
    for path in shape.objects:
        _add(value, path, {})
    for path in shape.lists:
        _add(value, path, [])


def _add(value: dict[str, Any], path: FieldPath, empty: object) -> None:
    holder: Any = value
    for name in path[:-1]:
        holder = holder.get(name) if isinstance(holder, dict) else None
    if isinstance(holder, dict):
        holder.setdefault(path[-1], empty)


def _told(reading: _Reading, limits: Limits) -> ReadSheets:
    """Return what was read, with what the declarations find wrong with it."""
    places = _places(reading)
    issues = list(reading.findings.issues())
    locations = Locations(reading.document)
    told_already = {locations.path(at) for at in reading.broken}
    try:
        read_programme(json.dumps(reading.document).encode(), limits)
    except ProgrammeRejected as rejected:
        found = [i for i in rejected.issues if isinstance(i, Issue) and i.path not in told_already]
        issues += with_cells(found, places)
    return ReadSheets(
        document=reading.document,
        issues=tuple(issues),
        losses=reading.findings.losses.all(),
        places=places,
    )


def _places(reading: _Reading) -> Places:
    locations = Locations(reading.document)
    rows: dict[str, RowPlace] = {}
    for at, place in reading.rows.items():
        rows[_by_position(at)] = place
        rows[locations.path(at)] = place
    sheets = {table.lists[0][0]: table.name for table in reversed(programme_layout().tables)}
    return Places(rows=rows, fields=reading.fields, sheets=sheets)


def _by_position(at: Location) -> str:
    return Locations(None).path(at)

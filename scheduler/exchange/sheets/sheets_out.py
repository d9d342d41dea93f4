"""A programme as sheets: one for the programme, one for each list that is not empty."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from scheduler.domain.programme import Programme
from scheduler.exchange.sheets.cells_out import NONE, cells_of
from scheduler.exchange.sheets.compact import quoted, unquoted
from scheduler.exchange.sheets.entry_names import names_of
from scheduler.exchange.sheets.grid import CellOut, OutColumn, OutSheet
from scheduler.exchange.sheets.kinds import Scalar
from scheduler.exchange.sheets.layout import (
    ONE_WORD,
    ORDER,
    PROGRAMME,
    Column,
    FieldPath,
    Layout,
    ListPath,
    Presence,
    Table,
    programme_layout,
)
from scheduler.exchange.sheets.naming import counted
from scheduler.interchange.programme_json import to_jsonable

FIELD, VALUE, MEANING = "field", "value", "meaning"
_LISTS_OF_IDS = {
    "budget": "budgets",
    "calendar": "calendars",
    "component": "shared_components",
    "consumable": "consumables",
    "dates": "date_sets",
    "default_calendar": "calendars",
    "driver": "drivers",
    "from_team": "teams",
    "group": "service_groups",
    "pay_periods": "date_sets",
    "pool": "pools",
    "service": "services",
    "staff_group": "staff_groups",
    "team": "teams",
    "to_team": "teams",
    "tranche_dates": "date_sets",
    "user_group": "user_groups",
}
"""Fields that name an entry, to the list it is in: for drop-down lists, which refuse nothing."""
_TEXT = Scalar(base="text")
_WHOLE = Scalar(base="whole")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    """An entry of a list with the names of the entries around it."""

    parents: tuple[str, ...]
    key: str
    value: Mapping[str, Any]
    place: int
    """From 1."""


def programme_sheets(programme: Programme) -> tuple[OutSheet, ...]:
    """Return every sheet of a programme that holds something, in the order of the declarations."""
    document = to_jsonable(programme)
    layout = programme_layout()
    entries: dict[ListPath, list[_Entry]] = {}
    for lists in layout.within(()):
        _gather(layout, document, lists, (), entries)
    made = [root_sheet(document)]
    for table in layout.tables:
        own = [e for e in entries.get(table.lists, ()) if _is_of(table, e.value)]
        if own:
            made.append(_sheet(table, own))
    return tuple(made)


def root_sheet(document: Mapping[str, Any]) -> OutSheet:
    """Return the sheet of the programme itself, a row for each of its fields."""
    rows: list[tuple[CellOut, ...]] = []
    fields: list[OutColumn] = []
    root = programme_layout().root
    for column in root.columns:
        for number, cell in enumerate(_cells(column, document), start=1):
            told = column.meaning if number == 1 else ""
            rows.append((counted(column.heading, number), cell, told))
            fields.append(replace(_out(column), required=column.required))
    for presence in root.presences:
        rows.append((presence.heading, _presence(presence, document), presence.meaning))
        fields.append(_out(presence))
    columns = (
        OutColumn(heading=FIELD, meaning="The field of the programme; leave it as it is."),
        OutColumn(heading=VALUE, kind=_TEXT, meaning="What the programme says."),
        OutColumn(heading=MEANING, meaning="What the field means; not read."),
    )
    return OutSheet(name=PROGRAMME, columns=columns, rows=tuple(rows), fields=tuple(fields))


def table_columns(table: Table) -> tuple[OutColumn, ...]:
    """Return every column that the sheet of a list may have."""
    return tuple(
        column
        for column in (
            *_naming_columns(table),
            *(_out(c) for c in table.shape.columns),
            *(_out(p) for p in table.shape.presences),
            *_order_column(table),
        )
    )


def empty_sheet(table: Table) -> OutSheet:
    """Return the sheet of a list with nothing in it yet."""
    return OutSheet(name=table.name, columns=table_columns(table), naming=len(table.parents))


def _naming_columns(table: Table) -> Iterator[OutColumn]:
    layout = programme_layout()
    for depth, parent in enumerate(table.parents, start=1):
        sheets = layout.of(table.lists[:depth])
        yield OutColumn(
            heading=parent,
            kind=_TEXT,
            required=True,
            meaning=f"The {parent.removeprefix('of ')} that the row belongs to, by its id.",
            names_rows_of=sheets[0].name if len(sheets) == 1 and depth == 1 else "",
        )
    if table.key is not None:
        yield OutColumn(heading=table.key, kind=_TEXT, required=True, meaning=table.meaning)


def _order_column(table: Table) -> Iterator[OutColumn]:
    if table.ordered:
        told = "Place among the rows of the same list on other sheets; at the end when left out."
        yield OutColumn(heading=ORDER, kind=_WHOLE, meaning=told)


def _out(column: Column | Presence, number: int = 1) -> OutColumn:
    if isinstance(column, Presence):
        return OutColumn(heading=column.heading, kind=_TEXT, meaning=column.meaning)
    return OutColumn(
        heading=counted(column.heading, number),
        kind=column.kind,
        required=column.required and len(column.path) <= 1,
        meaning=column.meaning if number == 1 else "",
        names_rows_of=_names_rows_of(column),
    )


def _names_rows_of(column: Column) -> str:
    if not isinstance(column.kind, Scalar) or not column.path:
        return ""
    lists = _LISTS_OF_IDS.get(column.path[-1])
    return "" if lists is None else programme_layout().of(((lists,),))[0].name


def _sheet(table: Table, entries: Sequence[_Entry]) -> OutSheet:
    """Return the sheet of entries; columns of inner objects that nobody fills are left out."""
    columns: list[OutColumn] = []
    rows: list[list[CellOut]] = [[] for _ in entries]

    def add(column: OutColumn, cells: Sequence[CellOut]) -> None:
        columns.append(column)
        for row, cell in zip(rows, cells, strict=True):
            row.append(cell)

    naming = list(_naming_columns(table))
    names = [(*e.parents, e.key) if table.key is not None else e.parents for e in entries]
    for at, column in enumerate(naming):
        add(column, [_name_cell(name[at]) for name in names])
    for each in table.shape.columns:
        written = [_cells(each, e.value) for e in entries]
        filled = any(cell is not None for cells in written for cell in cells)
        if not filled and len(each.path) > 1:
            continue
        for number in range(1, max(map(len, written)) + 1):
            cells = [c[number - 1] if number <= len(c) else None for c in written]
            add(_out(each, number), cells)
    for presence in table.shape.presences:
        marks = [_presence(presence, e.value) for e in entries]
        if any(marks):
            add(_out(presence), marks)
    for column in _order_column(table):
        add(column, [e.place for e in entries])
    return OutSheet(
        name=table.name,
        columns=tuple(columns),
        rows=tuple(map(tuple, rows)),
        naming=len(table.parents),
    )


def _name_cell(name: str) -> str:
    """Return the name of an entry as a cell, in quotes where blanks around it would be lost."""
    misread = name != name.strip() or not name or unquoted(name) is not None
    return quoted(name) if misread else name


def _cells(column: Column, value: Mapping[str, Any]) -> tuple[CellOut, ...]:
    found, is_there = _at(value, column.path)
    return cells_of(column.kind, found) if is_there else (None,)


def _presence(presence: Presence, value: Mapping[str, Any]) -> str | None:
    found, is_there = _at(value, presence.path)
    if not is_there or found:
        return None
    return NONE if presence.is_list else ONE_WORD


def _at(value: object, path: FieldPath) -> tuple[Any, bool]:
    """Return what stands at a path, and whether anything does."""
    for name in path:
        if not isinstance(value, Mapping) or name not in value:
            return None, False
        value = value[name]
    return value, True


def _is_of(table: Table, value: Mapping[str, Any]) -> bool:
    return all(_at(value, path)[0] == constant for path, constant in table.constants)


def _gather(
    layout: Layout,
    holder: Mapping[str, Any],
    lists: ListPath,
    parents: tuple[str, ...],
    entries: dict[ListPath, list[_Entry]],
) -> None:
    """Note the entries of a list in one holder, and those of the lists within each."""
    found, _ = _at(holder, lists[-1])
    if not found:
        return
    if isinstance(found, Mapping):
        named = list(found.items())
    else:
        ids = [str(entry.get("id", "")) if isinstance(entry, Mapping) else "" for entry in found]
        named = list(zip(names_of(ids).names, found, strict=True))
    inner = layout.within(lists)
    for place, (name, value) in enumerate(named, start=1):
        entry = _Entry(parents=parents, key=name, value=value, place=place)
        entries.setdefault(lists, []).append(entry)
        for further in inner:
            _gather(layout, value, further, (*parents, name), entries)

"""Rows of sheets as entries of a document, each with the names of the entries around it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scheduler.exchange.sheets.cells_in import (
    cell_text,
    expected,
    repeated_names,
    scalar_of,
    value_of,
)
from scheduler.exchange.sheets.cells_out import NONE
from scheduler.exchange.sheets.compact import Unclear, unquoted
from scheduler.exchange.sheets.findings import Findings
from scheduler.exchange.sheets.grid import CellIn, Grid, NoValue, Row, cell_name
from scheduler.exchange.sheets.headings import Headed, Key, Order, Parent, headed
from scheduler.exchange.sheets.kinds import Scalar
from scheduler.exchange.sheets.layout import Column, FieldPath, Presence, Table

_WHOLE = Scalar(base="whole")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadRow:
    """An entry with where it belongs."""

    table: Table
    sheet: str
    row: int
    value: dict[str, Any]
    parents: tuple[tuple[str, int], ...]
    """What names each entry around it, with the column of that."""
    key: str | None
    key_column: int
    order: float | None
    columns: Mapping[FieldPath, int]
    broken: frozenset[FieldPath]
    """Fields whose cells could not be read, which is noted already."""


def read_rows(grid: Grid, table: Table, findings: Findings) -> Iterator[ReadRow]:
    """Return the entries of a sheet; what is wrong with cells is noted."""
    sheet = headed(grid, table, findings)
    missing = [
        at for at in range(len(table.parents)) if Parent(depth=at) not in sheet.columns.values()
    ]
    if sheet.rows and (missing or (table.key is not None and Key() not in sheet.columns.values())):
        heads = [*(table.parents[at] for at in missing), *([table.key] if not missing else [])]
        message = f"the column {heads[0]} is missing, which says what a row belongs to"
        findings.refuse(grid.name, grid.rows[0].number, 0, "missing_column", message)
        return
    columns = {
        role.path: at for at, role in sheet.columns.items() if isinstance(role, Column | Presence)
    }
    for row in sheet.rows:
        if any(at in row.cells for at in sheet.columns):
            yield _read(grid.name, row, sheet, table, columns, findings)


def _read(
    sheet: str,
    row: Row,
    known: Headed,
    table: Table,
    columns: Mapping[FieldPath, int],
    findings: Findings,
) -> ReadRow:
    value: dict[str, Any] = {}
    for path, constant in table.constants:
        put(value, path, constant)
    parents: dict[int, tuple[str, int]] = {}
    key: str | None = None
    key_column = 0
    order: float | None = None
    broken: set[FieldPath] = set()
    for at, role in known.columns.items():
        cells = [row.cells[c] for c in (at, *known.goes_on.get(at, ())) if c in row.cells]
        match role:
            case Parent(depth=depth):
                parents[depth] = (_name(sheet, row.number, at, cells, findings), at)
            case Key():
                key, key_column = _name(sheet, row.number, at, cells, findings), at
            case Order() if cells:
                order = _order(sheet, row.number, at, cells[0], findings)
            case Column() | Presence() if cells:
                if not read_cell(sheet, row.number, at, role, cells, value, findings):
                    broken.add(role.path)
            case _:
                pass
    return ReadRow(
        table=table,
        sheet=sheet,
        row=row.number,
        value=value,
        parents=tuple(parents[depth] for depth in sorted(parents)),
        key=key,
        key_column=key_column,
        order=order,
        columns=columns,
        broken=frozenset(broken),
    )


def read_cell(
    sheet: str,
    row: int,
    at: int,
    role: Column | Presence,
    cells: Sequence[CellIn],
    value: dict[str, Any],
    findings: Findings,
) -> bool:
    """Put what cells say of a field into an object; tell whether that could be done."""
    for cell in cells:
        if isinstance(cell, NoValue):
            findings.refuse(sheet, row, at, cell.code, cell.message, None, role.heading)
            return False
    if isinstance(role, Presence):
        return _put_presence(sheet, row, at, role, cells[0], value, findings)
    told = expected(role.kind)
    try:
        found = value_of(role.kind, cells)
        repeated = repeated_names(role.kind, cells)
    except Unclear as problem:
        message = f"{problem}; expected {told}"
        findings.refuse(
            sheet, row, at, "malformed_list", message, cell_text(cells[0]), role.heading, told
        )
        return False
    if repeated:
        message = f"{repeated[0]!r} is there twice in the cell"
        findings.refuse(sheet, row, at, "duplicate_name", message, repeated[0], role.heading, told)
        return False
    if role.kind == Scalar(base="text") and not isinstance(cells[0], str):
        findings.lose(
            "changed",
            f"{sheet}/{role.heading}",
            cell_name(sheet, row, at),
            found,
            "A number or date in a column of texts was read as its digits.",
        )
    put(value, role.path, found)
    return True


def put(value: dict[str, Any], path: FieldPath, found: object) -> None:
    """Put a value at a path, with the objects on the way."""
    holder = value
    for name in path[:-1]:
        inner = holder.setdefault(name, {})
        holder = inner if isinstance(inner, dict) else {}
    if path and isinstance(found, dict) and isinstance(holder.get(path[-1]), dict):
        holder[path[-1]].update(found)
    elif path:
        holder[path[-1]] = found
    elif isinstance(found, dict):
        value.update(found)


def _put_presence(
    sheet: str,
    row: int,
    at: int,
    role: Presence,
    cell: CellIn,
    value: dict[str, Any],
    findings: Findings,
) -> bool:
    said = scalar_of(Scalar(base="yes_no"), cell)
    text = cell_text(cell).strip().lower()
    if role.is_list and text == NONE:
        put(value, role.path, [])
        return True
    if not role.is_list and said is True:
        put(value, role.path, {})
        return True
    if not role.is_list and said is False:
        return True
    told = f"{NONE}, where there is not one," if role.is_list else "yes"
    message = f"{text[:60]!r} is not understood; expected {told} or an empty cell"
    findings.refuse(sheet, row, at, "value_not_allowed", message, text, role.heading, told)
    return False


def _name(sheet: str, row: int, at: int, cells: Sequence[CellIn], findings: Findings) -> str:
    if not cells:
        return ""
    if isinstance(cells[0], NoValue):
        findings.refuse(sheet, row, at, cells[0].code, cells[0].message)
        return ""
    text = cell_text(cells[0]).strip()
    inside = unquoted(text)
    return text if inside is None else inside


def _order(sheet: str, row: int, at: int, cell: CellIn, findings: Findings) -> float | None:
    found = None if isinstance(cell, NoValue) else scalar_of(_WHOLE, cell)
    if isinstance(found, int | float) and not isinstance(found, bool):
        return float(found)
    message = f"{cell_text(cell)[:60]!r} is no place in a list, such as 3"
    findings.refuse(sheet, row, at, "wrong_type", message, None, "order", "a whole number")
    return None

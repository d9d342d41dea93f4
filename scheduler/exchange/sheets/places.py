"""From a path in the document to the cell that it was read from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from scheduler.domain.issues import Issue
from scheduler.exchange.sheets.grid import cell_name
from scheduler.exchange.sheets.layout import FieldPath
from scheduler.interchange.pointers import PointerMalformed, read_pointer

Told = TypeVar("Told")


@dataclass(frozen=True, slots=True, kw_only=True)
class RowPlace:
    """The row that an entry was read from."""

    sheet: str
    row: int
    columns: Mapping[FieldPath, int]
    """Columns of the fields, whether filled or not."""
    first: int = 0
    """The column that stands for the entry."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CellPlace:
    """A cell with the heading of its column."""

    sheet: str
    row: int
    column: int

    @property
    def name(self) -> str:
        """The cell as a workbook names it."""
        return cell_name(self.sheet, self.row, self.column)


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Where the values of a document were read."""

    rows: Mapping[str, RowPlace] = field(default_factory=dict)
    """Paths of entries, with ids as filters and with positions, to their rows."""
    fields: Mapping[FieldPath, CellPlace] = field(default_factory=dict)
    """Fields of the programme itself."""
    sheets: Mapping[str, str] = field(default_factory=dict)
    """Lists of the programme to the first sheet of each."""

    def cell_of(self, path: str) -> str | None:
        """Return the cell of a path such as `/services[id=PAY]/name`: `Services!B4`.

        For what is missing, the cell in which it would stand, or that of what holds it; None where
        no sheet has to do with it.
        """
        before = path
        while before:
            if (place := self.rows.get(before)) is not None:
                column = _longest(place.columns, _names(path[len(before) :]))
                return cell_name(place.sheet, place.row, place.first if column is None else column)
            before = before[: max(before.rfind("/"), before.rfind("["), 0)]
        names = _names(path)
        found = _longest(self.fields, names)
        if found is not None:
            return found.name
        sheet = self.sheets.get(names[0]) if names else None
        return None if sheet is None else cell_name(sheet, 1, 0)


def with_cells(issues: Iterable[Issue], places: Places) -> tuple[Issue, ...]:
    """Return issues with the cell of each among its facts, where there is one."""
    told: list[Issue] = []
    for issue in issues:
        cell = None if "cell" in issue.facts else places.cell_of(issue.path)
        told.append(issue if cell is None else replace(issue, facts={**issue.facts, "cell": cell}))
    return tuple(told)


def _names(path: str) -> FieldPath:
    """Return the keys of a path, positions left out."""
    try:
        return tuple(step for step in read_pointer(path).steps if isinstance(step, str))
    except PointerMalformed:
        return ()


def _longest(known: Mapping[FieldPath, Told], path: FieldPath) -> Told | None:
    """Return what is known of the longest beginning of a path."""
    for length in range(len(path), -1, -1):
        if path[:length] in known:
            return known[path[:length]]
    return None

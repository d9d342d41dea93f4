"""From a path in the document to the cell that it was read from."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace

from scheduler.domain.issues import Issue
from scheduler.exchange.sheets.grid import cell_name
from scheduler.exchange.sheets.layout import FieldPath
from scheduler.exchange.sheets.naming import heading
from scheduler.interchange.pointers import PointerMalformed, read_pointer


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
        found = self._found(path)
        return None if found is None else found[0].name

    def told(self, path: str) -> dict[str, str]:
        """Return `sheet`, `cell` and `column` of a path; empty where no sheet has to do with it."""
        found = self._found(path)
        if found is None:
            return {}
        place, column = found
        return {"sheet": place.sheet, "cell": place.name, "column": column}

    def _found(self, path: str) -> tuple[CellPlace, str] | None:
        """Return a cell and the heading of its column."""
        before = path
        while before:
            if (row := self.rows.get(before)) is not None:
                known = _longest(row.columns, _names(path[len(before) :]))
                at = row.first if known is None else row.columns[known]
                place = CellPlace(sheet=row.sheet, row=row.row, column=at)
                return place, heading(known or ())
            before = before[: max(before.rfind("/"), before.rfind("["), 0)]
        names = _names(path)
        field = _longest(self.fields, names)
        if field is not None:
            return self.fields[field], heading(field)
        within = next((path for path in self.fields if names and path[:1] == names[:1]), None)
        if within is not None:
            return self.fields[within], heading(within)
        sheet = self.sheets.get(names[0]) if names else None
        return None if sheet is None else (CellPlace(sheet=sheet, row=1, column=0), "")


def with_cells(issues: Iterable[Issue], places: Places) -> tuple[Issue, ...]:
    """Return issues with the cell of each among its facts, where there is one."""
    told: list[Issue] = []
    for issue in issues:
        where = {} if "cell" in issue.facts else places.told(issue.path)
        told.append(replace(issue, facts={**issue.facts, **where}) if where else issue)
    return tuple(told)


def _names(path: str) -> FieldPath:
    """Return the keys of a path, positions left out."""
    try:
        return tuple(step for step in read_pointer(path).steps if isinstance(step, str))
    except PointerMalformed:
        return ()


def _longest(known: Collection[FieldPath], path: FieldPath) -> FieldPath | None:
    """Return the longest beginning of a path that is known."""
    return next((path[:n] for n in range(len(path), -1, -1) if path[:n] in known), None)

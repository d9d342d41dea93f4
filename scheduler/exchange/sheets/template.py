"""A workbook to fill in, and the smallest shipped programme as an example of one."""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.demo import demo_programmes
from scheduler.domain.programme import Programme
from scheduler.exchange.sheets.cells_in import expected
from scheduler.exchange.sheets.grid import CellOut, OutColumn, OutSheet
from scheduler.exchange.sheets.kinds import Scalar
from scheduler.exchange.sheets.layout import (
    COLUMNS,
    PROGRAMME,
    READ_ME,
    programme_layout,
)
from scheduler.exchange.sheets.sheets_out import (
    empty_sheet,
    programme_sheets,
    root_sheet,
    table_columns,
)
from scheduler.exchange.sheets.xlsx_out import workbook_of
from scheduler.interchange.programme_json import FORMAT_VERSION, read_programme

_TEXT = Scalar(base="text")


def template_workbook() -> bytes:
    """Return an empty workbook to fill in: what a first programme needs, and how to add the rest.

    Its first sheet says what to do, its last one what every column of every sheet holds.
    """
    used = {sheet.name for sheet in programme_sheets(_example())}
    tables = [table for table in programme_layout().tables if table.name in used]
    return workbook_of(
        (
            _read_me(),
            root_sheet({"format_version": FORMAT_VERSION}),
            *map(empty_sheet, tables),
            _columns(),
        ),
        to_fill=True,
    )


def example_workbook() -> bytes:
    """Return the smallest shipped programme as a workbook, with the same first and last sheet."""
    return workbook_of((_read_me(), *programme_sheets(_example()), _columns()))


def _example() -> Programme:
    return read_programme(demo_programmes()[0].document)


def _name(*fields: str) -> str:
    """Return the name of the sheet of a list."""
    return programme_layout().of(tuple((field,) for field in fields))[0].name


def _read_me() -> OutSheet:
    return OutSheet(
        name=READ_ME,
        columns=(OutColumn(heading="How to fill this in"),),
        rows=tuple((line,) for line in _lines()),
    )


def _lines() -> Iterator[str]:
    yield (
        f"Needed at least are the yellow rows of {PROGRAMME} and one row of {_name('calendars')}. "
        "Yellow headings are columns that every row needs."
    )
    yield (
        f"A plan also needs services: {_name('service_groups')}, the ways to source each on "
        f"{_name('service_groups', 'options')}, and {_name('services')}."
    )
    yield (
        f"What has to be done is on {_name('activity_templates')}, once for each service or group; "
        f"how long it takes on {_name('services', 'durations')} and "
        f"{_name('service_groups', 'options', 'durations')}; who does it on {_name('teams')} and "
        f"{_name('teams', 'capacity')}, in hundredths of a person."
    )
    yield (
        "What a plan must observe is on the sheets of rules, one for each kind; sheets of rule "
        "templates hold rules that are the same for many services."
    )
    yield "A sheet that is empty may be deleted, and so may a column that is empty and not yellow."
    yield (
        f"There are more sheets than those here. To use one, add a sheet with its name and its "
        f"headings from the sheet {COLUMNS}."
    )
    yield (
        "An id begins with a letter, then letters, digits, - and _. A sheet whose rows belong to "
        "rows of another names these by their id in its first columns. Where two have the same id, "
        "the first is written id #1, the second id #2."
    )
    yield (
        "Several values in one cell have semicolons between them: a; b; c. Values by name are "
        'written PM=100; CHANGE=50. A value with a semicolon in it stands in "double quotes".'
    )
    yield (
        "Dates may be real dates, 2023-11-06, 06/11/2023 or 6 November 2023; both the first and "
        "the last day of a stretch of time are included."
    )
    yield "Write yes or no where something holds or not. An empty cell means the usual."
    yield (
        "The order of rows is kept. On sheets of rules the column order says where a rule stands "
        "among those of other sheets; it may be left empty."
    )
    yield "Columns and sheets whose name begins with # are your own and are not read."


def _columns() -> OutSheet:
    """Return what every column of every sheet holds."""
    rows: list[tuple[CellOut, ...]] = [
        (PROGRAMME, *_told(field)) for field in root_sheet({}).fields
    ]
    for table in programme_layout().tables:
        rows += [(table.name, *_told(column)) for column in table_columns(table)]
    headings = ("sheet", "column", "needed", "holds", "meaning")
    return OutSheet(
        name=COLUMNS,
        columns=tuple(OutColumn(heading=heading) for heading in headings),
        rows=tuple(rows),
    )


def _told(column: OutColumn) -> tuple[str, str, str, str]:
    holds = "" if column.kind is None else expected(column.kind)
    return column.heading, "yes" if column.required else "", holds, column.meaning

"""The workbook to fill in, and what comes of filling it in."""

from __future__ import annotations

import io
import json
from datetime import date

import openpyxl

from scheduler.exchange.sheets.layout import COLUMNS, PROGRAMME, READ_ME, programme_layout
from scheduler.exchange.sheets.programme_sheets import read_workbook
from scheduler.exchange.sheets.sheets_out import table_columns
from scheduler.exchange.sheets.template import example_workbook, template_workbook
from scheduler.interchange.programme_json import read_programme
from scheduler.interchange.valid_programme import valid_programme
from tests.exchange.sheets.round_trips import small

TEMPLATE = template_workbook()


def filled(cells: dict[tuple[str, str], object]) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(TEMPLATE))
    for (page, cell), value in cells.items():
        book[page][cell].value = value
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def test_an_empty_template_lacks_just_what_must_be_filled_in() -> None:
    read = read_workbook(TEMPLATE)
    assert read.losses == ()
    assert {issue.code for issue in read.issues} == {"missing_field"}
    book = openpyxl.load_workbook(io.BytesIO(TEMPLATE))
    page = book[PROGRAMME]
    yellow = {
        f"{PROGRAMME}!B{cell.row}"
        for cell in page["A"][1:]
        if cell.fill.fgColor.rgb == "00F6E3B4" and page.cell(cell.row, 2).value is None
    }
    assert {issue.facts["cell"] for issue in read.issues} == yellow


def test_what_the_first_sheet_calls_the_least_is_a_programme() -> None:
    told = {
        ("id", "tiny"),
        ("name", "A tiny exit"),
        ("plan from", date(2024, 1, 1)),
        ("plan until", "31/12/2024"),
        ("contract: supplier", "Somebody"),
        ("contract: end date", "30 September 2024"),
        ("default calendar", "council"),
    }
    page = openpyxl.load_workbook(io.BytesIO(TEMPLATE))[PROGRAMME]
    rows = {cell.value: cell.row for cell in page["A"]}
    cells: dict[tuple[str, str], object] = {
        (PROGRAMME, f"B{rows[field]}"): value for field, value in told
    }
    read = read_workbook(filled({**cells, ("Calendars", "A2"): "council"}))
    assert read.issues == ()
    assert read.losses == ()
    assert valid_programme(json.dumps(read.document).encode()).document.name == "A tiny exit"


def test_the_example_is_the_smallest_shipped_programme() -> None:
    read = read_workbook(example_workbook())
    assert (read.issues, read.losses) == ((), ())
    assert read_programme(json.dumps(read.document).encode()) == small()


def test_the_sheets_stand_in_order_with_lists_to_choose_from() -> None:
    book = openpyxl.load_workbook(io.BytesIO(TEMPLATE))
    assert book.sheetnames[:2] == [READ_ME, PROGRAMME]
    assert book.sheetnames[-1] == COLUMNS
    assert book["Services"].freeze_panes == "B2"
    rules = book["Service group options"].data_validations.dataValidation
    listed = {rule.promptTitle: rule.formula1 for rule in rules if rule.type == "list"}
    assert "specialist_provider" in listed["model"]
    assert listed["service group"] == "'Service groups'!$A$2:$A$1000"
    noted = [rule.prompt for rule in book["Services"].data_validations.dataValidation]
    assert any("what the incumbent charges" in str(note).lower() for note in noted)


def test_the_first_sheet_names_sheets_that_there_are() -> None:
    book = openpyxl.load_workbook(io.BytesIO(TEMPLATE))
    text = " ".join(str(cell.value) for cell in book[READ_ME]["A"])
    for name in ("Calendars", "Service group options", "Activity templates", "Team capacity"):
        assert name in text
        assert name in book.sheetnames


def test_the_last_sheet_tells_every_column_of_every_sheet() -> None:
    page = openpyxl.load_workbook(io.BytesIO(TEMPLATE))[COLUMNS]
    told = {(row[0].value, row[1].value) for row in page.iter_rows(min_row=2)}
    for table in programme_layout().tables:
        for column in table_columns(table):
            assert (table.name, column.heading) in told

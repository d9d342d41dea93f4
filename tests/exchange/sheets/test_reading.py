"""Sheets as people leave them: what is meant is read, what is wrong is told with its cell."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from scheduler.domain.issues import Issue
from scheduler.errors import FileRejected, ProgrammeRejected
from scheduler.exchange.sheets.programme_sheets import read_csv_zip, read_workbook, write_workbook
from scheduler.exchange.sheets.sheets_in import ReadSheets
from scheduler.interchange.programme_json import read_programme
from scheduler.interchange.valid_programme import valid_programme
from tests.exchange.bombs import Raw, raw_zip, sheet, workbook
from tests.exchange.sheets.round_trips import small

SMALL = write_workbook(small())
PLACES = read_workbook(SMALL).places


def changed(change: Callable[[Workbook], Any]) -> ReadSheets:
    book = openpyxl.load_workbook(io.BytesIO(SMALL))
    change(book)
    written = io.BytesIO()
    book.save(written)
    return read_workbook(written.getvalue())


def put(page: str, cell: str, value: object) -> ReadSheets:
    def change(book: Workbook) -> None:
        book[page][cell].value = value
        book[page][cell].number_format = "yyyy-mm-dd" if isinstance(value, date) else "General"

    return changed(change)


def told(read: ReadSheets) -> list[tuple[str, object]]:
    return [(issue.code, issue.facts.get("cell")) for issue in read.issues]


def only(read: ReadSheets) -> Issue:
    (issue,) = read.issues
    return issue


def test_the_sheets_are_where_these_tests_look() -> None:
    book = openpyxl.load_workbook(io.BytesIO(SMALL))
    assert [cell.value for cell in book["Services"][1]][:4] == [
        "id",
        "name",
        "group",
        "criticality",
    ]
    assert book["Programme"]["A6"].value == "plan from"
    assert book["Services"]["A3"].value == "PAY"


@pytest.mark.parametrize(
    "value", ["5", " 5 ", "5.0", 5.0, 5], ids=["text", "blanks", "decimals", "float", "whole"]
)
def test_numbers_are_read_however_they_are_typed(value: object) -> None:
    read = put("Services", "D2", value)
    assert read.issues == ()
    assert read.document["services"][0]["criticality"] == 5


@pytest.mark.parametrize(
    "value",
    [
        date(2022, 10, 3),
        datetime(2022, 10, 3),
        "2022-10-03",
        "3 October 2022",
        "03/10/2022",
    ],  # as spreadsheets keep it
)
def test_dates_are_read_however_they_are_typed(value: object) -> None:
    read = put("Programme", "B6", value)
    assert read.issues == ()
    assert read.document["plan_from"] == "2022-10-03"


@pytest.mark.parametrize(
    ("value", "meant"), [("YES", True), (True, True), ("n", False), (False, False)]
)
def test_yes_and_no_are_read_however_they_are_typed(value: object, meant: bool) -> None:
    assert put("Assumptions", "C2", value).document["assumptions"][0]["confirmed"] is meant


def test_choices_are_read_with_blanks_for_underscores() -> None:
    read = put("Service group options", "E2", "Specialist Provider")
    assert read.issues == ()
    assert read.document["service_groups"][0]["options"][0]["model"] == "specialist_provider"


@pytest.mark.parametrize(
    ("page", "cell", "value", "code"),
    [
        ("Services", "D2", "often", "wrong_type"),
        ("Services", "D2", 5.5, "wrong_type"),
        ("Services", "D2", "1,000", "wrong_type"),
        ("Services", "D2", 9, "value_out_of_range"),
        ("Services", "D2", True, "wrong_type"),
        ("Services", "A2", "7up", "malformed_text"),
        ("Services", "A2", None, "missing_field"),
        ("Services", "F2", "OFF", "malformed_list"),
        ("Services", "F2", "OFF=1; OFF=2", "duplicate_name"),
        ("Services", "F2", "OFF=many", "wrong_type"),
        ("Services", "E2", '"OFF', "malformed_list"),
        ("Programme", "B6", "soon", "not_a_date"),
        ("Programme", "B6", "31/02/2022", "not_a_date"),
        ("Programme", "B6", 44837, "wrong_type"),
        ("Programme", "B6", datetime(2022, 10, 3, 14, 30), "not_a_date"),  # as above
        ("Programme", "B6", "=TODAY()", "formula_without_value"),
        ("Programme", "B8", "probably", "value_not_allowed"),
        ("Service durations", "A2", "NETT", "unknown_reference"),
        ("Service durations", "A2", None, "unknown_reference"),
        ("Service durations", "B2", None, "missing_name"),
        ("Service durations", "B3", "build", "duplicate_name"),
        ("Activity template parts", "A2", "cutover", "unknown_reference"),
        ("Precedence rules", "A2", "x" * 200, "text_too_long"),
    ],
)
def test_what_is_wrong_is_told_with_its_cell(
    page: str, cell: str, value: object, code: str
) -> None:
    read = put(page, cell, value)
    shown = f"'{page}'!{cell}" if " " in page else f"{page}!{cell}"
    assert (code, shown) in told(read)


def test_an_issue_says_sheet_column_value_and_what_is_expected() -> None:
    issue = only(put("Services", "F2", "OFF"))
    assert issue.facts["sheet"] == "Services"
    assert issue.facts["column"] == "change load"
    assert issue.value == "OFF"
    assert "PM=100" in str(issue.facts["expected"])
    issue = only(put("Services", "D2", "often"))
    assert (issue.facts["sheet"], issue.facts["column"]) == ("Services", "criticality")
    assert issue.value == "often"
    assert "a whole number" in issue.message


def test_everything_is_told_at_once() -> None:
    def spoil(book: Workbook) -> None:
        book["Services"]["D2"].value = "often"
        book["Services"]["D3"].value = "sometimes"
        book["Programme"]["B6"].value = "soon"
        book["Service durations"]["A2"].value = "NETT"
        book["Team capacity"]["C2"].value = -1

    assert sorted(str(cell) for _, cell in told(changed(spoil))) == [
        "'Service durations'!A2",
        "'Team capacity'!C2",
        "Programme!B6",
        "Services!D2",
        "Services!D3",
    ]


def test_a_name_that_is_nearly_known_is_told_with_the_known_one() -> None:
    issue = only(put("Service durations", "A2", "NETT"))
    assert issue.message.endswith("Maybe NET is meant.")


def test_a_heading_that_is_nearly_known_is_an_error_and_another_a_loss() -> None:
    issue = only(put("Services", "I1", "sourec"))
    assert (issue.code, issue.facts["cell"]) == ("unknown_column", "Services!I1")
    assert "source" in issue.message
    read = put("Services", "Z1", "Phone number of the office")
    assert read.issues == ()
    assert [(loss.code, loss.place) for loss in read.losses] == [("not_read", "Services!Z1")]
    read = put("Services", "Z1", "# criticality last year")
    assert read.issues == ()
    assert len(read.losses) == 1


def test_cells_without_a_heading_are_a_loss() -> None:
    read = put("Services", "Z3", "so much to say")
    assert read.issues == ()
    assert [(loss.code, loss.place) for loss in read.losses] == [("not_read", "Services!Z3")]


def test_a_heading_twice_is_an_error() -> None:
    assert told(put("Services", "I1", "name")) == [("duplicate_column", "Services!I1")]


def test_a_sheet_that_is_nearly_known_is_an_error_and_another_a_loss() -> None:
    def rename(book: Workbook) -> None:
        book["Assumptions"].title = "Asumptions"
        book["Service waves"].title = "Notes of the meeting"

    read = changed(rename)
    assert told(read) == [("unknown_sheet", "Asumptions!A1")]
    assert "Maybe Assumptions is meant." in read.issues[0].message
    assert [loss.place for loss in read.losses] == ["'Notes of the meeting'!A1"]


def test_a_missing_sheet_of_the_programme_is_told() -> None:
    read = changed(lambda book: book.remove(book["Programme"]))
    assert "missing_sheet" in {issue.code for issue in read.issues}


def test_an_unknown_field_of_the_programme_is_told() -> None:
    read = put("Programme", "A7", "plan untill")
    assert told(read)[0] == ("unknown_field", "Programme!A7")
    assert read.issues[0].message.endswith("Maybe plan until is meant.")


def test_empty_rows_are_passed_over() -> None:
    read = changed(lambda book: book["Services"].insert_rows(3, 4))
    assert read.issues == ()
    assert read.document == read_workbook(SMALL).document


def test_a_number_in_a_column_of_texts_is_read_and_told() -> None:
    read = put("Services", "B2", 365)
    assert read.issues == ()
    assert read.document["services"][0]["name"] == "365"
    assert [(loss.code, loss.place) for loss in read.losses] == [("changed", "Services!B2")]


def test_what_a_formula_last_showed_is_read_and_told() -> None:
    cells = '<row r="1"><c r="A1" t="inlineStr"><is><t>name</t></is></c><c r="B1" t="str"><f>A1&amp;"x"</f><v>namex</v></c></row>'
    read = read_workbook(workbook(sheet=sheet(cells)))
    assert read.document["name"] == "namex"
    assert [(loss.code, loss.place) for loss in read.losses] == [("changed", "Programme!B1")]


def test_what_a_formula_failed_to_calculate_is_told() -> None:
    cells = '<row r="1"><c r="A1" t="inlineStr"><is><t>name</t></is></c><c r="B1" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
    read = read_workbook(workbook(sheet=sheet(cells)))
    assert ("formula_error", "Programme!B1") in told(read)


def test_rows_are_put_in_their_order_over_sheets() -> None:
    def last_first(book: Workbook) -> None:
        page = book["Precedence rules"]
        at = next(cell.column for cell in page[1] if cell.value == "order")
        page.cell(row=2, column=at).value = 99

    read = changed(last_first)
    assert read.issues == ()
    ids = [rule["id"] for rule in read.document["rules"]]
    assert ids[-1] == "network-before-centre"
    assert sorted(ids) == sorted(rule.id for rule in small().rules)


def test_what_is_wrong_with_the_meaning_is_found_in_its_cell() -> None:
    def spoil(book: Workbook) -> None:
        book["Services"]["C3"].value = "PAYROL"
        book["Team capacity"]["B2"].value = date(2040, 1, 1)

    read = changed(spoil)
    assert read.issues == ()
    with pytest.raises(ProgrammeRejected) as rejected:
        valid_programme(json.dumps(read.document).encode())
    paths = [issue.path for issue in rejected.value.issues if isinstance(issue, Issue)]
    assert read.places.cell_of(paths[0]) is not None
    cells = {path: read.places.cell_of(path) for path in paths}
    assert "Services!C3" in cells.values()


@pytest.mark.parametrize(
    ("path", "cell"),
    [
        ("/services[id=PAY]/name", "Services!B3"),
        ("/services[1]/name", "Services!B3"),
        ("/services[id=NOBODY]/name", "Services!A1"),
        ("/services[id=PAY]", "Services!A3"),
        ("/services[id=PAY]/durations/build/min", "'Service durations'!C5"),
        ("/services[id=PAY]/durations/build", "'Service durations'!C5"),
        ("/services[id=PAY]/waves[0]/share_percent", "'Service waves'!C4"),
        ("/services[id=PAY]/change_load/OFF", "Services!F3"),
        ("/services[id=PAY]/yearly_cost/pence", "Services!A3"),
        ("/contract/end_date", "Programme!B13"),
        ("/contract", "Programme!B12"),
        ("/services", "Services!A1"),
        ("/teams[id=PM]/capacity[0]/hundredths", "'Team capacity'!C2"),
        ("/nothing", None),
        ("", None),
    ],
)
def test_a_path_leads_to_its_cell(path: str, cell: str | None) -> None:
    assert PLACES.cell_of(path) == cell


def test_other_files_are_refused_in_a_sentence() -> None:
    for content, said in (
        (b"", "no zip file"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "password"),
        (raw_zip([Raw(name="mimetype", data=b"application/vnd.oasis")]), "no workbook"),
    ):
        with pytest.raises(FileRejected, match=said):
            read_workbook(content)


def test_tables_of_other_spreadsheets_are_read() -> None:
    tables = {
        "Programme.csv": 'field;value\r\nformat version;1\r\nname;"Café; £"\r\n'.encode("cp1252"),
        "folder/Services.csv": "id\tname\nA\tx, y\n".encode("utf-16"),
        "notes.txt": b"mine",
    }
    read = read_csv_zip(raw_zip([Raw(name=name, data=data) for name, data in tables.items()]))
    assert read.document["name"] == "Café; £"
    assert read.document["services"] == [{"id": "A", "name": "x, y"}]
    assert [loss.code for loss in read.losses] == ["changed", "not_read"]


def test_a_filled_document_is_a_programme() -> None:
    assert read_programme(json.dumps(read_workbook(SMALL).document).encode()) == small()

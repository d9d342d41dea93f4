"""No text becomes a formula, in neither format, and every text comes back as it was."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.domain.programme import Programme
from scheduler.exchange.sheets.inert import as_written, inert
from scheduler.exchange.sheets.programme_sheets import read_workbook, write_csv_zip, write_workbook
from scheduler.exchange.sheets.xlsx_in import read_workbook_grids
from scheduler.interchange.programme_json import read_programme, to_jsonable
from tests.exchange.sheets.payloads import PAYLOADS, with_texts
from tests.exchange.sheets.round_trips import FORMATS, assert_comes_back, small

CALCULATED = re.compile(r"[\"\s]*[=+\-@]")
NUMBER = re.compile(r"-?\d+(\.\d+)?")
OFFICE = shutil.which("soffice")


def hostile(first: int) -> Programme:
    document = to_jsonable(small())
    with_texts(Programme, document, PAYLOADS, first)
    return read_programme(json.dumps(document).encode())


def assert_inert(programme: Programme) -> int:
    """Return how many cells of texts were looked at."""
    looked_at = 0
    book = openpyxl.load_workbook(io.BytesIO(write_workbook(programme)))
    for page in book.worksheets:
        for row in page.iter_rows():
            for cell in row:
                assert cell.data_type != "f"
                if isinstance(cell.value, str) and CALCULATED.match(cell.value):
                    assert cell.data_type == "s"
                    assert cell.quotePrefix
                    looked_at += 1
    with zipfile.ZipFile(io.BytesIO(write_csv_zip(programme))) as archive:
        for name in archive.namelist():
            text = archive.read(name).decode("utf-8-sig")
            for cells in csv.reader(io.StringIO(text, newline="")):
                assert not any(CALCULATED.match(c) and not NUMBER.fullmatch(c) for c in cells)
            # A program that expects other separators divides the same text otherwise.
            for divider in ";\t|":
                for piece in re.split(rf"[{divider}\r\n]", text):
                    begins = piece.partition(",")[0]
                    assert not CALCULATED.match(piece) or NUMBER.fullmatch(begins)
    return looked_at


def test_there_are_hundreds_of_payloads() -> None:
    assert len(PAYLOADS) >= 300


@pytest.mark.parametrize("first", range(0, len(PAYLOADS), 120))
def test_no_text_is_a_formula(first: int) -> None:
    assert assert_inert(hostile(first)) > 50


@pytest.mark.parametrize("of", FORMATS)
@pytest.mark.parametrize("first", range(0, len(PAYLOADS), 160))
def test_what_looks_like_a_formula_comes_back(first: int, of: str) -> None:
    assert_comes_back(hostile(first), of)


@pytest.mark.slow
def test_every_payload_in_every_text_comes_back_from_tables() -> None:
    for first in range(len(PAYLOADS)):
        assert_comes_back(hostile(first), "csv")


@pytest.mark.slow
@pytest.mark.parametrize("first", range(0, len(PAYLOADS), 16))
def test_every_payload_in_some_texts_is_inert_and_comes_back(first: int) -> None:
    programme = hostile(first)
    assert_inert(programme)
    assert_comes_back(programme, "xlsx")


@given(st.text(alphabet="=+-@'\";,|%\t\r\n a1＝", max_size=12))
def test_an_inert_text_is_read_as_it_was(text: str) -> None:
    assert as_written(inert(text)) == text


@given(st.text(alphabet="=+-@'\";,|\t\r\n a1", max_size=12))
def test_an_inert_text_begins_no_formula_wherever_it_is_divided(text: str) -> None:
    for piece in re.split(r"[,;\t\r\n|]", inert(text)):
        assert not CALCULATED.match(piece)


@pytest.mark.slow
@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_both_and_calculates_nothing(tmp_path: Path) -> None:
    programme = hostile(7)
    (tmp_path / "book.xlsx").write_bytes(write_workbook(programme))
    with zipfile.ZipFile(io.BytesIO(write_csv_zip(programme))) as archive:
        archive.extractall(tmp_path)  # written a line above
    out = tmp_path / "out"
    names = [tmp_path / "book.xlsx", *sorted(tmp_path.glob("*.csv"))]
    subprocess.run(
        [
            *(OFFICE or "", "--headless", f"-env:UserInstallation=file://{tmp_path}/profile"),
            *("--convert-to", "xlsx", "--outdir", str(out), *map(str, names)),
        ],
        check=True,
        capture_output=True,
        timeout=300,
    )
    made = sorted(out.glob("*.xlsx"))
    assert len(made) == len(names)
    for path in made:
        assert read_workbook_grids(path.read_bytes()).formulas == 0
    again = read_workbook((out / "book.xlsx").read_bytes())
    assert again.issues == ()
    assert read_programme(json.dumps(again.document).encode()) == programme

"""Programmes that go into sheets and come back."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from scheduler.domain.programme import Programme
from scheduler.errors import ProgrammeRejected
from scheduler.exchange.sheets.programme_sheets import (
    read_csv_zip,
    read_workbook,
    write_csv_zip,
    write_workbook,
)
from scheduler.exchange.sheets.sheets_in import ReadSheets
from scheduler.interchange.programme_json import programme_hash, read_programme

FIXTURES = Path(__file__).parents[3] / "fixtures"

Write = Callable[[Programme], bytes]
Read = Callable[[bytes], ReadSheets]
FORMATS: dict[str, tuple[Write, Read]] = {
    "xlsx": (write_workbook, read_workbook),
    "csv": (write_csv_zip, read_csv_zip),
}


def fixture_programmes() -> list[tuple[str, Programme]]:
    found: list[tuple[str, Programme]] = []
    for path in sorted(FIXTURES.rglob("*.json")):
        try:
            found.append((path.stem, read_programme(path.read_bytes())))
        except ProgrammeRejected:
            assert (
                path.parent.name in ("changes", "infeasible", "replay") or "expected" in path.name
            )
    return found


def small() -> Programme:
    return read_programme((FIXTURES / "programmes" / "small.json").read_bytes())


def assert_comes_back(programme: Programme, of: str) -> None:
    write, read = FORMATS[of]
    came = read(write(programme))
    assert came.issues == ()
    assert came.losses == ()
    back = read_programme(json.dumps(came.document).encode())
    assert back == programme
    assert programme_hash(back) == programme_hash(programme)

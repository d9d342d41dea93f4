"""Archives that ask for too much are refused, and each in a sentence."""

from __future__ import annotations

import io
import zipfile

import pytest

from scheduler.errors import FileRejected
from scheduler.exchange.archive import MOST_ENTRIES, chunks, opened, unpacked
from scheduler.exchange.sheets.programme_sheets import read_csv_zip, read_workbook
from tests.exchange.bombs import Raw, archive_bombs, csv_bombs, noise, raw_zip, workbook_bombs

ARCHIVES = dict(archive_bombs())


def everything_of(content: bytes) -> None:
    archive = opened(content, "zip")
    for name in archive.entries:
        unpacked(archive, name)


@pytest.mark.parametrize("name", ARCHIVES)
def test_an_archive_that_lies_or_swells_is_refused(name: str) -> None:
    for read in (everything_of, read_workbook, read_csv_zip):
        with pytest.raises(FileRejected, match="not a readable"):
            read(ARCHIVES[name])


def test_workbooks_that_swell_are_refused() -> None:
    for _, content in workbook_bombs():
        with pytest.raises(FileRejected, match="not a readable XLSX"):
            read_workbook(content)


def test_tables_that_swell_are_refused() -> None:
    for _, content in csv_bombs():
        with pytest.raises(FileRejected, match="not a readable zip of CSV"):
            read_csv_zip(content)


def test_there_are_many_kinds_of_them() -> None:
    assert len(ARCHIVES) >= 50


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_what_was_packed_is_unpacked(method: int) -> None:
    told = {"a.txt": b"", "b/c.txt": noise(300_000).encode(), "d.txt": bytes(60_000)}
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", method) as archive:
        archive.mkdir("b")
        for name, data in told.items():
            archive.writestr(name, data)
    read = opened(written.getvalue(), "zip")
    assert {name: unpacked(read, name) for name in read.entries} == told
    assert max(map(len, chunks(read, "b/c.txt"))) <= 64 * 1024


def test_an_archive_written_piece_by_piece_is_read() -> None:
    class Pipe(io.RawIOBase):
        """Cannot go back, so that sizes stand behind the bytes."""

        def __init__(self) -> None:
            self.written = b""

        def writable(self) -> bool:
            return True

        def write(self, data: bytes) -> int:  # type: ignore[override]  # only bytes are written
            self.written += bytes(data)
            return len(data)

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", b"abc" * 100)
    assert unpacked(opened(pipe.written, "zip"), "a.txt") == b"abc" * 100


def test_as_many_entries_as_are_allowed_are_read() -> None:
    entries = [Raw(name=f"{n}.txt", data=b"a") for n in range(MOST_ENTRIES)]
    assert len(opened(raw_zip(entries), "zip").entries) == MOST_ENTRIES

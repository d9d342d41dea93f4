"""Files that MPXJ reads in a child process: the result or a refusal, and nothing left behind."""

import contextlib
import importlib.util
import os
import random
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest

from scheduler.errors import FileRejected
from scheduler.exchange.formats import FORMATS
from scheduler.exchange.mpxj import child, reading
from scheduler.exchange.mpxj.reading import ConversionLimits, read_by_mpxj, read_mpx, read_planner

MPX = """MPX,Microsoft Project,4.0,ANSI
30,Leaving,,,,1/5/26 8:00 AM
60,ID,Name,Duration,Start,Outline Level,Unique ID,Predecessors
61,90,1,40,50,3,98,70
70,1,Prepare,2d,1/5/26 8:00 AM,1,11,
70,2,Go,3d,1/7/26 8:00 AM,1,12,1FS+1d
"""
PLANNER = """<?xml version="1.0"?>
<project name="Leaving" project-start="20260105T000000Z" mrproject-version="2" calendar="1">
 <calendars><day-types/>
  <calendar id="1" name="Default"><default-week mon="0" tue="0" wed="0" thu="0" fri="0" sat="1" sun="1"/><overridden-day-types/><days/></calendar>
 </calendars>
 <tasks>
  <task id="1" name="Prepare" work="57600" start="20260105T080000Z" end="20260106T170000Z" work-start="20260105T080000Z" percent-complete="0" priority="0" type="normal" scheduling="fixed-work"/>
 </tasks>
</project>
"""
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

SAMPLES = os.environ.get("PHASED_EXIT_SAMPLES", "")
"""A directory with files of Microsoft Project, where there is one."""

java = pytest.mark.skipif(
    shutil.which("java") is None or importlib.util.find_spec("mpxj") is None,
    reason="MPXJ can not be asked: Java or the extra `mpp` is missing",
)


@pytest.fixture(name="empty_folder", autouse=True)
def empty_folder_(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The directory for temporary files, which is empty before and after."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


@java
def test_a_text_file_of_microsoft_project(empty_folder: Path) -> None:
    read = read_mpx(MPX.encode())
    assert [task.name for task in read.project.tasks] == ["Prepare", "Go"]
    (link,) = read.project.links
    prepare, go = read.project.tasks
    assert (link.predecessor, link.successor, link.lag) == (prepare.id, go.id, 480)
    assert go.duration == 3 * 480
    assert read.losses[0].text.startswith("read by MPXJ")
    assert not list(empty_folder.iterdir())


@java
def test_a_file_of_planner(empty_folder: Path) -> None:
    read = read_planner(PLANNER.encode())
    assert [task.name for task in read.project.tasks] == ["Prepare"]
    assert not list(empty_folder.iterdir())


@java
@pytest.mark.parametrize("suffix", [".mpp", ".mpx"])
def test_a_broken_file_is_refused(suffix: str, empty_folder: Path) -> None:
    content = {".mpp": OLE + bytes(5000), ".mpx": MPX.replace("2d,", "2 nights,").encode()}[suffix]
    with pytest.raises(FileRejected):
        read_by_mpxj(content, suffix)
    assert not list(empty_folder.iterdir())


def test_a_document_type_is_not_followed() -> None:
    entity = '<!DOCTYPE p [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
    content = PLANNER.replace("<project", f"{entity}<project", 1).replace('"Prepare"', '"&e;"')
    with pytest.raises(FileRejected, match="document type"):
        read_planner(content.encode())


@java
@pytest.mark.parametrize(
    ("limits", "said"),
    [
        (ConversionLimits(seconds=0.05), "longer than 0.05 seconds"),
        (ConversionLimits(megabytes=1), "memory|did not start|broke off"),
    ],
)
def test_time_and_memory_are_bounded(
    limits: ConversionLimits, said: str, empty_folder: Path
) -> None:
    with pytest.raises(FileRejected, match=said):
        read_mpx(MPX.encode(), limits)
    assert not list(empty_folder.iterdir())


@pytest.mark.parametrize(
    ("content", "suffix"),
    [(b"PK\x03\x04", ".mpp"), (b"", ".mpp"), (OLE, ".mpx"), (b"MPX", ".planner"), (OLE, ".pp")],
)
def test_what_is_not_what_it_is_called_is_refused_without_java(
    content: bytes, suffix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(subprocess, "run")
    with pytest.raises(FileRejected):
        read_by_mpxj(content, suffix)


def test_where_the_extra_is_missing_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with pytest.raises(FileRejected, match="needs the extra mpp and a Java runtime"):
        read_mpx(MPX.encode())


def test_where_java_is_missing_it_is_named(
    monkeypatch: pytest.MonkeyPatch, empty_folder: Path
) -> None:
    jpype: Any = pytest.importorskip("jpype")

    def none() -> str:
        raise jpype.JVMNotFoundException("none")

    monkeypatch.setattr(jpype, "getDefaultJVMPath", none)
    result = str(empty_folder / "result.xml")
    told = child.convert(child.READERS[0], "source", result, 64)
    assert told == {"problem": reading.MISSING}


def test_what_java_says_need_not_be_text() -> None:
    class Error:
        def getClass(self) -> "Error":  # noqa: N802 - Java's name
            return self

        def getSimpleName(self) -> str:  # noqa: N802
            return "IllegalArgumentException"

        def getMessage(self) -> str:  # noqa: N802
            return b"\xed\xa0\x80".decode()

    assert child._said(Error()) == "IllegalArgumentException"


def test_a_child_that_breaks_off_is_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    if importlib.util.find_spec("mpxj") is None:
        pytest.skip("the extra `mpp` is missing")
    monkeypatch.setattr(sys, "executable", shutil.which("false"))
    with pytest.raises(FileRejected, match="broke off"):
        read_mpx(MPX.encode())


def test_only_readers_of_one_format_are_run() -> None:
    with pytest.raises(SystemExit):
        child.main(["org.mpxj.reader.UniversalProjectReader", "a", "b", "64", "10"])


@pytest.mark.parametrize("format_id", ["mpp", "mpx", "planner"])
def test_the_table_of_formats_names_these_readers(format_id: str) -> None:
    assert FORMATS[format_id].load("reader") is getattr(reading, f"read_{format_id}")


@java
@pytest.mark.slow
@pytest.mark.skipif(not SAMPLES, reason="PHASED_EXIT_SAMPLES names no directory of samples")
def test_samples_and_what_becomes_of_them_when_they_are_damaged(empty_folder: Path) -> None:
    paths = sorted(Path(SAMPLES).rglob("*.mpp"))
    chance = random.Random(20260105)
    for path in chance.sample(paths, min(5, len(paths))):
        content = path.read_bytes()
        assert read_by_mpxj(content, ".mpp").project.calendars
        damaged = bytearray(content)
        for _ in range(20):
            damaged[chance.randrange(8, len(damaged))] = chance.randrange(256)
        with contextlib.suppress(FileRejected):
            read_by_mpxj(bytes(damaged), ".mpp")
        assert not list(empty_folder.iterdir())

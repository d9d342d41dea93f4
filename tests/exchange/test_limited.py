"""A file that hangs or bloats its reader is refused, and nothing of it stays."""

import os
import sys
import tempfile
import time
from pathlib import Path

import pytest

from scheduler.exchange import limited
from scheduler.exchange.limited import Refusal, import_in_child

FILE = (Path(__file__).parents[2] / "fixtures/exchange/sparse.xml").read_bytes()


def test_a_file_is_read_as_here() -> None:
    found = import_in_child(FILE)
    assert not isinstance(found, Refusal)
    assert found["format"] == "mspdi"
    assert found["questions"]


def test_what_hangs_is_ended_with_all_that_it_began(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    note = tmp_path / "began"
    child = (
        "import pathlib, subprocess, sys, time;"
        "began = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)']);"
        f"pathlib.Path({str(note)!r}).write_text(str(began.pid)); time.sleep(600)"
    )
    monkeypatch.setattr(limited, "COMMAND", (sys.executable, "-c", child))
    found = import_in_child(b"x", seconds=3.0)
    assert found == Refusal(message="reading the file takes longer than 3 seconds")
    assert _ends(int(note.read_text("utf-8")))


def test_what_it_wrote_goes_with_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    note, folder = tmp_path / "wrote", tmp_path / "temporary"
    folder.mkdir()
    child = (
        "import os, pathlib, tempfile;"
        f"pathlib.Path({str(note)!r}).write_text(tempfile.mkdtemp()); os._exit(1)"
    )
    monkeypatch.setattr(limited, "COMMAND", (sys.executable, "-c", child))
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    assert isinstance(import_in_child(b"x"), Refusal)
    assert Path(note.read_text("utf-8")).is_relative_to(folder)
    assert list(folder.iterdir()) == []


def test_what_takes_too_much_memory_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limited, "MEMORY", 8 * 1024 * 1024)
    found = import_in_child(FILE + b"\n" * (64 * 1024 * 1024 - len(FILE)))
    assert isinstance(found, Refusal)
    assert "memory" in found.message


def _ends(pid: int) -> bool:
    """Wait until a process has gone, or is only waited for."""
    for _ in range(100):
        try:
            os.kill(pid, 0)
            if Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()[0] == "Z":
                return True
        except (ProcessLookupError, FileNotFoundError):
            return True
        time.sleep(0.1)
    return False

"""Files are written whole or not at all."""

import os
import stat
import threading
from pathlib import Path

import pytest

from scheduler.commands.terminal import read_file, write_file
from scheduler.errors import FileRejected


def test_what_stood_there_stays_until_the_new_file_is_complete(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "out.json"
    path.write_text("kept", encoding="utf-8")
    write = Path.write_bytes

    def full(self: Path, content: bytes) -> int:
        write(self, content[:3])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(FileRejected, match="No space left"):
        write_file(str(path), "replaced")
    assert path.read_text("utf-8") == "kept"
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_keeps_its_mode_and_a_link_stays_a_link(tmp_path: Path) -> None:
    path, link = tmp_path / "out.json", tmp_path / "link.json"
    path.write_text("old", encoding="utf-8")
    path.chmod(0o640)
    link.symlink_to(path)
    write_file(str(link), "new")
    assert link.is_symlink()
    assert path.read_text("utf-8") == "new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert sorted(tmp_path.iterdir()) == [link, path]


def test_a_pipe_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    read: list[str] = []
    reader = threading.Thread(target=lambda: read.append(path.read_text("utf-8")))
    reader.start()
    write_file(str(path), "through")
    reader.join(60)
    assert read == ["through"]
    assert stat.S_ISFIFO(path.stat().st_mode)


def test_a_file_that_may_not_be_read_says_so(tmp_path: Path) -> None:
    with pytest.raises(FileRejected, match="No such file"):
        read_file(str(tmp_path / "none"))
    with pytest.raises(FileRejected, match="directory"):
        read_file(str(tmp_path))

"""`phased-exit backup` and `restore` as somebody runs them who moves to another machine."""

from pathlib import Path

import pytest

from api.cli import main
from tests.api.conftest import opened
from tests.api.store.shelf import look, stock


def test_what_is_kept_in_a_file_fills_an_empty_folder(
    sqlite_url: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    with opened(sqlite_url) as database:
        stock(database)
    file, new = str(tmp_path / "backup.zip"), tmp_path / "new"
    assert main(["backup", file, "--data", str(tmp_path)]) == 0
    kept = capsys.readouterr().out
    assert main(["backup", file, "--data", str(tmp_path)]) == 2
    assert "overwrites nothing" in capsys.readouterr().err
    assert main(["restore", file, "--data", str(new)]) == 0
    assert capsys.readouterr().out == kept.replace("kept", "restored", 1)
    assert "the audit of north ends at number 2 " in kept
    with opened(f"sqlite:///{new / 'phased-exit.db'}") as database:
        assert look(database).state == "queued"
    assert main(["restore", file, "--data", str(new)]) == 2
    assert main(["restore", file, "--data", str(new), "--force"]) == 0
    assert main(["restore", str(tmp_path / "none.zip"), "--data", str(tmp_path / "third")]) == 2
    assert not (tmp_path / "third").exists()

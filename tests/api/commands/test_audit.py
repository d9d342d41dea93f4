"""`phased-exit audit verify` as somebody runs it who was asked whether nothing is missing."""

import json
from pathlib import Path

import pytest

from api.cli import main
from api.store.database import Database
from tests.api.store.shelf import do, stock


def verify(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    code = main(["audit", "verify", *words])
    return code, capsys.readouterr().out


def test_a_chain_that_holds_and_one_that_does_not(
    database: Database,
    database_url: str,
    dialect: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    if dialect == "postgresql":
        monkeypatch.setenv("DATABASE_URL", database_url)
    data = ("--data", str(tmp_path))
    assert verify(capsys, *data) == (0, "nothing was ever done here\n")
    stock(database)
    code, said = verify(capsys, *data)
    assert code == 0
    assert said.startswith("north: 2 hold, up to number 2 ")
    do(database, "DELETE FROM audit WHERE number = 1")
    assert verify(capsys, *data) == (5, "north: broken at number 1; 0 before it hold\n")
    code, said = verify(capsys, *data, "--json")
    assert code == 5
    (found,) = json.loads(said)["chains"]
    assert (found["tenant"], found["holds"], found["first_broken"]) == ("north", False, 1)


def test_where_nothing_is_stored_nothing_is_made(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    assert verify(capsys, "--data", str(tmp_path / "none"))[0] == 2
    assert not (tmp_path / "none").exists()

"""`phased-exit mcp` before it offers anything."""

from pathlib import Path

import pytest

from api.cli import main
from api.commands import mcp


def test_without_the_extra_it_says_how_to_install_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(mcp, "find_spec", lambda _name: None)
    assert main(["mcp"]) == 2
    said = capsys.readouterr()
    assert "pip install 'phased-exit[mcp]'" in " ".join(said.err.split())
    assert said.out == ""


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["--url", "plans.example.org"], "is not an address"),
        (["--url", "file:///etc/passwd"], "is not an address"),
        (["--url", "https://key@plans.example.org"], "belongs in PHASED_EXIT_KEY"),
        (["--url", "http://plans.example.org"], "without encryption"),
        (["--url", "http://127.0.0.1:1", "--data", "x"], "--data is of the service run here"),
        (["--files", "no/such/folder"], "there is no folder"),
    ],
)
def test_what_it_cannot_be_started_with(
    words: list[str],
    reason: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PHASED_EXIT_KEY", "secret")
    assert main(["mcp", *words]) == 2
    assert reason in " ".join(capsys.readouterr().err.split())

"""Expansion gives what was worked out by hand; the arithmetic is in golden/README.md."""

import json
from pathlib import Path

import pytest

from scheduler.domain.programme import Programme
from scheduler.expansion.expand import expand
from scheduler.interchange.programme_json import read_programme, to_jsonable, write_programme
from scheduler.validation import find_issues

GOLDEN = sorted((Path(__file__).parent / "golden").glob("*.json"))


def _read(path: Path) -> tuple[Programme, dict[str, object]]:
    golden = json.loads(path.read_text("utf-8"))
    return read_programme(json.dumps(golden["programme"]).encode()), golden["expanded"]


@pytest.mark.parametrize("path", GOLDEN, ids=lambda p: p.stem)
def test_expansion_gives_what_was_worked_out_by_hand(path: Path) -> None:
    programme, expected = _read(path)
    made = to_jsonable(expand(programme).document)
    for field, value in expected.items():
        assert made[field] == value


@pytest.mark.parametrize("path", GOLDEN, ids=lambda p: p.stem)
def test_expanding_again_changes_nothing(path: Path) -> None:
    programme, _ = _read(path)
    once = expand(programme).document
    assert expand(once).document == once
    assert read_programme(write_programme(once)) == once


@pytest.mark.parametrize("path", GOLDEN, ids=lambda p: p.stem)
def test_the_arithmetic_is_told(path: Path) -> None:
    told = (path.parent / "README.md").read_text("utf-8")
    assert f"**{path.name}.**" in told


@pytest.mark.parametrize("path", GOLDEN, ids=lambda p: p.stem)
def test_golden_programmes_have_no_errors(path: Path) -> None:
    programme, _ = _read(path)
    assert [i.line() for i in find_issues(programme)[1] if i.severity == "error"] == []

"""Programmes that can be planned."""

import json
from pathlib import Path

import pytest

from scheduler.errors import FileRejected, ProgrammeRejected
from scheduler.interchange.valid_programme import valid_programme

SMALL = (Path(__file__).parents[2] / "fixtures/programmes/small.json").read_bytes()


def test_a_programme_comes_with_its_expansion() -> None:
    valid = valid_programme(SMALL)
    assert valid.document.durations == "likely"
    assert set(valid.expanded.services) == {s.id for s in valid.document.services}
    assert not any(issue.severity == "error" for issue in valid.warnings)


def test_durations_are_those_asked_for() -> None:
    valid = valid_programme(SMALL, durations="max")
    assert valid.expanded.document.durations == "max"


def test_all_that_is_wrong_in_its_meaning_is_told() -> None:
    document = json.loads(SMALL)
    document["contract"]["end_date"] = "1999-01-01"
    document["time_zone"] = "Europe/Lincoln"
    with pytest.raises(ProgrammeRejected) as refused:
        valid_programme(json.dumps(document).encode())
    assert len({issue.line() for issue in refused.value.issues}) > 1


def test_what_is_no_json_is_refused() -> None:
    with pytest.raises(FileRejected):
        valid_programme(b"{")

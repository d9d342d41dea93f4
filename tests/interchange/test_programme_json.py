"""Programmes survive writing and reading; their hash says what they say and nothing else."""

import hashlib
import json
from pathlib import Path

import pytest
import rfc8785

from scheduler.expansion.expand import expand
from scheduler.interchange import programme_json
from scheduler.interchange.programme_json import (
    programme_hash,
    read_programme,
    to_jsonable,
    write_programme,
)
from tests.validation.documents import programme, sound

FIXTURES = Path(__file__).parents[2] / "fixtures" / "programmes"
SHIPPED = sorted(p for p in FIXTURES.glob("*.json") if ".expected" not in p.name)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda p: p.stem)
def test_shipped_programmes_survive_writing_and_reading(path: Path) -> None:
    read = read_programme(path.read_bytes())
    assert read_programme(write_programme(read)) == read
    expanded = expand(read).document
    assert read_programme(write_programme(expanded)) == expanded
    assert expand(expanded).document == expanded


def test_what_is_written_is_what_a_planner_would_write() -> None:
    assert to_jsonable(programme(sound()))["rules"][0] == {
        "id": "go",
        "kind": "precedence",
        "before": "GO",
        "after": "PLAN",
    }
    text = write_programme(programme(sound())).decode()
    assert text.startswith('{\n  "format_version": 1,\n  "id": "small",\n')
    assert text.endswith("}\n")


def test_a_default_written_out_changes_nothing() -> None:
    document = sound()
    document["currency"] = "GBP"
    document["rules"][0] |= {"link": "FS", "min_lag": 0, "price": None}
    assert programme(document) == programme(sound())
    assert programme_hash(programme(document)) == programme_hash(programme(sound()))


def test_the_order_of_fields_and_the_form_of_numbers_change_nothing() -> None:
    document = dict(reversed(sound().items()))
    document["activity_templates"][0]["duration"] = {"max": 15.0, "likely": 1e1, "min": 5}
    assert programme_hash(programme(document)) == programme_hash(programme(sound()))


def test_any_change_of_meaning_changes_the_hash() -> None:
    document = sound()
    document["rules"][0]["min_lag"] = 1
    assert programme_hash(programme(document)) != programme_hash(programme(sound()))


def test_hashes_kept_are_few_and_never_those_of_another_programme() -> None:
    documents = [{**sound(), "name": f"Programme {number}"} for number in range(40)]
    found = set()
    for document in documents:
        # Gone afterwards, so that the next may have its place in memory.
        made = programme(document)
        first, again = programme_hash(made), programme_hash(made)
        canonical = rfc8785.dumps(to_jsonable(made))
        assert first == again == hashlib.sha256(canonical).hexdigest()
        found.add(first)
    assert len(found) == len(documents)
    assert len(programme_json._hashes) <= programme_json.MOST_HASHES_KEPT


def test_the_hash_is_the_same_from_version_to_version() -> None:
    minimal = {
        "format_version": 1,
        "id": "minimal",
        "name": "Café £",
        "plan_from": "2023-01-02",
        "plan_until": "2023-12-29",
        "contract": {"supplier": "S", "end_date": "2023-10-31"},
        "calendars": [{"id": "week"}],
        "default_calendar": "week",
    }
    canonical = json.dumps(minimal, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert programme_hash(programme(minimal)) == hashlib.sha256(canonical.encode()).hexdigest()
    assert programme_hash(programme(minimal)).startswith("f95b4f612fcbd3f6")

"""Whatever passes validation, the stages after it can work on: nothing raises.

Documents are spoilt at random places, again and again from the same seed.
"""

import copy
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from scheduler.construction.first_plan import first_plan
from scheduler.errors import InputError
from scheduler.expansion.expand import expand
from scheduler.interchange.plan_json import disagreements, plan_to_jsonable, read_plan
from scheduler.interchange.programme_json import (
    programme_hash,
    read_programme,
    write_programme,
)
from scheduler.rules.conditional import statement_of
from scheduler.solver.build import build_model
from scheduler.validation import find_issues
from scheduler.verification.verify import verify
from tests.validation.documents import sound

WORLDS = Path(__file__).parents[2] / "fixtures" / "small_worlds"
NUMBERS = (0, 1, -1, 2, 5, 100, 2000, -2000, 10**6, 10**7, 0.5, 1e5, None, True)
WORDS = (
    "{service}.build",
    "{last_cutover}",
    "",
    "9999-12-31",
    "0001-01-01",
    "work",
    "span",
    "event",
)


@pytest.mark.parametrize("seed", range(8))
def test_what_passes_validation_never_makes_a_later_stage_raise(seed: int) -> None:
    chance = random.Random(seed)
    documents = [sound(), *(_world(path) for path in sorted(WORLDS.glob("*.json")))]
    for _ in range(60):
        document = copy.deepcopy(chance.choice(documents))
        for _ in range(chance.choice((1, 1, 1, 2, 3, 5))):
            _spoil(document, chance)
        _through_every_stage(document)


def _through_every_stage(document: dict[str, Any]) -> None:
    try:
        programme = read_programme(json.dumps(document).encode())
    except InputError:
        return
    expanded, issues = find_issues(programme)
    assert json.dumps([issue.value for issue in issues]) is not None
    assert read_programme(write_programme(programme)) == programme
    assert programme_hash(programme)
    if expanded is None:
        assert any(issue.severity == "error" for issue in issues)
        return
    again = read_programme(write_programme(expanded.document))
    assert expand(again).document == expanded.document
    assert find_issues(again)[0] is not None
    for rule in expanded.document.rules:
        assert statement_of(rule, expanded)
    plan = first_plan(expanded)
    verify(expanded, plan)
    read = read_plan(json.dumps(plan_to_jsonable(expanded, plan)).encode(), expanded)
    assert read.plan == plan
    assert disagreements(expanded, read) == []
    assert build_model(expanded).model.validate() == ""


def _world(path: Path) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return dict(document.get("programme", document))


def _spoil(document: dict[str, Any], chance: random.Random) -> None:
    places = [(at, value) for at, value in _places(document) if at]
    at, value = chance.choice(places)
    inside: Any = document
    for step in at[:-1]:
        inside = inside[step]
    lot = chance.random()
    if lot < 0.15:
        del inside[at[-1]]
    elif lot < 0.3 and isinstance(inside, list):
        inside.append(copy.deepcopy(value))
    elif isinstance(value, str):
        others = [other for _, other in places if isinstance(other, str)]
        inside[at[-1]] = chance.choice([*others, *WORDS])
    elif isinstance(value, int | float):
        inside[at[-1]] = chance.choice(NUMBERS)
    elif isinstance(value, list):
        inside[at[-1]] = copy.deepcopy(chance.choice([[], value + value, value[:1]]))
    elif isinstance(value, dict):
        objects = [other for _, other in places if isinstance(other, dict)]
        inside[at[-1]] = copy.deepcopy(chance.choice([{}, *objects]))


def _places(value: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    yield at, value
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _places(item, (*at, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _places(item, (*at, index))

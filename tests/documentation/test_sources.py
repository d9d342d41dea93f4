"""The shipped programmes say where every number comes from, and who confirms what is assumed."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from scheduler.domain.planning_rules import ActualDates, MovedLimit
from scheduler.expansion.expand import expand
from scheduler.interchange.programme_json import read_programme
from scheduler.rules import RULES
from scheduler.validation.find_issues import find_issues

PROGRAMMES = sorted(
    path
    for folder in ("programmes", "replay")
    for path in (Path(__file__).parents[2] / "fixtures" / folder).glob("*.json")
    if not path.name.endswith((".expected.json", ".plan.json"))
)

Declared = Iterator[tuple[str, dict[str, Any]]]


def _rules(document: dict[str, Any]) -> Declared:
    for rule in document["rules"]:
        yield rule["id"], rule
    for template in document["rule_templates"]:
        yield template["id"], template["rule"]


def _numbers(value: object, path: str = "") -> Declared:
    """Yield whatever holds an estimate, an amount, a capacity or a size."""
    if isinstance(value, dict):
        if {"likely", "pence", "capacity", "size", "headcount", "absent_percent"} & value.keys():
            yield path, value
        for key, item in value.items():
            if key != "factors":  # their option has the source
                yield from _numbers(item, f"{path}/{key}")
    elif isinstance(value, list):
        for number, item in enumerate(value):
            name = item.get("id", number) if isinstance(item, dict) else number
            yield from _numbers(item, f"{path}[{name}]")


@pytest.fixture(params=PROGRAMMES, ids=lambda path: path.stem)
def document(request: pytest.FixtureRequest) -> dict[str, Any]:
    """Return a shipped programme as it stands in its file."""
    made: dict[str, Any] = json.loads(request.param.read_text(encoding="utf-8"))
    return made


def test_every_rule_has_basis_reason_and_source(document: dict[str, Any]) -> None:
    """A rule without them cannot be argued with."""
    bare = [
        name for name, rule in _rules(document) if not {"basis", "reason", "source"} <= rule.keys()
    ]
    assert bare == []


def test_every_rule_on_an_assumption_is_unconfirmed(document: dict[str, Any]) -> None:
    """What begins with `assumption` must not pass for a fact."""
    claimed = [
        name
        for name, rule in _rules(document)
        if rule["source"].startswith("assumption") and rule.get("confirmed") is not False
    ]
    assert claimed == []


def test_every_policy_has_an_owner_and_no_law_has(document: dict[str, Any]) -> None:
    """Somebody must be able to grant the exception; nobody grants one from law."""
    for name, rule in _rules(document):
        assert rule["basis"] != "policy" or "owner" in rule, name
        assert rule["basis"] != "law" or not {"price", "owner"} & rule.keys(), name


def test_every_number_has_a_source(document: dict[str, Any]) -> None:
    """An estimate, amount, capacity or size is cited or assumed with a reason."""
    assert [path for path, found in _numbers(document) if not found.get("source")] == []


def test_every_assumption_has_somebody_to_confirm_it(document: dict[str, Any]) -> None:
    """An owner and a date."""
    for assumption in document["assumptions"]:
        assert {"owner", "confirm_by", "source"} <= assumption.keys(), assumption["id"]


def test_every_customised_option_says_its_consequences(document: dict[str, Any]) -> None:
    """The board asked to know the risks and consequences of customised solutions."""
    for group in document["service_groups"]:
        for option in group["options"]:
            assert option.get("style") != "customised" or option["consequences"], option["id"]


@pytest.mark.parametrize("path", PROGRAMMES, ids=lambda path: path.stem)
def test_nothing_is_to_be_mended_in_a_shipped_programme(path: Path) -> None:
    """No warning either: long work has parts, and no number is left unread."""
    _, issues = find_issues(read_programme(path.read_bytes()))
    assert [issue.line() for issue in issues] == []


def test_the_shipped_programmes_use_every_kind_of_rule() -> None:
    """A kind that the real case never needs is not shown to anybody; no programme has begun yet."""
    used = {
        type(rule)
        for path in PROGRAMMES
        for rule in expand(read_programme(path.read_bytes())).document.rules
    }
    assert used == {kind.declares for kind in RULES} - {ActualDates, MovedLimit}

"""The catalogue says of every kind and code what the reference says, with examples that hold."""

import json
from dataclasses import fields
from typing import Any

import pytest

from scheduler.domain.planning_rules import PlanningRule
from scheduler.interchange.programme_json import read_programme
from scheduler.reference.catalogue import (
    FOUND_IN,
    issue_catalogue,
    rule_catalogue,
    shared_rule_fields,
)
from scheduler.reference.example_parts import EXAMPLES_REST_ON
from scheduler.rules import RULES
from scheduler.validation.codes import CODES
from scheduler.validation.find_issues import find_issues
from tests.architecture.source_tree import ROOT

SMALL = ROOT / "fixtures" / "programmes" / "small.json"


def test_every_kind_is_told_with_all_its_fields() -> None:
    shared = [told["name"] for told in shared_rule_fields()]
    assert shared == [f.name for f in fields(PlanningRule)]
    for kind, told in zip(RULES, rule_catalogue(), strict=True):
        own = {f.name for f in fields(kind.declares)} - {*shared, "kind"}
        assert {f["name"] for f in told["fields"]} == own
        assert told["shortfall_unit"] == kind.unit
        for field in told["fields"]:
            assert field["type"]
            assert field["meaning"]


@pytest.mark.parametrize("told", rule_catalogue(), ids=lambda told: str(told["kind"]))
def test_an_example_is_a_rule_of_the_small_programme(told: dict[str, Any]) -> None:
    example = told["example"]
    document = json.loads(SMALL.read_text("utf-8"))
    for name, declared in EXAMPLES_REST_ON.items():
        document[name] = [*document.get(name, []), declared] if name != "baseline" else declared
    named = [rule for rule in document["rules"] if rule["id"] != example["id"]]
    taken = {template["id"] for template in document["rule_templates"]}
    assert example["kind"] == told["kind"]
    new = example if example["id"] not in taken else {**example, "id": f"{example['id']}-too"}
    programme = read_programme(json.dumps({**document, "rules": [*named, new]}).encode())
    _, issues = find_issues(programme)
    assert [issue.line() for issue in issues] == []


def test_every_code_is_told_where_it_is_found() -> None:
    told = issue_catalogue()
    assert {entry["code"] for entry in told} == set(CODES)
    assert told == sorted(told, key=lambda entry: entry["code"])
    for entry in told:
        _, codes = FOUND_IN[entry["found_in"]]
        assert entry["meaning"] == codes[entry["code"]]


def test_the_catalogue_is_plain_json() -> None:
    made = [rule_catalogue(), shared_rule_fields(), issue_catalogue()]
    assert json.loads(json.dumps(made)) == made

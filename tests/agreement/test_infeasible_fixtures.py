"""Each infeasible programme has just the clash written beside it, by the checker's enumeration."""

import json
from pathlib import Path

import pytest

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.expansion.expand import expand
from scheduler.interchange.programme_json import read_programme
from scheduler.validation.find_issues import find_issues
from tests.agreement.clashes import minimal_clashes
from tests.agreement.worlds import FIXTURES, kind_named

PROGRAMMES = [
    path
    for path in sorted((FIXTURES / "infeasible").glob("*.json"))
    if not path.name.endswith(".expected.json")
]
each_programme = pytest.mark.parametrize("path", PROGRAMMES, ids=lambda path: path.stem)


def programme_in(path: Path) -> ExpandedProgramme:
    return expand(read_programme(path.read_bytes()))


def expected_clash(path: Path) -> frozenset[str]:
    return frozenset(json.loads(path.with_suffix(".expected.json").read_text("utf-8"))["clash"])


@each_programme
def test_it_has_one_minimal_clash_and_that_is_the_one_expected(path: Path) -> None:
    assert minimal_clashes(programme_in(path)) == {expected_clash(path)}


@each_programme
def test_its_clash_holds_a_rule_of_the_kind_it_is_about(path: Path) -> None:
    rules = {rule.id: rule.kind for rule in programme_in(path).document.rules}
    assert kind_named(path) in {rules[name] for name in expected_clash(path)}


@each_programme
def test_it_is_a_programme_that_is_accepted(path: Path) -> None:
    _, issues = find_issues(read_programme(path.read_bytes()))
    assert [issue.line() for issue in issues if issue.severity == "error"] == []

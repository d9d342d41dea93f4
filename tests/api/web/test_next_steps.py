"""What to do next depends on what the clashing rules rest on."""

from dataclasses import replace
from typing import Any, get_args

import pytest

from api.web.next_steps import next_steps
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.values import Basis
from scheduler.interchange.valid_programme import valid_programme
from tests.architecture.source_tree import ROOT

CLASH = ROOT / "fixtures" / "infeasible" / "change_freeze_year_end.json"
EXPANDED = valid_programme(CLASH.read_bytes()).expanded


def steps(*rules: str, state: str = "completed", outcome: str = "infeasible") -> list[str]:
    document: dict[str, Any] = {"outcome": outcome, "clashes": [{"rules": list(rules)}]}
    return next_steps(document, state, EXPANDED)


def test_the_most_movable_rules_come_first_and_each_basis_once() -> None:
    told = steps("PAY-COVERED", "TEST-BEFORE-CUTOVER", "YEAR-END-FREEZE")
    assert told == [
        "YEAR-END-FREEZE: your own policy. Whoever made it can decide otherwise.",
        "TEST-BEFORE-CUTOVER: a technical need. Ask whether the work can be done another way.",
        "PAY-COVERED: a contract says so. It changes only by agreement with the other side.",
        (
            "Change what can be otherwise in a form, or in a file that is sent as the next "
            "revision; then make a plan again."
        ),
    ]


@pytest.mark.parametrize("basis", get_args(Basis))
def test_every_basis_has_its_words(basis: Basis) -> None:
    rules = tuple(
        replace(rule, basis=basis, owner=f"Owner {place}")
        for place, rule in enumerate(EXPANDED.document.rules)
    )
    changed = ExpandedProgramme(replace(EXPANDED.document, rules=rules))
    document = {"outcome": "infeasible", "clashes": [{"rules": [rules[0].id, rules[1].id]}]}
    first, *_ = next_steps(document, "completed", changed)
    assert first.startswith(f"{rules[0].id}, {rules[1].id}")
    assert ("The owners (Owner 0, Owner 1) can decide otherwise" in first) is (basis == "policy")


def test_a_plan_needs_no_next_step_and_other_ends_have_one() -> None:
    assert steps(outcome="plan") == []
    assert steps(outcome="plan", state="failed")[0].startswith("Ask again.")
    assert steps(outcome="undecided")[0] == "Give the search more time."


def test_what_was_stopped_is_not_said_to_need_more_time() -> None:
    assert steps(outcome="undecided", state="cancelled") == [
        "Make a plan again, and let it search."
    ]

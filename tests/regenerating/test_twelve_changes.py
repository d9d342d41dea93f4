"""Twelve changes of the reference programme do what practice says, as far as it is known."""

import json
from datetime import date
from fnmatch import fnmatchcase
from typing import Any

import pytest

from scheduler.domain.plan import Plan
from scheduler.domain.planning_rules import ActualDates
from scheduler.interchange.json_patch import apply_patch
from scheduler.interchange.valid_programme import valid_programme
from scheduler.regenerating.again import differing
from scheduler.regenerating.document import ToPlanAgain, to_plan_again
from scheduler.regenerating.in_force import carried_over, with_stability_first
from scheduler.regenerating.light import TrafficLight, traffic_light
from scheduler.regenerating.replan import Regenerated, regenerate
from scheduler.solver.settings import SearchSettings
from scheduler.verification.verify import verify
from tests.conftest import Golden
from tests.regenerating.as_it_happened import standing, written
from tests.regenerating.twelve import (
    CHANGES,
    NAMES,
    Made,
    change_named,
    lincolnshire,
    made,
    plan_in_force,
    reference,
    stood_on,
)

STATUS_DATES = sorted({str(change_named(name).status_date) for name in NAMES})
SECONDS = 120.0


def light_of(case: Made) -> TrafficLight:
    programme = with_stability_first(case.again.valid.expanded)
    return traffic_light(programme, carried_over(programme, plan_in_force()))


def happened(case: Made, plan: Plan) -> list[str]:
    """Return what has happened and lies elsewhere in a plan."""
    return [
        rule.activity
        for rule in case.again.valid.expanded.document.rules
        if isinstance(rule, ActualDates)
        and rule.activity in plan.placed
        and (
            plan.placed[rule.activity].start != rule.start
            or (rule.finish not in (None, plan.placed[rule.activity].finish))
        )
    ]


def test_there_are_twelve() -> None:
    assert len(NAMES) == 12
    assert {path.name for path in CHANGES.glob("*.expected.json")} == {
        f"{name}.expected.json" for name in NAMES
    }


def test_the_plan_in_force_is_one() -> None:
    verdict = verify(reference().expanded, plan_in_force())
    assert verdict.holds, verdict.violations


@pytest.mark.parametrize(
    "status",
    [STATUS_DATES[0], *(pytest.param(s, marks=pytest.mark.slow) for s in STATUS_DATES[1:])],
)
def test_where_the_programme_stands_follows_from_the_plan(status: str, golden: Golden) -> None:
    document = standing(lincolnshire(), plan_in_force(), date.fromisoformat(status))
    golden(CHANGES / f"standing-{status}.json", written(document))


@pytest.mark.parametrize("status", STATUS_DATES)
def test_the_plan_in_force_holds_until_something_changes(status: str) -> None:
    stood = valid_programme(json.dumps(stood_on(status)).encode())
    carried = carried_over(stood.expanded, plan_in_force())
    assert verify(stood.expanded, carried).holds
    levels = {commitment.level for commitment in stood.document.commitments}
    assert levels >= {"contracted", "published", "notified"}
    assert not [w for w in stood.warnings if w.code == "broken_by_facts"]


@pytest.mark.parametrize("name", NAMES)
def test_a_change_breaks_the_plan_in_force(name: str) -> None:
    case = made(name)
    light = light_of(case)
    assert light.how != "unchanged"
    assert light.broken
    rules = {violation.rule for violation in light.broken}
    assert rules == set(case.expected["breaks"]), rules
    assert light.state == case.expected.get("light", light.state)
    if light.state == "impossible":
        assert case.expected["answer"] == "none"
    if light.state == "feasible":
        assert case.expected["answer"] == "plan"
        assert light.plan is not None
        assert verify(with_stability_first(case.again.valid.expanded), light.plan).holds
        assert happened(case, light.plan) == []


@pytest.mark.parametrize("name", NAMES)
def test_a_way_out_is_a_programme(name: str) -> None:
    case = made(name)
    for way in case.expected["ways_out"]:
        assert with_way_out(case, way).valid.expanded.document.rules


def with_way_out(case: Made, way: dict[str, Any]) -> ToPlanAgain:
    """Return the changed programme with a way out taken."""
    document = apply_patch(case.again.after, way["patch"])
    return to_plan_again(case.stood, document, plan_in_force())


def planned_again(again: ToPlanAgain) -> Regenerated:
    settings = SearchSettings(workers=2, time_limit_seconds=SECONDS)
    return regenerate(again.valid.expanded, settings)


def assert_as_expected(case: Made, regenerated: Regenerated, expected: dict[str, Any]) -> None:
    """Compare a new plan with what practice says of it."""
    plan = regenerated.answer.plan
    assert plan is not None
    assert verify(regenerated.programme, plan).holds
    assert happened(case, plan) == []
    difference = differing(case.again, regenerated, plan, None)
    moved = {move["activity"]: move for move in difference["moved"]}
    for name in expected.get("must_move", ()):
        assert name in moved, f"{name} stays"
    for name, day in expected.get("not_before", {}).items():
        assert str(plan.placed[name].start) >= day
    strays = [
        name
        for name, move in moved.items()
        if move["announced"]
        and not any(fnmatchcase(name, pattern) for pattern in expected["may_move"])
    ]
    assert strays == []
    changed = [option["group"] for option in difference["options"]]
    assert changed == expected.get("options_changed", [])
    told = {one["who"] for one in difference["tell"]}
    assert told >= set(expected.get("told", ()))
    figures = {figure["name"] for figure in difference["figures"]}
    assert figures >= set(expected.get("figures", ()))


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_the_new_plan_does_what_practice_says(name: str) -> None:
    case = made(name)
    regenerated = planned_again(case.again)
    if case.expected["answer"] == "none":
        assert regenerated.answer.outcome == "infeasible"
        assert regenerated.light.state != "feasible"
        return
    assert regenerated.light.state != "impossible"
    assert_as_expected(case, regenerated, dict(case.expected))


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in NAMES if made(name).expected["ways_out"]])
def test_a_way_out_leads_to_a_plan(name: str) -> None:
    case = made(name)
    for way in case.expected["ways_out"]:
        regenerated = planned_again(with_way_out(case, way))
        assert_as_expected(case, regenerated, way)

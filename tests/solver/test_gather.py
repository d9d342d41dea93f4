"""What a run believes: only what it has checked or measured itself."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from scheduler.domain.plan import Plan
from scheduler.errors import ObjectiveMismatch, UnsoundPlan
from scheduler.objectives import TERMS
from scheduler.planning import plan_exit
from scheduler.solver.gather import Gathered
from scheduler.solver.messages import message_in, plan_to_message
from scheduler.solver.settings import SearchSettings
from tests.solver.children import small


@pytest.fixture(scope="module")
def plans() -> tuple[Plan, Plan]:
    """Return the best plan, and one that was found on the way to it or is made for a lesser end."""
    best = plan_exit(small(), SearchSettings(workers=1), with_baselines=False).plan
    lesser_levels = replace(small().document, objectives=small().document.objectives[:1])
    lesser_programme = replace(small(), document=lesser_levels)
    lesser = plan_exit(lesser_programme, SearchSettings(workers=1), with_baselines=False).plan
    assert best is not None
    assert lesser is not None
    return best, lesser


def gathered(events: list[Mapping[str, Any]] | None = None) -> Gathered:
    return Gathered(small(), (lambda _: None) if events is None else events.append)


def said(plan: Plan) -> dict[str, Any]:
    return {"type": "plan", "plan": plan_to_message(plan), "elapsed": 0.0}


def level(name: str, value: int, bound: int | None, *, proved: bool) -> dict[str, Any]:
    return {"type": "level", "level": name, "value": value, "bound": bound, "proved": proved}


def rank(plan: Plan) -> tuple[int, ...]:
    terms = [TERMS[at.name] for at in small().document.objectives]
    return tuple(term.sign * term.measure(small(), plan) for term in terms)


def test_the_better_plan_is_kept_whichever_comes_last(plans: tuple[Plan, Plan]) -> None:
    better, worse = sorted(plans, key=rank)
    assert rank(better) < rank(worse)
    for order in ((better, worse), (worse, better)):
        run = gathered()
        for plan in order:
            run.take(said(plan))
        assert run.best == better


def test_within_the_tolerance_of_a_proved_level_later_levels_decide(
    plans: tuple[Plan, Plan],
) -> None:
    levels = small().document.objectives
    first = next(
        i for i, pair in enumerate(zip(*map(rank, plans), strict=True)) if len(set(pair)) > 1
    )
    better, worse = sorted(plans, key=rank)
    term = TERMS[levels[first].name]
    wide = replace(levels[first], tolerance=10_000)
    programme = replace(
        small(),
        document=replace(small().document, objectives=(wide, levels[0])),
    )
    run = Gathered(programme, lambda _: None)
    value = term.measure(small(), better)
    run.take(said(better))
    run.take(level(wide.name, value, value, proved=True))
    run.take(said(worse))
    assert run.best == worse, "the tolerance makes them equal, and the latest is the tidied one"


def test_a_plan_that_breaks_a_rule_is_refused_and_not_told_of(plans: tuple[Plan, Plan]) -> None:
    events: list[Mapping[str, Any]] = []
    run = gathered(events)
    missing = replace(plans[0], placed=dict(list(plans[0].placed.items())[1:]))
    with pytest.raises(UnsoundPlan, match="rule"):
        run.take(said(missing))
    assert run.best is None
    assert events == []
    assert not run.offer(missing, "construction"), "from elsewhere it is no defect"
    assert run.best is None


def test_a_value_better_than_its_plan_has_is_a_defect(plans: tuple[Plan, Plan]) -> None:
    for at in small().document.objectives:
        term = TERMS[at.name]
        value = term.measure(small(), plans[0])
        run = gathered()
        run.take(said(plans[0]))
        run.take(level(at.name, value, value, proved=True))
        run.take(level(at.name, value + term.sign, None, proved=False))
        with pytest.raises(ObjectiveMismatch, match=at.name):
            run.take(level(at.name, value - term.sign, value - term.sign, proved=True))


def test_a_bound_that_a_plan_beats_bounds_nothing(plans: tuple[Plan, Plan]) -> None:
    for number, at in enumerate(small().document.objectives):
        term = TERMS[at.name]
        wrong = term.measure(small(), plans[0]) + term.sign
        run = gathered()
        run.take(said(plans[0]))
        run.take(level(at.name, wrong, wrong, proved=True))
        run.take({"type": "confirmed", "level": at.name, "ok": "infeasible"})
        outcome = run.level_outcomes()[number]
        assert (outcome.bound, outcome.proved) == (None, False)
        assert outcome.claim == "feasible_checked"


def test_a_plan_outside_the_tolerance_is_not_proved(plans: tuple[Plan, Plan]) -> None:
    for number, at in enumerate(small().document.objectives):
        term = TERMS[at.name]
        value = term.measure(small(), plans[0])
        for beyond, proved in ((0, True), (1, False)):
            bound = value - term.sign * (at.tolerance + beyond)
            run = gathered()
            run.take(said(plans[0]))
            run.take(level(at.name, value, bound, proved=True))
            assert run.level_outcomes()[number].proved is proved


def test_a_refuted_level_claims_nothing(plans: tuple[Plan, Plan]) -> None:
    at = small().document.objectives[0]
    value = TERMS[at.name].measure(small(), plans[0])
    run = gathered()
    run.take(said(plans[0]))
    run.take(level(at.name, value, value, proved=True))
    assert run.level_outcomes()[0].claim == "bound_claimed_by_solver"
    run.take({"type": "confirmed", "level": at.name, "ok": "infeasible"})
    assert run.level_outcomes()[0].claim == "bound_confirmed_by_second_configuration"
    run.take({"type": "refuted", "level": at.name})
    assert run.level_outcomes()[0].claim == "feasible_checked"
    assert run.level_outcomes()[0].bound is None


def test_a_new_process_inherits_plans_and_no_claims(plans: tuple[Plan, Plan]) -> None:
    at = small().document.objectives[0]
    value = TERMS[at.name].measure(small(), plans[0])
    run = gathered()
    run.take(said(plans[0]))
    run.take(level(at.name, value, value, proved=True))
    run.begin_again()
    assert run.best == plans[0]
    assert run.level_outcomes()[0].bound is None


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"\xff",
        b"5",
        b"[]",
        b"null",
        b'{"type": []}',
        b'{"type": "plan", "plan": {"options": [], "placed": {}}',
        b'{"type": "plan", "plan": {"options": {}, "placed": {"A": ["2023-01-01"]}}}',
        b'{"type": "level", "level": "x", "value": 1.5, "bound": 1, "proved": true}',
        b'{"type": "outcome", "outcome": "plan"}',
        b'{"type": "outcome", "outcome": "perhaps", "confirmed": true}',
        b'{"type": "compiled", "seconds": NaN}',
        b'{"type": "configurations", "used": {"a": [1]}}',
        b'{"type": "clash", "rules": [1, {}], "minimal": true, "proved": true}',
        b'{"type": "clash_found", "rules": [1, {}], "minimal": false, "proved": false}',
        b"[" * 100_000,
    ],
)
def test_what_is_no_message_is_passed_over(line: bytes) -> None:
    assert message_in(line) is None


def test_a_clash_of_rules_that_there_are_not_is_passed_over() -> None:
    run = gathered()
    clash = {"type": "clash", "minimal": True, "proved": True}
    run.take({**clash, "rules": ["no-such-rule"]})
    assert run.clash is None
    named = {**clash, "rules": [small().document.rules[0].id]}
    run.take(named)
    assert run.clash == named


def test_a_clash_told_of_early_stands_until_more_is_known_of_it() -> None:
    run = gathered()
    ids = [rule.id for rule in small().document.rules]
    early = {"type": "clash_found", "rules": ids, "minimal": False, "proved": False}
    run.take(early)
    assert run.clash == early
    late = {"type": "clash", "rules": ids[:1], "minimal": True, "proved": True}
    run.take(late)
    assert run.clash == late

"""A programme in which nothing changed keeps its plan to the day."""

import json
from dataclasses import replace

import pytest

from scheduler.domain.plan import Plan
from scheduler.domain.programme import Programme
from scheduler.expansion.expand import expand
from scheduler.interchange.valid_programme import valid_programme
from scheduler.planning import plan_exit
from scheduler.regenerating.in_force import baseline_of, carried_over
from scheduler.regenerating.replan import Regenerated, regenerate
from scheduler.solver.settings import SearchSettings
from tests.regenerating.twelve import (
    FIXTURES,
    lincolnshire,
    plan_in_force,
    stood_on,
)

SETTINGS = SearchSettings(workers=1, time_limit_seconds=60, confirm=False)


def planned_again(document: Programme, plan: Plan) -> Regenerated:
    return regenerate(expand(replace(document, baseline=baseline_of(plan))), SETTINGS)


def assert_identical(again: Regenerated, plan: Plan) -> None:
    assert again.light.how == "unchanged"
    assert again.light.plan == plan
    assert again.answer.plan == plan


def test_the_small_programme_keeps_its_plan() -> None:
    small = valid_programme((FIXTURES / "programmes" / "small.json").read_bytes())
    settings = replace(SETTINGS, time_limit_seconds=10)
    plan = plan_exit(small.expanded, settings, with_baselines=False).plan
    assert plan is not None
    assert_identical(planned_again(small.document, plan), plan)


@pytest.mark.slow
def test_the_reference_programme_keeps_its_plan() -> None:
    plan = plan_in_force()
    assert_identical(planned_again(lincolnshire(), plan), plan)


@pytest.mark.slow
@pytest.mark.parametrize("status", ["2022-09-12", "2023-03-27"])
def test_progress_as_planned_keeps_the_plan(status: str) -> None:
    stood = valid_programme(json.dumps(stood_on(status)).encode())
    expected = carried_over(stood.expanded, plan_in_force())
    again = planned_again(stood.document, plan_in_force())
    assert_identical(again, expected)

"""Solver and checker know the same plans, and the same price of each."""

import pytest

from scheduler.validation.find_issues import find_issues
from tests.agreement.harness import checker_plans, disagreement, price_disagreement
from tests.agreement.worlds import (
    World,
    conditional_versions,
    file_worlds,
    precedence_variations,
    soft_versions,
)

SAID_OF_SPANS = "span_without_rule"
"""A span that no parallel running ties down is refused in a programme, as somebody forgot the rule;
a world about spans alone has no other way."""


def test_solver_and_checker_know_the_same_plans(world: World) -> None:
    assert disagreement(world.programme) == ""


def test_each_link_lag_and_unit_means_the_same_to_both(varied_world: World) -> None:
    assert disagreement(varied_world.programme) == ""


def test_a_condition_means_the_same_to_both(conditional_world: World) -> None:
    assert disagreement(conditional_world.programme) == ""


@pytest.mark.slow
@pytest.mark.parametrize("chunk", range(8))
def test_a_soft_rule_costs_nothing_while_its_condition_does_not_hold(chunk: int) -> None:
    for world in file_worlds()[chunk::8]:
        for made in conditional_versions(world):
            # Per unit where there is one; once is the simpler of the two, and costs as much time.
            for soft in list(soft_versions(made))[-1:]:
                assert price_disagreement(soft.programme) == "", soft.name


def test_solver_and_checker_price_every_plan_alike(soft_world: World) -> None:
    assert price_disagreement(soft_world.programme) == ""


@pytest.mark.slow
@pytest.mark.parametrize("chunk", range(8))
def test_each_link_lag_and_unit_is_priced_alike(chunk: int) -> None:
    for world in precedence_variations()[chunk::8]:
        for soft in soft_versions(world):
            assert price_disagreement(soft.programme) == "", soft.name


def test_a_world_has_plans(world: World) -> None:
    assert checker_plans(world.programme)


def test_a_world_is_a_programme_that_is_accepted(world: World) -> None:
    _, issues = find_issues(world.programme.document)
    assert [
        issue.line()
        for issue in issues
        if issue.severity == "error" and issue.code != SAID_OF_SPANS
    ] == []

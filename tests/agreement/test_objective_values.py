"""Every objective level is worth the same by dates and by its posting."""

from itertools import chain

import pytest

from scheduler.objectives import TERMS
from tests.agreement.objective_values import enriched, spread, value_disagreement
from tests.agreement.worlds import World, file_worlds, soft_versions


def test_a_plan_is_worth_the_same_by_dates_and_by_posting(world: World) -> None:
    assert value_disagreement(enriched(world.programme), tuple(TERMS.values())) == ""


def test_so_it_is_where_rules_have_a_price(soft_world: World) -> None:
    assert value_disagreement(enriched(soft_world.programme), tuple(TERMS.values())) == ""


@pytest.mark.parametrize("name", TERMS)
def test_a_level_is_not_the_same_for_every_plan_of_every_world(name: str) -> None:
    """Otherwise the test above would say nothing of it."""
    soft = (soft for world in file_worlds() for soft in soft_versions(world))
    assert any(differs(name, world) for world in chain(file_worlds(), soft))


def differs(name: str, world: World) -> bool:
    programme = enriched(world.programme)
    return len({TERMS[name].measure(programme, plan) for plan in spread(programme)}) > 1

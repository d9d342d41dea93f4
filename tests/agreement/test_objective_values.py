"""Every objective level is worth the same by dates and by its posting."""

from itertools import chain

import pytest

from scheduler.domain.objectives import ObjectiveLevel
from scheduler.objectives import TERMS, WITH_PARAMETERS, term_of
from tests.agreement.objective_values import enriched, spread, value_disagreement
from tests.agreement.worlds import World, file_worlds, soft_versions

PARAMETERS = (
    *(ObjectiveLevel(name="change_load_area", threshold=n) for n in (1, 3, 6)),
    *(ObjectiveLevel(name="spread", goal=n) for n in (0, 1, 3, 40)),
    *(ObjectiveLevel(name="smallest_slack", goal=n) for n in (0, 1, 3)),
    ObjectiveLevel(name="change_load_area", threshold=1, goal=2),
    ObjectiveLevel(name="last_finish", goal=5),
    ObjectiveLevel(name="schedule_contingency", goal=2),
    ObjectiveLevel(name="concessions", goal=7),
    ObjectiveLevel(name="providers", goal=1),
    ObjectiveLevel(name="commitments_changed", commitment_level="published"),
    ObjectiveLevel(name="commitments_changed", commitment_level="contracted", goal=1),
    ObjectiveLevel(name="weighted_shift", goal=3),
)
EVERY_TERM = (*TERMS.values(), *map(term_of, PARAMETERS))


def test_a_plan_is_worth_the_same_by_dates_and_by_posting(world: World) -> None:
    assert value_disagreement(enriched(world.programme), EVERY_TERM) == ""


def test_so_it_is_where_rules_have_a_price(soft_world: World) -> None:
    asked = [term for term in EVERY_TERM if term.name in ("concessions", "smallest_slack")]
    assert value_disagreement(enriched(soft_world.programme), asked) == ""


@pytest.mark.parametrize("name", TERMS)
def test_a_level_is_not_the_same_for_every_plan_of_every_world(name: str) -> None:
    """Otherwise the test above would say nothing of it."""
    soft = (soft for world in file_worlds() for soft in soft_versions(world))
    assert any(differs(name, world) for world in chain(file_worlds(), soft))


def differs(name: str, world: World) -> bool:
    programme = enriched(world.programme)
    return len({TERMS[name].measure(programme, plan) for plan in spread(programme)}) > 1


def test_terms_that_read_parameters_are_tried_with_some() -> None:
    assert set(WITH_PARAMETERS) <= {level.name for level in PARAMETERS}

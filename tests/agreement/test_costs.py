"""Costs posted to the solver are those counted on dates: each financial year's, and all together."""

from random import Random

import pytest

from scheduler.analysis.cost import most_pence, pence_spent
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.expansion.expand import expand
from scheduler.objectives import TERMS
from scheduler.solver.build import build_model
from tests.agreement.harness import checker_plans, least_price, plan_of
from tests.agreement.random_money import with_money
from tests.agreement.random_programmes import Draw
from tests.agreement.worlds import World, file_worlds

SEEDS, MOST_PLANS = 60, 12
PRICED = tuple(world for world in file_worlds() if world.kind == "budget")


@pytest.mark.parametrize("priced", PRICED, ids=lambda world: world.name)
def test_small_worlds_cost_the_same_either_way(priced: World) -> None:
    assert cost_disagreement(priced.programme) == ""


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(SEEDS))
def test_random_programmes_cost_the_same_either_way(seed: int) -> None:
    document = with_money(Draw(seed).programme(), Random(seed))
    assert cost_disagreement(expand(document)) == ""


def cost_disagreement(programme: ExpandedProgramme) -> str:
    """Return on which plan, and for which years, posted and counted cost differ."""
    keys = sorted(checker_plans(programme))
    drawn = Random(1).sample(keys, min(MOST_PLANS, len(keys)))
    years = [None, *((budget.id,) for budget in programme.document.budgets)]
    for counted in years:
        build = build_model(programme)
        build.model.minimize(build.costs.of(counted))
        for key in drawn:
            found = least_price(build, plan_of(key))
            due = pence_spent(programme, plan_of(key), counted)
            if found != due or abs(due) > most_pence(programme):
                return f"{key} in {counted}: {found} posted, {due} counted"
    build = build_model(programme)
    build.model.minimize(TERMS["cost"].post(build))
    for key in drawn:
        found, due = (
            least_price(build, plan_of(key)),
            TERMS["cost"].measure(programme, plan_of(key)),
        )
        if found != due:
            return f"{key}: {found} pounds posted, {due} counted"
    return ""

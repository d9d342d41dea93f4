import pytest

from scheduler.expansion.expand import expand
from scheduler.generation.generate import generate
from scheduler.planning import plan_exit
from scheduler.solver.settings import SearchSettings
from scheduler.verification.verify import verify


@pytest.mark.parametrize(("services", "seed"), [(1, 1), (2, 3), (3, 1), (4, 2), (5, 3)])
def test_the_solver_finds_a_plan_of_a_small_one(services: int, seed: int) -> None:
    expanded = expand(generate(services=services, seed=seed))
    settings = SearchSettings(time_limit_seconds=60.0, workers=2)
    answer = plan_exit(expanded, settings, with_baselines=False)
    assert answer.outcome == "plan"
    assert answer.plan is not None
    assert verify(expanded, answer.plan).holds

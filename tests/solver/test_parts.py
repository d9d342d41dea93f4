"""A part asks no more than the whole: every plan of the whole is one of each part."""

from collections.abc import Iterator
from itertools import combinations

import pytest
from ortools.sat.python import cp_model

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.expansion.expand import expand
from scheduler.generation.generate import generate, witness
from scheduler.interchange.valid_programme import valid_programme
from scheduler.objectives import TERMS
from scheduler.planning import plan_exit
from scheduler.solver.build import build_model
from scheduler.solver.parts import part_of, parts_of
from scheduler.solver.settings import SearchSettings
from scheduler.verification.verify import verify
from tests.agreement.harness import checker_plans, plan_of
from tests.agreement.random_programmes import Draw
from tests.agreement.worlds import FIXTURES, file_worlds

MOST_PLANS = 400
ENOUGH = 2_000


def restricted(plan: Plan, part: ExpandedProgramme) -> Plan:
    return Plan(
        options={g: o for g, o in plan.options.items() if g in part.groups},
        placed={name: at for name, at in plan.placed.items() if name in part.activities},
    )


@pytest.mark.parametrize(("services", "seed"), [(12, 1), (40, 1), (66, 2)])
def test_a_plan_of_the_whole_is_a_plan_of_each_part(services: int, seed: int) -> None:
    whole = expand(generate(services=services, seed=seed))
    plan = witness(services=services, seed=seed)
    parts = list(parts_of(whole))
    assert sorted(g for part in parts for g in part) == sorted(whole.groups)
    for groups in parts:
        part = part_of(whole, groups)
        assert verify(part, restricted(plan, part)).holds


def least(programme: ExpandedProgramme) -> int:
    build = build_model(programme, feasibility_only=True)
    build.model.minimize(TERMS["weighted_transfers"].post(build))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    assert solver.solve(build.model) == cp_model.OPTIMAL
    return round(solver.objective_value)


def test_parts_cost_no_more_than_the_whole() -> None:
    whole = expand(generate(services=5, seed=1))
    parts = [part_of(whole, [group]) for group in whole.groups]
    assert sum(map(least, parts)) <= least(whole)
    assert all(least(part) > 0 for part in parts)


def pieces(programme: ExpandedProgramme) -> Iterator[tuple[str, ...]]:
    groups = tuple(programme.groups)
    for size in range(len(groups) + 1):
        yield from combinations(groups, size)


def test_every_plan_of_a_small_world_is_one_of_each_of_its_parts() -> None:
    tried = 0
    worlds = [world.programme for world in file_worlds()]
    worlds += [expand(Draw(seed).programme()) for seed in range(150)]
    for programme in worlds:
        plans = sorted(checker_plans(programme))[::7]
        for groups in pieces(programme) if len(plans) < MOST_PLANS else ():
            part = part_of(programme, groups)
            for key in plans:
                plan = restricted(plan_of(key), part)
                found = verify(part, plan).violations
                assert not found, (programme.document.id, groups, found)
                tried += 1
    assert tried > ENOUGH


def test_a_plan_of_small_is_one_of_each_of_its_parts() -> None:
    whole = valid_programme((FIXTURES / "programmes" / "small.json").read_bytes()).expanded
    settings = SearchSettings(workers=2, time_limit_seconds=60, confirm=False)
    plan = plan_exit(whole, settings, with_baselines=False).plan
    assert plan is not None
    for groups in pieces(whole):
        part = part_of(whole, groups)
        assert verify(part, restricted(plan, part)).holds

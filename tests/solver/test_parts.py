"""A part asks no more than the whole: every plan of the whole is one of each part."""

import pytest
from ortools.sat.python import cp_model

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.expansion.expand import expand
from scheduler.generation.generate import generate, witness
from scheduler.objectives import TERMS
from scheduler.solver.build import build_model
from scheduler.solver.parts import part_of, parts_of
from scheduler.verification.verify import verify


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

"""Where nothing varies, every activity lies where the plan has it."""

import random
from dataclasses import replace
from pathlib import Path

import pytest

from scheduler.construction.first_plan import first_plan
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.domain.planning_rules import ActualDates
from scheduler.exit_search.search import ExitSearch
from scheduler.expansion.expand import expand
from scheduler.generation.generate import generate
from scheduler.interchange.plan_json import read_plan
from scheduler.interchange.programme_json import read_programme
from scheduler.simulation.chance import no_chance
from scheduler.simulation.names import NEVER, NONE
from scheduler.simulation.policy import carried
from scheduler.simulation.runs import carry_out
from scheduler.verification.verify import verify
from tests.agreement.harness import plan_of, solver_plans
from tests.agreement.worlds import file_worlds

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
PLANS_OF_A_WORLD = 6


def differences(programme: ExpandedProgramme, plan: Plan) -> list[object]:
    """Return the activities that the simulation puts elsewhere."""
    under = carried(programme, plan)
    runs = carry_out(under, no_chance(under), samples=1, seed=1)
    found: list[object] = []
    for i, activity in enumerate(programme.document.activities):
        placed = plan.placed.get(activity.id)
        start, finish = int(runs.starts[0, i]), int(runs.finishes[0, i])
        if placed is None:
            if start != NONE:
                found.append((activity.id, "not planned", start))
            continue
        days = under.axis.ordinal(placed.start), under.axis.ordinal(placed.finish) + 1
        if (start, finish) != days:
            found.append((activity.id, "never" if start == NEVER else start, finish, days))
    return found


def test_every_small_world_is_carried_out_as_planned() -> None:
    draw = random.Random(1)
    tried = 0
    for world in file_worlds():
        plans = sorted(solver_plans(world.programme).plans)
        for key in (
            plans if len(plans) <= PLANS_OF_A_WORLD else draw.sample(plans, PLANS_OF_A_WORLD)
        ):
            tried += 1
            assert differences(world.programme, plan_of(key)) == [], (world.name, key)
    assert tried > 1_000


@pytest.mark.parametrize("services", [3, 12])
def test_plans_made_in_one_go_are_carried_out_as_planned(services: int) -> None:
    held = 0
    for seed in range(1, 6):
        programme = expand(generate(services=services, seed=seed))
        plan = first_plan(programme)
        if verify(programme, plan).holds:
            held += 1
            assert differences(programme, plan) == []
    assert held


@pytest.mark.parametrize(("services", "seed"), [(25, 1), (40, 3)])
def test_searched_plans_are_carried_out_as_planned(services: int, seed: int) -> None:
    programme = expand(generate(services=services, seed=seed))
    search = ExitSearch(programme)
    search.settle()
    while not search.complete:
        search.improve(500, 20.0)
    plan = search.plan()
    assert verify(programme, plan).holds
    assert differences(programme, plan) == []


def lincolnshire() -> tuple[ExpandedProgramme, Plan]:
    programme = expand(read_programme((FIXTURES / "programmes" / "lincolnshire.json").read_bytes()))
    return programme, read_plan(
        (FIXTURES / "changes" / "plan-in-force.json").read_bytes(), programme
    ).plan


def test_the_plan_in_force_is_carried_out_as_planned() -> None:
    assert differences(*lincolnshire()) == []


def test_a_plan_that_is_half_done_is_carried_out_as_it_stands() -> None:
    programme, plan = lincolnshire()
    done = [name for name in plan.placed if name.startswith("ERP.")]
    rules = tuple(
        ActualDates(
            id=f"actual.{name}",
            activity=name,
            start=plan.placed[name].start,
            finish=plan.placed[name].finish,
        )
        for name in done
    )
    document = replace(programme.document, rules=(*programme.document.rules, *rules))
    assert differences(ExpandedProgramme(document), plan) == []


def test_a_broken_kernel_would_be_noticed() -> None:
    programme, plan = lincolnshire()
    late = next(name for name in plan.placed if name.endswith(".build"))
    document = programme.document
    changed = tuple(
        replace(a, modes=tuple(replace(m, demands={}) for m in a.modes)) if a.id == late else a
        for a in document.activities
    )
    longer = tuple(
        replace(
            a,
            modes=tuple(
                replace(m, duration=replace(m.duration, likely=m.duration.likely + 3, max=999))
                if m.duration is not None
                else m
                for m in a.modes
            ),
        )
        if a.id == late
        else a
        for a in changed
    )
    spoilt = ExpandedProgramme(replace(document, activities=longer))
    assert late in {found[0] for found in differences(spoilt, plan)}  # type: ignore[index]

"""On shipped programmes the model accepts just those changed plans that the checker accepts.

A plan found by the solver is changed by one activity at a time; the model is asked with the plan's
dates fixed, all else free.
"""

from collections.abc import Iterator
from dataclasses import replace
from random import Random

import pytest
from ortools.sat.python import cp_model

from scheduler.domain.activities import Activity
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Placed, Plan
from scheduler.expansion.expand import expand
from scheduler.interchange.programme_json import read_programme
from scheduler.model.decode import decode
from scheduler.model.model_build import ModelBuild
from scheduler.solver.build import build_model
from scheduler.verification.verify import verify
from tests.agreement.harness import least_price
from tests.agreement.worlds import FIXTURES

CHANGES = 150


@pytest.mark.slow
@pytest.mark.parametrize("name", ["small", "lincolnshire"])
def test_model_and_checker_judge_changed_plans_alike(name: str) -> None:
    path = FIXTURES / "programmes" / f"{name}.json"
    programme = expand(read_programme(path.read_bytes()))
    build = build_model(programme, feasibility_only=True)
    plan = first_plan(build)
    assert verify(programme, plan).holds
    assert least_price(build, plan) == 0
    verdicts = []
    for changed, said in changed_plans(programme, build, plan):
        accepted = verify(programme, changed).holds
        assert (least_price(build, changed) is not None) is accepted, said
        verdicts.append(accepted)
    assert len(verdicts) == CHANGES
    assert len(set(verdicts)) > 1, "some changes are to be accepted, some refused"


def first_plan(build: ModelBuild) -> Plan:
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 1
    assert solver.solve(build.model) in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    return decode(build, solver.value)


def changed_plans(
    programme: ExpandedProgramme, build: ModelBuild, plan: Plan
) -> Iterator[tuple[Plan, str]]:
    """Yield plans with one activity elsewhere, near its date more often than far."""
    random = Random(1)
    made = 0
    while made < CHANGES:
        name = random.choice(list(plan.placed))
        was = plan.placed[name]
        at = _elsewhere(programme.activities[name], was, programme, build, plan, random)
        if at is not None and at != was:
            made += 1
            changed = replace(plan, placed={**plan.placed, name: at})
            yield changed, f"{name} from {was} to {at}"


def _elsewhere(
    activity: Activity,
    was: Placed,
    programme: ExpandedProgramme,
    build: ModelBuild,
    plan: Plan,
    random: Random,
) -> Placed | None:
    if activity.form == "event":
        days = build.axis.days() if activity.dates is None else programme.date_sets[activity.dates]
        nearest = sorted(days, key=lambda day: abs((day - was.start).days))
        day = random.choice(nearest if random.random() < 0.3 else nearest[:5])
        return Placed(start=day, finish=day)
    calendars = programme.calendars_of(activity)
    worked = [day for day in build.axis.working if all(c.is_working(day) for c in calendars)]
    first = worked.index(was.start) + random.choice((-20, -5, -2, -1, 0, 1, 2, 5, 20))
    mode = programme.mode_in(activity, plan)
    if activity.form == "work" and mode is not None:
        last = first + programme.working_days(mode) - 1
    else:
        last = worked.index(was.finish) + random.choice((-1, 0, 1))
    if not 0 <= first <= last < len(worked):
        return None
    return Placed(start=worked[first], finish=worked[last])

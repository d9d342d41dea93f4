"""Where two answers of the solver disagree, that is told and nothing is claimed."""

import json
import sys
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from rich.console import Console

from scheduler.answers import Answer, Claim
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.interchange.answer_json import answer_to_jsonable
from scheduler.interchange.plan_check import check_plan
from scheduler.objectives import term_of
from scheduler.pictures.tables import render_answer
from scheduler.planning import plan_exit
from scheduler.solver.gather import Gathered
from scheduler.solver.messages import plan_to_message
from scheduler.solver.process import SolverProcess, launch
from scheduler.solver.settings import SearchSettings
from tests.solver.children import small

LEVEL = "schedule_contingency"


@cache
def world() -> tuple[ExpandedProgramme, Plan]:
    """Return a programme with a plan that meets every rule."""
    levels = tuple(at for at in small().document.objectives if at.key == LEVEL)
    programme = ExpandedProgramme(replace(small().document, objectives=levels))
    settings = SearchSettings(workers=1, confirm=False)
    plan = plan_exit(programme, settings, with_baselines=False).plan
    assert plan is not None
    return programme, plan


def heard(*messages: Mapping[str, Any], plan: bool = True) -> Gathered:
    programme, found = world()
    gathered = Gathered(programme, lambda _: None)
    if plan:
        gathered.offer(found, "construction")
    for message in messages:
        gathered.take(message)
    return gathered


def measured(level: str) -> int:
    programme, plan = world()
    found = next(at for at in programme.document.objectives if at.key == level)
    return term_of(found).measure(programme, plan)


def level_said(bound: int) -> dict[str, Any]:
    return {"type": "level", "level": LEVEL, "value": bound, "bound": bound, "proved": True}


def test_agreement_raises_no_alarm() -> None:
    value = measured(LEVEL)
    assert (
        heard(level_said(value), {"type": "confirmed", "level": LEVEL, "ok": "infeasible"}).alarms()
        == ()
    )


def test_a_refuted_level_is_an_alarm_and_nothing_is_claimed_of_it() -> None:
    gathered = heard(level_said(measured(LEVEL)), {"type": "refuted", "level": LEVEL})
    (alarm,) = gathered.alarms()
    assert LEVEL in alarm
    claims = {level.name: level.claim for level in gathered.level_outcomes()}
    assert claims[LEVEL] == Claim.FEASIBLE


def test_an_alarm_outlives_a_solver_process_that_dies() -> None:
    gathered = heard({"type": "refuted", "level": LEVEL})
    gathered.begin_again()
    assert len(gathered.alarms()) == 1


def test_a_plan_better_than_a_bound_is_an_alarm() -> None:
    (alarm,) = heard(level_said(measured(LEVEL) - 1)).alarms()
    assert "better" in alarm


def test_a_plan_where_none_is_said_to_exist_is_an_alarm() -> None:
    (alarm,) = heard({"type": "outcome", "outcome": "infeasible", "confirmed": False}).alarms()
    assert "no plan exists" in alarm


def test_a_second_configuration_that_finds_a_plan_is_an_alarm() -> None:
    none = {"type": "outcome", "outcome": "infeasible", "confirmed": False}
    plan = {"type": "plan", "plan": plan_to_message(world()[1])}
    (alarm,) = heard(none, {**none, "outcome": "undecided"}, plan, plan=False).alarms()
    assert "disagree on whether there is a plan" in alarm


CHILD = """
import json, sys
plan = {plan}
sys.stdin.readline()
for message in (
    {{"type": "started", "ortools": "0"}},
    {{"type": "plan", "plan": plan}},
    {{"type": "refuted", "level": "schedule_contingency"}},
    {{"type": "end"}},
):
    print(json.dumps(message), flush=True)
"""


def disagreeing() -> SolverProcess:
    code = CHILD.format(plan=json.dumps(plan_to_message(world()[1])))
    return launch((sys.executable, "-c", code))


@cache
def answered() -> Answer:
    settings = SearchSettings(workers=1)
    return plan_exit(world()[0], settings, with_baselines=False, running=disagreeing())


def test_an_alarm_shows_in_document_certificate_words_and_check() -> None:
    programme = world()[0]
    document = answer_to_jsonable(answered(), programme)
    (alarm,) = document["alarms"]
    assert document["certificate"]["alarms"] == [alarm]
    console = Console(width=100, record=True)
    for part in render_answer(document, programme, width=100):
        console.print(part)
    assert "Alarm: Two answers of the solver disagree" in " ".join(console.export_text().split())
    assert check_plan(programme, json.dumps(document).encode()).alarms == (alarm,)

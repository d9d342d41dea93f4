"""True slack of small worlds against the list of all their plans."""

import threading

import pytest

from scheduler.asking.in_process import Answering
from scheduler.asking.question import Reply
from scheduler.explaining.true_slack import true_slack, true_slacks
from scheduler.explaining.work import Work
from scheduler.solver.settings import SearchSettings
from tests.agreement.harness import checker_plans, plan_of
from tests.agreement.worlds import World, file_worlds

WORLDS = {world.name: world for world in file_worlds()}
TRIED = (
    "decision_call_in",
    "precedence_chain",
    "precedence_under_options_calendar",
    "team_capacity_by_option",
    "hypercare_with_acceptance",
    "staff_transfer_on_tranche_dates",
    "waves_in_order",
    "placement_options_and_modes",
)


@pytest.mark.parametrize("name", TRIED)
def test_no_plan_goes_further_and_one_goes_as_far(name: str) -> None:
    world = WORLDS[name]
    plans = [plan_of(key) for key in sorted(checker_plans(world.programme))]
    work = Work(ask=Answering(threading.Event(), SearchSettings(workers=1)))
    for plan in plans[:: max(1, len(plans) // 2)]:
        for activity in plan.placed:
            starts = [p.placed[activity].start for p in plans if activity in p.placed]
            found = true_slack(world.programme, plan, activity, work)
            assert (found.earliest, found.latest) == (min(starts), max(starts)), activity
            assert (found.earliest_known, found.latest_known) == ("proved", "proved")
            assert found.start == plan.placed[activity].start


def two_works() -> World:
    return WORLDS["precedence_chain"]


def test_an_unanswered_question_leaves_what_is_known_and_claims_no_more() -> None:
    programme = two_works().programme
    plan = plan_of(min(checker_plans(programme)))
    name = next(iter(plan.placed))
    work = Work(ask=lambda _: Reply(finding="unknown"))
    found = true_slack(programme, plan, name, work)
    assert (found.latest, found.latest_known) == (found.start, "at_least")
    assert found.later_working_days == 0


@pytest.mark.parametrize(("confirm", "known"), [(False, "claimed"), (True, "claimed")])
def test_none_that_nobody_confirms_is_only_claimed(*, confirm: bool, known: str) -> None:
    programme = two_works().programme
    plan = plan_of(min(checker_plans(programme)))
    name = next(iter(plan.placed))
    work = Work(ask=lambda _: Reply(finding="none"), confirm=confirm)
    assert true_slack(programme, plan, name, work).latest_known == known


def test_several_at_once_are_each_as_alone_and_told_of() -> None:
    programme = two_works().programme
    plan = plan_of(min(checker_plans(programme)))
    rows: list[object] = []
    ask = Answering(threading.Event(), SearchSettings(workers=1))
    work = Work(ask=ask, on_row=rows.append)
    found = true_slacks(programme, plan, plan.placed, work)
    assert found == {n: true_slack(programme, plan, n, Work(ask=ask)) for n in plan.placed}
    assert len(rows) == len(plan.placed)

"""How late activities may be if all else is planned again, against the list of all plans."""

import threading
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.asking.in_process import Answering
from scheduler.asking.question import Question, Reply
from scheduler.domain.activities import TRANSFER
from scheduler.domain.calendars import ONE_DAY
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.explaining.lengthened import lengthened
from scheduler.explaining.replanned_slips import MOST_UNKNOWN, halved, replanned_slips
from scheduler.explaining.work import Work
from scheduler.solver.settings import SearchSettings
from scheduler.timeline.time_axis import axis_of
from tests.agreement.harness import checker_plans, plan_of
from tests.agreement.worlds import file_worlds

WORLDS = {world.name: world.programme for world in file_worlds()}
MOST = 12
TRIED = (
    "not_at_once_two_works",
    "precedence_under_two_choices",
    "precedence_of_event_and_work",
    "team_capacity_two_works",
    "synchronised_two_works",
    "decision_call_in",
    "hypercare_with_acceptance",
    "precedence_modes_of_two_lengths",
    "team_capacity_by_option",
)
"""With work and events, teams, calendars, options, and work that is side by side."""


def plans_of(programme: ExpandedProgramme, like: Plan) -> Sequence[Plan]:
    found = (plan_of(key) for key in sorted(checker_plans(programme)))
    last = programme.document.contract.end_date + ONE_DAY
    transfers = [a.id for a in programme.document.activities if a.kind == TRANSFER]
    return [
        plan
        for plan in found
        if plan.options == like.options
        and all(plan.placed[t].start <= last for t in transfers if t in plan.placed)
    ]


def exists(programme: ExpandedProgramme, plan: Plan, name: str, days: int) -> bool:
    """Tell by the list of all plans whether there is one with an activity so late."""
    if programme.activities[name].form != "event":
        return bool(plans_of(lengthened(programme, plan, name, days), plan))
    axis = axis_of(programme)
    due = axis.working[axis.position(plan.placed[name].start) :][days:]
    return any(
        name in other.placed and due and other.placed[name].start >= due[0]
        for other in plans_of(programme, plan)
    )


@pytest.mark.parametrize("name", TRIED)
def test_a_plan_exists_for_so_many_days_and_none_for_one_more(name: str) -> None:
    programme = WORLDS[name]
    plan = plan_of(min(checker_plans(programme)))
    names = [n for n in plan.placed if programme.activities[n].form != "span"]
    work = Work(ask=Answering(threading.Event(), SearchSettings(workers=1)))
    found = replanned_slips(programme, plan, names, work, MOST)
    assert sorted(slip.activity for slip in found) == sorted(names)
    for slip in found:
        assert slip.settled, slip
        assert slip.survived == 0 or exists(programme, plan, slip.activity, slip.survived), slip
        if slip.none_at is not None:
            assert slip.confirmed
            assert not exists(programme, plan, slip.activity, slip.none_at), slip
    assert [s.survived for s in found] == sorted(s.survived for s in found)
    # Nothing would be shown if nothing could be late, or everything as late as was asked.
    assert any(0 < s.survived < MOST for s in found)


def test_work_side_by_side_is_late_together() -> None:
    programme = WORLDS["synchronised_two_works"]
    plan = plan_of(min(checker_plans(programme)))
    works = [a for a in programme.document.activities if a.form == "work"]
    longer = lengthened(programme, plan, works[0].id, 1)
    for before in works:
        after = longer.activities[before.id]
        for one, other in zip(before.modes, after.modes, strict=True):
            assert longer.working_days(other) == programme.working_days(one) + 1
    assert plans_of(longer, plan)


def test_what_is_not_answered_is_not_claimed() -> None:
    programme = WORLDS["precedence_chain"]
    plan = plan_of(min(checker_plans(programme)))
    name = next(iter(plan.placed))
    asked: list[Question] = []

    def unknown(question: Question) -> Reply:
        asked.append(question)
        return Reply(finding="unknown")

    (found,) = replanned_slips(programme, plan, [name], Work(ask=unknown), MOST)
    assert (found.survived, found.none_at, found.settled) == (0, None, False)
    # Four to halve twelve days, and as many as are tried from above.
    assert len(asked) == 4 + MOST_UNKNOWN - 1


def test_a_second_configuration_that_finds_a_plan_takes_the_proof_back() -> None:
    programme = WORLDS["precedence_chain"]
    plan = plan_of(min(checker_plans(programme)))
    name = next(n for n in plan.placed if programme.activities[n].form == "work")

    def contradicting(question: Question) -> Reply:
        return Reply(finding="plan", plan=plan) if question.second else Reply(finding="none")

    (found,) = replanned_slips(programme, plan, [name], Work(ask=contradicting), MOST)
    assert (found.survived, found.none_at, found.settled) == (1, None, False)
    quiet = replace(Work(ask=contradicting), confirm=False)
    (found,) = replanned_slips(programme, plan, [name], quiet, MOST)
    assert (found.survived, found.none_at, found.confirmed) == (0, 1, False)


def test_a_stop_leaves_what_is_known() -> None:
    programme = WORLDS["precedence_chain"]
    plan = plan_of(min(checker_plans(programme)))
    work = Work(ask=lambda _: pytest.fail("asked after a stop"))
    work.stop.set()
    found = replanned_slips(programme, plan, list(plan.placed), work, MOST)
    assert {(slip.survived, slip.none_at) for slip in found} == {(0, None)}


@given(st.integers(1, 300), st.integers(0, 320), st.sets(st.integers(1, 300)))
def test_halving_claims_no_more_than_was_answered(most: int, last: int, silent: set[int]) -> None:
    tried: dict[int, int | None] = {}

    def attempt(days: int) -> int | None:
        assert 1 <= days <= most
        tried[days] = None if days in silent else days if days <= last else -1
        return tried[days]

    survived, none_at = halved(attempt, most)
    assert survived == max((n for n, found in tried.items() if found == n), default=0)
    assert none_at == min((n for n, found in tried.items() if found == -1), default=None)
    if not silent:
        assert survived == min(most, last)
        assert none_at == (None if last >= most else last + 1)
        assert len(tried) <= most.bit_length() + 1


def test_a_plan_further_than_asked_for_counts() -> None:
    asked: list[int] = []

    def attempt(days: int) -> int:
        asked.append(days)
        return 90 if days <= 90 else -1

    assert halved(attempt, 100) == (90, 91)
    assert len(asked) <= 6

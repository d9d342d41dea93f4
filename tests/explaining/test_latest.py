"""Latest dates and expiry of options of small worlds against the list of all their plans."""

import threading
from datetime import date, timedelta

import pytest

from scheduler.asking.in_process import Answering
from scheduler.asking.question import Question, Reply
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.expansion.expand import expand
from scheduler.explaining.latest import (
    LatestDate,
    choosing_decision,
    decisions_of,
    expiry_calendar,
    find_latest,
)
from scheduler.explaining.work import Work
from scheduler.solver.settings import SearchSettings
from tests.agreement.harness import checker_plans, plan_of
from tests.agreement.random_programmes import Draw
from tests.agreement.worlds import file_worlds

CHUNKS, IN_CHUNK = 10, 22


def work_with(confirm: bool = True) -> Work:  # a setting
    answering = Answering(threading.Event(), SearchSettings(workers=1))
    return Work(ask=answering, confirm=confirm)


def plans_of(programme: ExpandedProgramme) -> list[Plan]:
    return [plan_of(key) for key in sorted(checker_plans(programme))]


def latest_in(plans: list[Plan], event: str) -> date | None:
    return max((p.placed[event].start for p in plans if event in p.placed), default=None)


def same_but(event: str, plan: Plan, other: Plan, programme: ExpandedProgramme) -> bool:
    """Tell whether two plans have the same options and decisions, but for one event."""
    kept = [d for d in decisions_of(programme) if d != event and d in plan.placed]
    return plan.options == other.options and all(
        d in other.placed and other.placed[d].start == plan.placed[d].start for d in kept
    )


def assert_exact(programme: ExpandedProgramme) -> None:
    plans = plans_of(programme)
    events = [a.id for a in programme.document.activities if a.form == "event"]
    found = find_latest(programme, work_with(), plan=plans[0] if plans else None, only=events)
    assert found.feasible is bool(plans)
    for row in (*found.decisions, *found.givens):
        rivals = plans
        if row.reading == "others as planned":
            rivals = [p for p in plans if same_but(row.id, plans[0], p, programme)]
        assert row.latest == latest_in(rivals, row.id), row
        assert row.proved, row
        assert row.confirmed, row
    table = find_latest(programme, work_with())
    for option in table.options:
        takers = [p for p in plans if p.options[option.group] == option.option]
        assert option.alive is bool(takers), option
        assert option.proved
        assert option.confirmed
        if option.decision is not None:
            assert option.expires == latest_in(takers, option.decision)


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_latest_dates_of_random_worlds_are_exact(chunk: int) -> None:
    for seed in range(chunk * IN_CHUNK, (chunk + 1) * IN_CHUNK):
        assert_exact(expand(Draw(seed).programme()))


DECIDING = [w for w in file_worlds() if decisions_of(w.programme)]


@pytest.mark.parametrize("world", DECIDING, ids=lambda w: w.name)
def test_latest_dates_of_decisions_are_exact(world: object) -> None:
    assert_exact(world.programme)  # type: ignore[attr-defined]


def test_a_question_that_nobody_answers_leaves_the_row_unproved() -> None:
    programme = DECIDING[0].programme
    plan = plans_of(programme)[0]
    work = Work(ask=lambda _: Reply(finding="unknown"))
    found = find_latest(programme, work, plan=plan)
    assert found.feasible
    assert not any(row.proved and row.latest is None for row in found.decisions)
    for row in found.decisions:
        assert row.latest is not None
        assert row.latest >= plan.placed[row.id].start
        assert not row.confirmed


def test_a_plan_of_the_second_configuration_takes_the_proof_back() -> None:
    programme = DECIDING[0].programme
    plans = plans_of(programme)
    answering = work_with().ask
    latest = latest_in(plans, decisions_of(programme)[0])
    best = next(p for p in plans if p.placed[decisions_of(programme)[0]].start == latest)
    earliest = min(plans, key=lambda p: p.placed[decisions_of(programme)[0]].start)
    assert earliest != best

    def ask(question: Question) -> Reply:
        if question.second:
            return Reply(finding="plan", plan=best)
        if question.windows:
            return Reply(finding="unknown")
        # Claims too much: that nothing is later than the plan at hand.
        return Reply(finding="none") if question.wishes else answering(question)

    found = find_latest(programme, Work(ask=ask), plan=earliest)
    row = next(r for r in found.decisions if r.id == decisions_of(programme)[0])
    assert not row.proved
    assert not row.confirmed


def test_rows_are_told_as_they_are_known() -> None:
    programme = DECIDING[0].programme
    told: list[object] = []
    work = Work(ask=Answering(threading.Event(), SearchSettings(workers=1)), on_row=told.append)
    found = find_latest(programme, work)
    rows = [*found.decisions, *found.givens, *found.options]
    assert len(told) == len(rows)


def test_a_reserve_is_the_meeting_before_and_papers_are_due_before_that() -> None:
    for world in DECIDING:
        found = find_latest(world.programme, work_with(confirm=False))
        for row in found.decisions:
            assert isinstance(row, LatestDate)
            dates = world.programme.date_sets[world.programme.activities[row.id].dates or ""]
            if row.decide_by is not None and row.latest is not None:
                between = [d for d in dates if row.decide_by < d < row.latest]
                assert not between
            if row.papers_by is not None and row.decide_by is not None:
                assert row.papers_by <= row.decide_by


def test_options_alive_at_a_meeting_are_those_not_expired() -> None:
    for world in DECIDING:
        programme = world.programme
        found = find_latest(programme, work_with(confirm=False))
        for meeting in expiry_calendar(programme, found.options):
            assert meeting.count == sum(map(len, meeting.alive.values()))
            for row in found.options:
                if choosing_decision(programme, row.group, row.option) is None:
                    continue
                alive = row.option in meeting.alive[row.group]
                assert alive == (row.expires is not None and row.expires >= meeting.day)
        if found.calendar:
            assert found.calendar[-1].day - found.calendar[0].day < timedelta(days=4000)

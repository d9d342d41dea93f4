"""A flat task list becomes a programme by its planner's answers, and by nothing else."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from scheduler.domain.plan import Placed, Plan
from scheduler.errors import ProgrammeRejected
from scheduler.exchange.from_plan import project_of
from scheduler.exchange.mapping.declaration import mapping_json, read_mapping
from scheduler.exchange.mapping.programme import Mapped, programme_of
from scheduler.exchange.project_schedule import (
    OFFICE_DAY,
    Assignment,
    Availability,
    CalendarException,
    Constraint,
    Link,
    ProjectCalendar,
    ProjectSchedule,
    Resource,
    Task,
)
from scheduler.interchange.valid_programme import ValidProgramme, valid_programme
from scheduler.verification.verify import verify
from tests.exchange.test_from_plan import lincolnshire

OFF: tuple[()] = ()
WEEK = (OFFICE_DAY, OFFICE_DAY, OFFICE_DAY, OFFICE_DAY, OFFICE_DAY, OFF, OFF)
CALENDAR = ProjectCalendar(
    id="1",
    name="Standard",
    week=WEEK,
    exceptions=(
        CalendarException(first=datetime(2023, 5, 29).date(), last=datetime(2023, 5, 29).date()),
    ),
)
TASKS = (
    Task(id="1", name="Payroll", kind="summary"),
    Task(
        id="2",
        name="Build",
        parent="1",
        start=datetime(2023, 5, 1, 8),
        finish=datetime(2023, 5, 12, 17),
        duration=10 * 480,
    ),
    Task(
        id="3",
        name="Go live",
        kind="milestone",
        parent="1",
        start=datetime(2023, 5, 12, 17),
        finish=datetime(2023, 5, 12, 17),
        duration=0,
    ),
    Task(
        id="4",
        name="Hypercare",
        parent="1",
        start=datetime(2023, 5, 15, 8),
        finish=datetime(2023, 5, 19, 17),
        duration=5 * 480,
    ),
)
PROJECT = ProjectSchedule(
    name="Exit",
    calendars=(CALENDAR,),
    calendar="1",
    start=datetime(2023, 5, 1, 8),
    tasks=TASKS,
    links=(
        Link(predecessor="2", successor="3"),
        Link(predecessor="3", successor="4"),
    ),
    resources=(Resource(id="1", name="Project managers", hundredths=200),),
    assignments=(Assignment(task="2", resource="1", hundredths=50),),
)
ANSWERS: dict[str, Any] = {
    "supplier": "Serco",
    "contract_end": "2024-03-31",
    "services": {"outline_level": 1},
    "groups": {"outline_level": 1},
    "options": {"Payroll": [{"id": "INH", "model": "in_house"}]},
    "transfers": {"Payroll": "Go live"},
    "criticality": {"Payroll": 5},
}


def mapped(project: ProjectSchedule = PROJECT, **changes: object) -> Mapped:
    answers = {**ANSWERS, **changes}
    told = {name: value for name, value in answers.items() if value is not None}
    return programme_of(project, read_mapping(json.dumps(told).encode()))


def read(found: Mapped) -> ValidProgramme:
    assert found.questions == ()
    return valid_programme(json.dumps(found.document).encode())


def dates_hold(programme: ValidProgramme) -> bool:
    baseline = programme.document.baseline
    assert baseline is not None
    placed = {
        name: Placed(start=dates.start, finish=dates.finish)
        for name, dates in baseline.dates.items()
    }
    return verify(programme.expanded, Plan(options=dict(baseline.options), placed=placed)).holds


def test_a_task_list_becomes_a_programme_that_its_own_dates_meet() -> None:
    programme = read(mapped())
    assert {a.id: (a.kind, a.form) for a in programme.document.activities} == {
        "BUILD": ("task", "work"),
        "GO_LIVE": ("transfer", "event"),
        "HYPERCARE": ("task", "work"),
    }
    assert programme.document.teams[0].capacity[0].hundredths == 200
    assert programme.document.activities[0].modes[0].demands == {"PROJECT_MANAGERS": 50}
    assert dates_hold(programme)


@pytest.mark.parametrize("name", sorted(ANSWERS))
def test_what_is_not_said_is_asked_for(name: str) -> None:
    found = mapped(PROJECT, **{name: None})
    assert found.document is None
    assert any(question.path.startswith(f"/{name}") for question in found.questions)


def test_every_question_is_asked_at_once_as_far_as_the_levels_are_known() -> None:
    nothing = programme_of(PROJECT, read_mapping(b"{}"))
    assert {q.path for q in nothing.questions} == {
        "/supplier",
        "/contract_end",
        "/services",
        "/groups",
    }
    levels = mapped(options=None, transfers=None, criticality=None)
    assert {q.path for q in levels.questions} == {
        "/options/Payroll",
        "/transfers/Payroll",
        "/criticality/Payroll",
    }
    transfers = next(q for q in levels.questions if q.path == "/transfers/Payroll")
    assert [choice.answer for choice in transfers.choices] == [
        "3",
        "the_milestone",
        "after_everything",
    ]


def test_a_transfer_that_is_no_milestone_is_asked_for_again() -> None:
    found = mapped(transfers={"*": "Build"})
    assert [q.path for q in found.questions] == ["/transfers/Payroll"]
    assert "Build" in found.questions[0].text


def test_a_transfer_is_added_after_everything() -> None:
    programme = read(mapped(transfers={"*": "after_everything"}))
    added = programme.expanded.activities["PAYROLL.transfer"]
    assert added.form == "event"
    before = {
        rule.before
        for rule in programme.document.rules
        if rule.kind == "precedence" and rule.after == added.id
    }
    assert before == {"HYPERCARE"}
    assert dates_hold(programme)


@pytest.mark.parametrize(
    ("hour", "link"), [(8, ("FS", "SS")), (17, ("FF", "FS"))], ids=["morning", "evening"]
)
def test_a_milestone_stands_before_or_after_its_day(hour: int, link: tuple[str, str]) -> None:
    moved = replace(
        TASKS[2],
        start=datetime(2023, 5, 15 if hour == 8 else 12, hour),
        finish=datetime(2023, 5, 15 if hour == 8 else 12, hour),
    )
    project = replace(PROJECT, tasks=(*TASKS[:2], moved, TASKS[3]))
    programme = read(mapped(project))
    assert tuple(r.link for r in programme.document.rules if r.kind == "precedence") == link
    assert dates_hold(programme)


@pytest.mark.parametrize(
    ("kind", "day", "holds"),
    [
        ("start_no_earlier_than", 1, True),
        ("start_no_earlier_than", 2, False),
        ("start_no_later_than", 1, True),
        ("must_start_on", 1, True),
        ("must_start_on", 2, False),
        ("finish_no_later_than", 12, True),
        ("finish_no_later_than", 11, False),
        ("finish_no_earlier_than", 12, True),
        ("finish_no_earlier_than", 15, False),
        ("must_finish_on", 12, True),
        ("must_finish_on", 15, False),
    ],
)
def test_a_constraint_that_is_kept_binds(kind: Any, day: int, *, holds: bool) -> None:
    at = datetime(2023, 5, day, 8 if "start" in kind else 17)
    held = replace(TASKS[1], constraint=Constraint(kind=kind, at=at))
    project = replace(PROJECT, tasks=(TASKS[0], held, *TASKS[2:]))
    assert [q.path for q in mapped(project).questions] == ["/constraints"]
    assert dates_hold(read(mapped(project, constraints="keep"))) is holds
    left = mapped(project, constraints="leave_out")
    assert dates_hold(read(left))
    assert [loss.field for loss in left.losses] == ["constraint"]


def test_hours_and_rounding_are_told() -> None:
    short = replace(
        TASKS[1], duration=9 * 480 + 60, start=datetime(2023, 5, 1, 8), finish=TASKS[1].finish
    )
    found = mapped(replace(PROJECT, tasks=(TASKS[0], short, *TASKS[2:])))
    assert [loss.field for loss in found.losses] == ["duration"]
    assert dates_hold(read(found))


def test_a_lag_keeps_its_unit() -> None:
    links = (
        Link(predecessor="2", successor="4", lag=2 * 480),
        Link(predecessor="2", successor="4", kind="SS", lag=3 * 1440, elapsed=True),
        Link(predecessor="2", successor="4", kind="FF", lag=-480),
    )
    programme = read(mapped(replace(PROJECT, links=links)))
    assert [
        (r.link, r.min_lag, r.lag_unit) for r in programme.document.rules if r.kind == "precedence"
    ] == [
        ("FS", 2, "working_days"),
        ("SS", 3, "calendar_days"),
        ("FF", -1, "working_days"),
    ]


def test_people_who_come_and_go_are_capacity() -> None:
    until, later = datetime(2023, 6, 1, 8), datetime(2023, 9, 1, 8)
    resource = replace(
        PROJECT.resources[0],
        availability=(
            Availability(last=until, hundredths=100),
            Availability(first=later, hundredths=300),
        ),
    )
    programme = read(mapped(replace(PROJECT, resources=(resource,))))
    periods = [(p.first.isoformat(), p.hundredths) for p in programme.document.teams[0].capacity]
    assert periods == [("2023-05-01", 100), ("2023-06-01", 0), ("2023-09-01", 300)]


def test_only_milestones_are_taken_where_the_plan_stays_with_the_supplier() -> None:
    found = mapped(take="milestones")
    programme = read(found)
    assert set(programme.expanded.activities) == {"GO_LIVE"}
    assert {loss.field for loss in found.losses} == {"task", "link"}


def test_lincolnshire_goes_out_and_becomes_a_programme_its_plan_meets() -> None:
    expanded, plan = lincolnshire()
    project, _ = project_of(expanded, plan)
    answers = {
        **ANSWERS,
        "services": {"field": "Service"},
        "groups": {"field": "Service group"},
        "options": {"*": [{"id": "ONE", "model": "in_house"}]},
        "transfers": {service: f"{service}.transfer" for service in expanded.services},
        "criticality": {"*": 3},
        "constraints": "leave_out",
        "deadlines": "keep",
    }
    found = programme_of(project, read_mapping(json.dumps(answers).encode()))
    programme = read(found)
    assert set(programme.expanded.activities) >= set(plan.placed)
    assert set(programme.expanded.services) == set(expanded.services)
    assert dates_hold(programme)


def test_a_mapping_is_refused_with_every_problem() -> None:
    with pytest.raises(ProgrammeRejected) as refused:
        read_mapping(b'{"contract_end": "soon", "services": {"outline_level": 0}, "supplyer": "x"}')
    assert {issue.path for issue in refused.value.issues} == {  # type: ignore[attr-defined]
        "/contract_end",
        "/services/outline_level",
        "/supplyer",
    }


def test_a_mapping_is_written_as_it_was_read() -> None:
    mapping = read_mapping(json.dumps(ANSWERS).encode())
    assert read_mapping(json.dumps(mapping_json(mapping)).encode()) == mapping

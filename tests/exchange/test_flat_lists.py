"""A flat task list becomes a programme by each way of saying which service a task belongs to."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.errors import FileRejected, ProgrammeRejected
from scheduler.exchange.mapping.declaration import mapping_json, read_mapping
from scheduler.exchange.mapping.programme import Mapped, programme_of
from scheduler.exchange.project_schedule import Link, LinkKind, ProjectSchedule, Task
from tests.exchange.mutations import damaged
from tests.exchange.test_mapping import ANSWERS, CALENDAR, dates_hold, read

MONDAY = datetime(2023, 5, 1, 8)


def task(id: str, name: str, week: int = 0, code: str = "", service: str = "") -> Task:
    """Return five days of work in a week."""
    start = MONDAY + timedelta(weeks=week)
    return Task(
        id=id,
        name=name,
        code=code,
        start=start,
        finish=start + timedelta(days=4, hours=9),
        duration=5 * 480,
        fields=(("Text3", service),) if service else (),
    )


def done(id: str, name: str, week: int = 0, code: str = "", service: str = "") -> Task:
    """Return the milestone at the end of a week."""
    work = task(id, name, week, code, service)
    return replace(work, kind="milestone", start=work.finish, duration=0)


TASKS = (
    task("1", "Payroll - migrate", 0, "PAY.10", "Payroll"),
    done("2", "Payroll - live", 0, "PAY.20", "Payroll"),
    task("3", "HR - migrate", 1, "HR.10", "Staff"),
    done("4", "HR - live", 1, "HR.20", "Staff"),
    task("5", "Inform everybody", 2),
)
LINKS = (
    Link(predecessor="1", successor="2"),
    Link(predecessor="2", successor="3"),
    Link(predecessor="3", successor="4"),
    Link(predecessor="3", successor="5", kind="SS"),
)
FLAT = ProjectSchedule(
    name="Leaving",
    calendars=(CALENDAR,),
    calendar="1",
    start=MONDAY,
    tasks=TASKS,
    links=LINKS,
)
ANSWERED = {
    **ANSWERS,
    "groups": {"each": "service"},
    "options": {"*": [{"id": "INH", "model": "in_house"}]},
    "transfers": {"*": "after_everything"},
    "criticality": {"*": 3},
}


def mapped(project: ProjectSchedule = FLAT, **changes: object) -> Mapped:
    told = {name: value for name, value in {**ANSWERED, **changes}.items() if value is not None}
    return programme_of(project, read_mapping(json.dumps(told).encode()))


def services(found: Mapped) -> dict[str, str | None]:
    """Return the service of each task that the programme has, by the task's id, by name."""
    programme = read(found).document
    names = {service.id: service.name for service in programme.services}
    return {
        activity.external_ids["imported"]: names.get(activity.service or "")
        for activity in programme.activities
        if activity.external_ids
    }


WAYS: Mapping[str, tuple[dict[str, Any], dict[str, str | None]]] = {
    "each task": (
        {"each": "task"},
        {"1": "Payroll - migrate", "2": None, "3": "HR - migrate", "4": None}
        | {"5": "Inform everybody"},
    ),
    "each milestone": (
        {"each": "milestone"},
        {"1": None, "2": "Payroll - live", "3": None, "4": "HR - live", "5": None},
    ),
    "either": ({"each": "either"}, {one.id: one.name for one in TASKS}),
    "a field": (
        {"field": "Text3"},
        {"1": "Payroll", "2": "Payroll", "3": "Staff", "4": "Staff", "5": None},
    ),
    "before a mark in names": (
        {"name_before": " - "},
        {"1": "Payroll", "2": "Payroll", "3": "HR", "4": "HR", "5": None},
    ),
    "after a mark in names": (
        {"name_after": " - "},
        {"1": "migrate", "2": "live", "3": "migrate", "4": "live", "5": None},
    ),
    "before a mark in codes": (
        {"code_before": "."},
        {"1": "PAY", "2": "PAY", "3": "HR", "4": "HR", "5": None},
    ),
    "first characters of codes": (
        {"code_characters": 2},
        {"1": "PA", "2": "PA", "3": "HR", "4": "HR", "5": None},
    ),
    "all together": ({"one": "Everything"}, dict.fromkeys("12345", "Everything")),
}


@pytest.mark.parametrize(("way", "expected"), WAYS.values(), ids=WAYS)
def test_each_way_gives_every_task_its_service(
    way: dict[str, Any], expected: dict[str, str | None]
) -> None:
    found = mapped(services=way)
    assert services(found) == expected
    alone = [loss.count for loss in found.losses if loss.field == "service"]
    assert sum(alone) == list(expected.values()).count(None)
    assert dates_hold(read(found))


def test_several_parts_of_a_code_are_taken() -> None:
    codes = ("A.PAY.10", "A.PAY.20", "A.HR.10", "A.HR.20", "B.ALL")
    tasks = tuple(replace(one, code=code) for one, code in zip(TASKS, codes, strict=True))
    found = mapped(replace(FLAT, tasks=tasks), services={"code_before": ".", "parts": 2})
    assert services(found) == {"1": "A.PAY", "2": "A.PAY", "3": "A.HR", "4": "A.HR", "5": None}


def test_a_table_says_it_and_goes_before_any_other_way() -> None:
    table = {"1": "Pay", "HR.10": "People", "Inform everybody": "All"}
    alone = mapped(services=None, service_of=table)
    assert services(alone) == {"1": "Pay", "2": None, "3": "People", "4": None, "5": "All"}
    both = mapped(services={"name_before": " - "}, service_of={"5": "HR"}, group_of={"HR": "Staff"})
    assert services(both) == {"1": "Payroll", "2": "Payroll", "3": "HR", "4": "HR", "5": "HR"}
    groups = {one.id: one.name for one in read(both).document.service_groups}
    of_services = {one.name: groups[one.group] for one in read(both).document.services}
    assert of_services == {"Payroll": "Payroll", "HR": "Staff"}


def test_a_table_names_summary_tasks_for_all_beneath_them() -> None:
    top = Task(id="9", name="Top", kind="summary")
    tasks = (top, *(replace(one, parent="9") for one in TASKS))
    found = mapped(replace(FLAT, tasks=tasks), services=None, service_of={"9": "All", "3": "HR"})
    assert services(found) == {"1": "All", "2": "All", "3": "HR", "4": "All", "5": "All"}


def test_tasks_of_one_name_are_services_of_their_own() -> None:
    tasks = (task("1", "Move", code="A"), task("2", "Move"), task("3", "Move (A)"), task("4", " "))
    found = mapped(replace(FLAT, tasks=tasks, links=()), services={"each": "task"})
    assert services(found) == {"1": "Move (A) (1)", "2": "Move (2)", "3": "Move (A)", "4": "4"}


def test_the_only_milestone_of_each_service_is_its_transfer() -> None:
    found = mapped(services={"name_before": " - "}, transfers={"*": "the_milestone"})
    kinds = {one.name: one.kind for one in read(found).document.activities}
    assert kinds["Payroll - live"] == kinds["HR - live"] == "transfer"
    none = mapped(services={"each": "task"}, transfers={"*": "the_milestone"})
    assert {one.path for one in none.questions} == {
        f"/transfers/{name}" for name in ("Payroll - migrate", "HR - migrate", "Inform everybody")
    }


def test_what_a_flat_list_offers_is_counted() -> None:
    asked = programme_of(FLAT, read_mapping(b"{}")).questions
    by_path = {one.path: one for one in asked}
    words = {json.dumps(one.answer): one.words for one in by_path["/services"].choices}
    assert words == {
        '{"field": "Text3"}': "The field Text3: 2 different, for 4 of 5 tasks: Payroll, Staff",
        '{"name_before": " - "}': (
            'The task name before " - ": 2 different, for 4 of 5 tasks: Payroll, HR'
        ),
        '{"name_after": " - "}': (
            'The task name after " - ": 2 different, for 4 of 5 tasks: migrate, live'
        ),
        '{"code_before": "."}': 'The code before ".": 2 different, for 4 of 5 tasks: PAY, HR',
        '{"each": "task"}': (
            "Each task by itself: 3 different, for 3 of 5 tasks: "
            "Payroll - migrate, HR - migrate, Inform everybody"
        ),
        '{"each": "milestone"}': (
            "Each milestone by itself: 2 different, for 2 of 5 tasks: Payroll - live, HR - live"
        ),
        '{"each": "either"}': (
            "Each task or milestone by itself: 5 different, for 5 of 5 tasks: Payroll - migrate, "
            "Payroll - live, HR - migrate, HR - live, Inform everybody"
        ),
        '{"one": "Leaving"}': "All tasks together as Leaving: 5 of 5 tasks",
    }
    answers = [one.answer for one in by_path["/groups"].choices]
    assert answers[0] == {"each": "service"}
    assert {"each": "task"} not in answers


@pytest.mark.parametrize(
    ("names", "codes", "expected"),
    [
        (("A", "B", "C"), ("1", "2", "3"), set()),
        (("PAY-01 plan", "PAY-02 do", "HR-01 plan"), ("", "", ""), {'"name_before": "-"'}),
        (("a", "b", "c"), ("PAY10", "PAY20", "HRM30"), {'"code_characters": 3'}),
        (("a", "b", "c"), ("1.1", "1.2", "2.1"), {'"code_before": "."'}),
        (("x: a", "x: b", "x: c"), ("", "", ""), set()),
    ],
)
def test_only_what_sorts_tasks_is_offered(
    names: tuple[str, ...], codes: tuple[str, ...], expected: set[str]
) -> None:
    told = zip(names, codes, strict=True)
    tasks = tuple(task(str(n), name, 0, code) for n, (name, code) in enumerate(told))
    asked = programme_of(replace(FLAT, tasks=tasks, links=()), read_mapping(b"{}")).questions
    (choices,) = [one.choices for one in asked if one.path == "/services"]
    offered = {json.dumps(one.answer)[1:-1] for one in choices}
    assert offered == expected | {'"each": "task"', '"one": "Leaving"'}


@pytest.mark.parametrize("way", [way for way, _ in WAYS.values()], ids=WAYS)
def test_an_offer_comes_to_what_it_says(way: dict[str, Any]) -> None:
    asked = programme_of(FLAT, read_mapping(b"{}")).questions
    (choices,) = [one.choices for one in asked if one.path == "/services"]
    told = {json.dumps(one.answer): one.words for one in choices}.get(json.dumps(way))
    if told is not None:
        names = {name for name in services(mapped(services=way)).values() if name}
        assert way.get("one") or f": {len(names)} different" in told
        assert all(name in told for name in names)


@pytest.mark.parametrize(
    ("level", "path"),
    [
        ({}, "/services"),
        ({"field": "Text3", "name_before": "-"}, "/services"),
        ({"each": "service"}, "/services/each"),
        ({"each": "task", "parts": 2}, "/services/parts"),
        ({"name_before": ""}, "/services/name_before"),
        ({"one": ""}, "/services/one"),
        ({"code_characters": 0}, "/services/code_characters"),
    ],
)
def test_a_way_that_is_none_is_refused(level: dict[str, Any], path: str) -> None:
    with pytest.raises(ProgrammeRejected) as refused:
        read_mapping(json.dumps({"services": level}).encode())
    assert [issue.path for issue in refused.value.issues] == [path]  # type: ignore[attr-defined]


def test_answers_that_say_something_of_nothing_are_told() -> None:
    found = mapped(
        services={"name_before": " - "},
        service_of={"77": "Payroll"},
        group_of={"Nobody": "Staff"},
        options={"*": ANSWERED["options"]["*"], "Lost": ANSWERED["options"]["*"]},
        transfers={"*": "after_everything", "Gone": "1"},
        criticality={"*": 3, "Away": 2},
    )
    told = {(loss.field, loss.value) for loss in found.losses if loss.code == "not_understood"}
    assert told == {
        ("service_of", "77"),
        ("group_of", "Nobody"),
        ("options", "Lost"),
        ("transfers", "Gone"),
        ("criticality", "Away"),
    }


def test_a_service_of_no_group_is_asked_about_with_what_may_be_said() -> None:
    found = mapped(services={"each": "either"}, groups={"field": "Text3"})
    (question,) = found.questions
    assert question.path == "/groups"
    assert question.text.startswith("Inform everybody is a service of no group.")
    assert {"each": "service"} in [choice.answer for choice in question.choices]


@pytest.mark.parametrize(("kind", "lag"), [("SS", 0), ("FS", -3 * 480), ("SF", 0)])
def test_an_added_transfer_waits_for_a_task_that_is_merely_begun_or_overlapped(
    kind: Any, lag: int
) -> None:
    """Its successor may be over before it is."""
    tasks = (task("1", "Pay - a", 1), task("2", "Pay - b", 1))
    link = Link(predecessor="1", successor="2", kind=kind, lag=lag)
    found = mapped(replace(FLAT, tasks=tasks, links=(link,)), services={"name_before": " - "})
    rules = [one for one in read(found).document.rules if one.kind == "precedence"]
    before = {one.before for one in rules if one.after == "PAY.transfer"}
    assert len(before) == 2


def test_a_mapping_with_every_way_is_written_as_it_was_read() -> None:
    for way, _ in WAYS.values():
        told = {**ANSWERED, "services": way, "service_of": {"1": "A"}, "group_of": {"A": "B"}}
        mapping = read_mapping(json.dumps(told).encode())
        assert read_mapping(json.dumps(mapping_json(mapping)).encode()) == mapping


def test_damaged_mappings_are_read_or_refused() -> None:
    told = {"service_of": {"5": "HR"}, "group_of": {"HR": "Staff"}, "leave_out": ["2"]}
    files = [json.dumps({**ANSWERED, "services": way, **told}).encode() for way, _ in WAYS.values()]
    read = 0
    for content in damaged(files, 200, 3):
        try:
            mapping = read_mapping(content)
        except (FileRejected, ProgrammeRejected):
            continue
        found = programme_of(FLAT, mapping)
        assert (found.document is None) == bool(found.questions)
        read += 1
    assert 10 < read < 190


@st.composite
def flat_lists(draw: st.DrawFn) -> ProjectSchedule:
    """Return tasks with links of all kinds that their dates keep."""
    prefixes = st.sampled_from(["Payroll - ", "HR - ", ""])
    tasks: list[Task] = []
    for number in range(draw(st.integers(1, 7))):
        make = draw(st.sampled_from([task, done]))
        name = draw(prefixes) + draw(st.sampled_from(["move", "test"]))
        field = draw(st.sampled_from(["", "Text value"]))
        tasks.append(make(str(number), name, draw(st.integers(0, 3)), f"C{number % 3}.x", field))
    links: list[Link] = []
    pairs = [(a, b) for a in tasks for b in tasks if int(a.id) < int(b.id)]
    for before, after in draw(st.lists(st.sampled_from(pairs), max_size=8)) if pairs else []:
        if before.finish is not None and after.start is not None and before.finish <= after.start:
            kind: LinkKind = draw(st.sampled_from(["FS", "SS", "FF", "SF"]))
            links.append(Link(predecessor=before.id, successor=after.id, kind=kind))
    return replace(FLAT, tasks=tuple(tasks), links=tuple(links))


@given(project=flat_lists(), way=st.sampled_from([way for way, _ in WAYS.values()]))
def test_links_stay_true_whichever_way_services_are_told_apart(
    project: ProjectSchedule, way: dict[str, Any]
) -> None:
    """Every link is a rule between the same two tasks, and the dates of the file keep them all."""
    found = mapped(project, services=way)
    if found.questions:
        assert {one.path for one in found.questions} == {"/services"}
        return
    programme = read(found)
    ids = {one.external_ids.get("imported", ""): one.id for one in programme.document.activities}
    told = [
        (one.before, one.after)
        for one in programme.document.rules
        if one.kind == "precedence" and one.id.startswith("link-")
    ]
    assert told == [(ids[one.predecessor], ids[one.successor]) for one in project.links]
    assert dates_hold(programme)

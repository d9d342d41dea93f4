"""A plan as a project of a planning tool: groups, services, activities, links, teams, progress."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from scheduler.domain.activities import TRANSFER, Activity
from scheduler.domain.calendars import ONE_DAY, WorkCalendar
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Placed, Plan
from scheduler.domain.planning_rules import DateLimit
from scheduler.domain.standing import Baseline, Progress
from scheduler.exchange.losses import Loss, Losses
from scheduler.exchange.plan_fields import GROUP, OPTION, FieldMaker
from scheduler.exchange.plan_links import Tasks, plan_links
from scheduler.exchange.plan_progress import days_after, progress_of
from scheduler.exchange.plan_teams import assignments, resources
from scheduler.exchange.project_schedule import (
    BaselineSpan,
    Constraint,
    ProjectCalendar,
    ProjectSchedule,
    Task,
)
from scheduler.exchange.stable_ids import stable_numbers
from scheduler.exchange.working_time import MINUTES_A_DAY, begins, calendar_of, ends, every_day

Hold = Literal["manual", "constraints", "links"]
"""How the tool is kept to the plan's dates.

`manual`: tasks are scheduled by hand, which Microsoft Project since 2010 leaves where they are.
`constraints`: no task starts before its planned day, which P6 minds when it schedules (F9); later
than planned none starts, as no link is stricter than the plan. `links`: not at all, so that the
tool shows what the links alone would allow.
"""

EVERY_DAY = "every-day"
CONTRACT_END = "contract-end"


@dataclass(frozen=True, slots=True)
class _Scene:
    programme: ExpandedProgramme
    plan: Plan
    hold: Hold
    numbers: Mapping[str, str]
    calendars: Mapping[str, ProjectCalendar]
    fields: FieldMaker
    progress: Mapping[str, Progress]
    deadlines: Mapping[str, date]
    baseline: Baseline | None


def project_of(
    programme: ExpandedProgramme, plan: Plan, hold: Hold = "manual", *, clock_lags: bool = False
) -> tuple[ProjectSchedule, tuple[Loss, ...]]:
    """Return a plan as a project, and what of programme and plan it does not carry.

    With `clock_lags` every lag counts on the clock, as long as it is at the planned dates.
    """
    doc = programme.document
    numbers = _numbers(programme, plan)
    scene = _Scene(
        programme=programme,
        plan=plan,
        hold=hold,
        numbers=numbers,
        calendars=dict(_calendars(programme, plan, numbers)),
        fields=FieldMaker.of(programme, plan),
        progress={entry.activity: entry for entry in doc.progress},
        deadlines=_deadlines(programme),
        baseline=doc.baseline,
    )
    tasks = tuple(_tasks(scene))
    known = Tasks(
        numbers=numbers,
        clock=clock_lags,
        moments=frozenset(name for name in plan.placed if _is_moment(name, scene)),
        on_common_days=frozenset(
            name
            for name in plan.placed
            if _calendar_key(programme.activities[name], programme)
            in (doc.default_calendar, EVERY_DAY)
        ),
    )
    links, no_links = plan_links(programme, plan, known)
    losses = Losses()
    losses.extend(no_links)
    losses.extend(_not_carried(programme))
    project = ProjectSchedule(
        name=doc.name,
        calendars=tuple(scene.calendars.values()),
        calendar=scene.calendars[doc.default_calendar].id,
        start=min([begins(doc.plan_from), *(t.start for t in tasks if t.start is not None)]),
        finish=max(task.finish for task in tasks if task.finish is not None),
        status_date=None if doc.status_date is None else ends(doc.status_date),
        currency=doc.currency,
        minutes_per_day=MINUTES_A_DAY,
        minutes_per_week=5 * MINUTES_A_DAY,
        tasks=tasks,
        links=links,
        resources=resources(programme, numbers, scene.calendars[doc.default_calendar].id),
        assignments=assignments(programme, plan, numbers),
    )
    return project, losses.all()


def _numbers(programme: ExpandedProgramme, plan: Plan) -> dict[str, str]:
    """Return a number for everything that may have one, whether this plan has it or not."""
    doc = programme.document
    mixed = {_calendar_key(programme.activities[name], programme) for name in plan.placed}
    return stable_numbers(
        [
            *programme.activities,
            *(f"group {group.id}" for group in doc.service_groups),
            *(f"service {service.id}" for service in doc.services),
            *(f"team {team.id}" for team in doc.teams),
            *(f"calendar {calendar.id}" for calendar in doc.calendars),
            *(f"calendar {key}" for key in mixed),
            f"calendar {EVERY_DAY}",
            CONTRACT_END,
        ]
    )


def _calendars(
    programme: ExpandedProgramme, plan: Plan, numbers: Mapping[str, str]
) -> Iterator[tuple[str, ProjectCalendar]]:
    made: dict[str, tuple[WorkCalendar, ...]] = {
        calendar.id: (calendar,) for calendar in programme.document.calendars
    }
    for name in plan.placed:
        activity = programme.activities[name]
        key = _calendar_key(activity, programme)
        if key != EVERY_DAY:
            made.setdefault(key, programme.calendars_of(activity))
    for key, calendars in made.items():
        yield key, calendar_of(numbers[f"calendar {key}"], calendars)
    yield EVERY_DAY, every_day(numbers[f"calendar {EVERY_DAY}"])


def _tasks(scene: _Scene) -> Iterator[Task]:
    programme, plan = scene.programme, scene.plan
    inside: dict[tuple[str | None, str | None], list[str]] = {}
    for name in sorted(plan.placed, key=lambda n: (plan.placed[n].start, n)):
        activity = programme.activities[name]
        key = (programme.group_of(activity), activity.service)
        inside.setdefault(key, []).append(name)
    for name in inside.get((None, None), ()):
        yield _task(name, None, scene)
    for group in programme.document.service_groups:
        services = [one for one in programme.document.services if one.group == group.id]
        of_service = {one.id: inside.get((group.id, one.id), []) for one in services}
        own = inside.get((group.id, None), [])
        everything = [*own, *(name for names in of_service.values() for name in names)]
        if not everything:
            continue
        number = scene.numbers[f"group {group.id}"]
        fields = ((GROUP, group.id), (OPTION, plan.options[group.id]))
        yield _summary(number, group.id, group.name, None, everything, fields, scene)
        yield from (_task(name, number, scene) for name in own)
        for service in services:
            if names := of_service[service.id]:
                below = scene.numbers[f"service {service.id}"]
                yield _summary(below, service.id, service.name, number, names, (), scene)
                yield from (_task(name, below, scene) for name in names)
    yield _contract_end(scene)


def _contract_end(scene: _Scene) -> Task:
    contract = scene.programme.document.contract
    at = ends(contract.end_date)
    return Task(
        id=scene.numbers[CONTRACT_END],
        code=CONTRACT_END,
        name=f"Contract with {contract.supplier} ends",
        kind="milestone",
        start=at,
        finish=at,
        duration=0,
        calendar=scene.calendars[EVERY_DAY].id,
        manual=scene.hold == "manual",
        constraint=Constraint(kind="must_finish_on", at=at),
        percent_complete=0,
        remaining=0,
    )


def _summary(
    number: str,
    code: str,
    name: str,
    parent: str | None,
    inside: Sequence[str],
    fields: tuple[tuple[str, str], ...],
    scene: _Scene,
) -> Task:
    placed = [scene.plan.placed[one] for one in inside]
    return Task(
        id=number,
        code=code,
        name=name or code,
        kind="summary",
        parent=parent,
        start=begins(min(one.start for one in placed)),
        finish=ends(max(one.finish for one in placed)),
        fields=fields,
    )


def _task(name: str, parent: str | None, scene: _Scene) -> Task:
    programme, placed = scene.programme, scene.plan.placed[name]
    activity, moment = programme.activities[name], _is_moment(name, scene)
    days = _days(activity, placed, programme)
    entry = scene.progress.get(name)
    left = days_after(programme.document.status_date, days)
    progress = progress_of(entry, len(days), left, moment=moment)
    start = begins(placed.start)
    held = scene.hold == "constraints" and progress.actual_start is None
    deadline = scene.deadlines.get(name)
    return Task(
        id=scene.numbers[name],
        code=name,
        name=activity.name or name,
        kind="milestone" if moment else "task",
        parent=parent,
        start=start,
        finish=start if moment else ends(placed.finish),
        duration=0 if moment else len(days) * MINUTES_A_DAY,
        calendar=scene.calendars[_calendar_key(activity, programme)].id,
        manual=scene.hold == "manual",
        constraint=Constraint(kind="start_no_earlier_than", at=start) if held else None,
        deadline=None if deadline is None else ends(deadline),
        percent_complete=progress.percent_complete,
        actual_start=progress.actual_start,
        actual_finish=progress.actual_finish,
        remaining=progress.remaining,
        baselines=tuple(_baselines(name, scene, moment=moment)),
        notes=activity.deliverable,
        fields=scene.fields.fields(activity),
    )


def _baselines(name: str, scene: _Scene, *, moment: bool) -> Iterator[BaselineSpan]:
    dates = None if scene.baseline is None else scene.baseline.dates.get(name)
    if dates is not None:
        placed = Placed(start=dates.start, finish=dates.finish)
        days = _days(scene.programme.activities[name], placed, scene.programme)
        start = begins(dates.start)
        yield BaselineSpan(
            start=start,
            finish=start if moment else ends(dates.finish),
            duration=0 if moment else len(days) * MINUTES_A_DAY,
        )


def _is_moment(name: str, scene: _Scene) -> bool:
    """Tell whether an activity is an event that asks for nobody: it has no length in a tool."""
    activity = scene.programme.activities[name]
    mode = scene.programme.mode_in(activity, scene.plan)
    return activity.form == "event" and not (mode and any(mode.demands.values()))


def _calendar_key(activity: Activity, programme: ExpandedProgramme) -> str:
    if activity.form != "work":
        return EVERY_DAY
    return "+".join(one.id for one in programme.calendars_of(activity))


def _days(activity: Activity, placed: Placed, programme: ExpandedProgramme) -> tuple[date, ...]:
    """Return the days of its tool's calendar on which an activity goes on, first to last."""
    every = (placed.start + ONE_DAY * n for n in range((placed.finish - placed.start).days + 1))
    if activity.form != "work":
        return tuple(every)
    calendars = programme.calendars_of(activity)
    return tuple(day for day in every if all(one.is_working(day) for one in calendars))


def _deadlines(programme: ExpandedProgramme) -> dict[str, date]:
    """Return the last day of each activity that has one by itself: contract end, date limits."""
    doc = programme.document
    found = {a.id: doc.contract.end_date for a in doc.activities if a.kind == TRANSFER}
    for rule in doc.rules:
        if isinstance(rule, DateLimit) and rule.finish_not_after is not None:
            for name in rule.activities.activities:
                found[name] = min(rule.finish_not_after, found.get(name, rule.finish_not_after))
    return found


def _not_carried(programme: ExpandedProgramme) -> Iterator[Loss]:
    """Yield what of a programme no planning tool knows."""
    doc = programme.document
    for field, items, text in (
        ("options not chosen", [g.id for g in doc.service_groups if len(g.options) > 1],
         "Only the chosen sourcing option goes out; the others stay in the programme file."),
        ("change load", [u.id for u in doc.user_groups], "User groups and their change load stay."),
        ("money", [s.id for s in doc.services if s.yearly_cost], "Costs and budgets stay."),
        ("consumables", [c.id for c in doc.consumables], "What is used up stays."),
        ("assumptions", [a.id for a in doc.assumptions], "Assumptions stay."),
        ("commitments", [c.id for c in doc.commitments], "What was promised to whom stays."),
    ):  # fmt: skip
        for id in items:
            yield Loss(code="not_carried", field=field, place=f'"{id}"', text=text)

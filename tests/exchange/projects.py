"""Random projects as planning tools keep them, made so that a format can carry them whole."""

from __future__ import annotations

import string
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Literal, TypeVar, get_args

from hypothesis import strategies as st

from scheduler.exchange.project_schedule import (
    Assignment,
    Availability,
    BaselineSpan,
    CalendarException,
    Constraint,
    ConstraintKind,
    Day,
    Link,
    LinkKind,
    ProjectCalendar,
    ProjectSchedule,
    Resource,
    ResourceKind,
    Shift,
    Task,
    TaskKind,
    TimeUnit,
)

Optional = Literal[
    "task_code",
    "estimated",
    "elapsed",
    "elapsed_lag",
    "task_calendar",
    "manual",
    "inactive",
    "deadline",
    "priority",
    "percent",
    "actuals",
    "remaining",
    "baselines",
    "notes",
    "summary_dates",
    "base_calendars",
    "exception_names",
    "resource_code",
    "availability",
    "resource_calendar",
    "group",
    "work",
    "units",
    "project_start",
    "project_finish",
    "status_date",
    "currency",
    "periods",
    "project_calendar",
]
"""What a format may leave out; a project that is made never has what is not carried."""

EVERYTHING: frozenset[Optional] = frozenset(get_args(Optional))

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Carries:
    """What a format carries; by default all that a project can say."""

    optional: frozenset[Optional] = EVERYTHING
    kinds: tuple[TaskKind, ...] = ("task", "milestone")
    """Of tasks without tasks below them; the others are summaries."""
    units: tuple[TimeUnit, ...] = ("minutes", "hours", "days", "weeks", "months")
    lag_units: tuple[TimeUnit, ...] = ("minutes", "hours", "days", "weeks", "months")
    links: tuple[LinkKind, ...] = ("FS", "SS", "FF", "SF")
    constraints: tuple[ConstraintKind, ...] = (
        "as_late_as_possible",
        "must_start_on",
        "must_finish_on",
        "start_no_earlier_than",
        "start_no_later_than",
        "finish_no_earlier_than",
        "finish_no_later_than",
    )
    resources: tuple[ResourceKind, ...] = ("work", "material", "cost")
    fields: tuple[str, ...] = ("Risk", "Owner & place", "Stage <1>", "Überschrift")
    """Names of custom fields of tasks."""
    project_fields: tuple[str, ...] = ()
    """Names of a project's properties, of which those used come in the order of the alphabet."""
    step: int = 1
    """Minutes of which durations and lags are multiples."""
    shift_step: int = 15
    """Minutes of which the beginnings and ends of shifts are multiples."""
    least_id: int = 1
    blank_texts: bool = True
    """Whether blanks around and inside texts come back as they were."""


def texts(carries: Carries, longest: int = 30) -> st.SearchStrategy[str]:
    """Names and notes: what people type, in any script, without what XML forbids."""
    letters = st.characters(
        codec="utf-8", exclude_categories=("Cc", "Cs", "Cn"), exclude_characters="\ufffe\uffff"
    )
    plain = st.text(string.ascii_letters + string.digits + " .,-&<>\"'", max_size=longest)
    more = st.text(letters | st.sampled_from("\n\t"), max_size=longest)
    if carries.blank_texts:
        return plain | more
    return (plain | st.text(letters, max_size=longest)).map(lambda text: " ".join(text.split()))


def names(carries: Carries) -> st.SearchStrategy[str]:
    """Names that are not blank."""
    return texts(carries).map(lambda text: text if text.strip() else f"{text}x")


MOMENTS = st.builds(
    lambda day, minute: datetime.fromisoformat("2020-01-01") + timedelta(days=day, minutes=minute),
    st.integers(0, 4000),
    st.integers(0, 24 * 60 - 1),
)
DAYS = st.integers(0, 4000).map(lambda day: date(2020, 1, 1) + timedelta(days=day))


def shifts(*, empty: bool = True, step: int = 15) -> st.SearchStrategy[Day]:
    """Up to three shifts of a day, in order and apart."""
    minutes = st.integers(0, 24 * 60 // step).map(lambda steps: steps * step)
    return st.lists(minutes, min_size=0 if empty else 2, max_size=6, unique=True).map(_shifts)


def _shifts(minutes: Sequence[int]) -> Day:
    ordered = sorted(minutes)
    pairs = zip(ordered[::2], ordered[1::2], strict=False)
    return tuple(Shift(first=first, last=last) for first, last in pairs)


@st.composite
def projects(
    draw: st.DrawFn, carries: Carries | None = None, most_tasks: int = 8
) -> ProjectSchedule:
    """A project with links in the order of the tasks that wait, as formats keep them."""
    carries = carries or Carries()
    calendars = draw(_calendars(carries))
    ids = tuple(calendar.id for calendar in calendars)
    tasks = draw(_tasks(carries, ids, most_tasks))
    resources = draw(_resources(carries, ids))
    fields = draw(st.sets(st.sampled_from(carries.project_fields or ("",))))
    day = draw(st.sampled_from([420, 450, 480])) if "periods" in carries.optional else 480
    return ProjectSchedule(
        name=draw(names(carries)),
        calendars=calendars,
        calendar=_maybe(draw, carries, "project_calendar", st.sampled_from(ids)) if ids else None,
        start=_maybe(draw, carries, "project_start", MOMENTS),
        finish=_maybe(draw, carries, "project_finish", MOMENTS),
        status_date=_maybe(draw, carries, "status_date", MOMENTS),
        currency=_maybe(draw, carries, "currency", st.sampled_from(["GBP", "EUR"])) or "",
        minutes_per_day=day,
        minutes_per_week=5 * day,
        days_per_month=draw(st.integers(15, 25)) if "periods" in carries.optional else 20,
        tasks=tasks,
        links=draw(_links(carries, tasks)),
        resources=resources,
        assignments=draw(_assignments(carries, tasks, resources)),
        fields=tuple((name, draw(names(carries))) for name in sorted(fields) if name),
    )


def _maybe(
    draw: st.DrawFn, carries: Carries, what: Optional, values: st.SearchStrategy[T]
) -> T | None:
    return draw(st.none() | values) if what in carries.optional else None


def _chance(draw: st.DrawFn, carries: Carries, what: Optional) -> bool:
    return what in carries.optional and draw(st.booleans())


def _ids(carries: Carries, most: int, least: int = 0) -> st.SearchStrategy[list[str]]:
    numbers = st.integers(carries.least_id, 2_000_000)
    return st.lists(numbers.map(str), min_size=least, max_size=most, unique=True)


def _minutes(carries: Carries, least: int = 0) -> st.SearchStrategy[int]:
    return st.integers(least // carries.step, 100_000 // carries.step).map(
        lambda steps: steps * carries.step
    )


@st.composite
def _calendars(draw: st.DrawFn, carries: Carries) -> tuple[ProjectCalendar, ...]:
    made: list[ProjectCalendar] = []
    for id in draw(_ids(carries, 3)):
        bases = [calendar.id for calendar in made]
        base = _maybe(draw, carries, "base_calendars", st.sampled_from(bases)) if bases else None
        worked = shifts(step=carries.shift_step)
        day = worked if base is None else st.none() | worked
        made.append(
            ProjectCalendar(
                id=id,
                name=draw(names(carries)),
                base=base,
                week=draw(st.tuples(day, day, day, day, day, day, day)),
                exceptions=draw(_exceptions(carries)),
            )
        )
    return tuple(made)


@st.composite
def _exceptions(draw: st.DrawFn, carries: Carries) -> tuple[CalendarException, ...]:
    """In order and apart from each other, as every tool takes them."""
    days = sorted(draw(st.lists(DAYS, max_size=6, unique=True)))
    return tuple(
        CalendarException(
            first=first,
            last=last,
            name=draw(texts(carries)) if "exception_names" in carries.optional else "",
            shifts=draw(shifts(step=carries.shift_step)),
        )
        for first, last in zip(days[::2], days[1::2], strict=False)
    )


@st.composite
def _tasks(
    draw: st.DrawFn, carries: Carries, calendars: tuple[str, ...], most: int
) -> tuple[Task, ...]:
    ids = draw(_ids(carries, most))
    levels: list[int] = []
    for _ in ids:
        levels.append(draw(st.integers(0, levels[-1] + 1 if levels else 0)))
    parents: list[str | None] = []
    above: list[str] = []
    for id, level in zip(ids, levels, strict=True):
        parents.append(above[level - 1] if level else None)
        above[level:] = [id]
    return tuple(
        draw(_task(carries, calendars, id, parent, id in parents))
        for id, parent in zip(ids, parents, strict=True)
    )


@st.composite
def _task(
    draw: st.DrawFn,
    carries: Carries,
    calendars: tuple[str, ...],
    id: str,
    parent: str | None,
    summary: bool,
) -> Task:
    dated = not summary or "summary_dates" in carries.optional
    moments = st.none() | MOMENTS if dated else st.none()
    minutes = st.none() | _minutes(carries) if dated else st.none()
    actual_start = _maybe(draw, carries, "actuals", MOMENTS)
    names_of_fields = draw(
        st.lists(st.sampled_from(carries.fields or ("",)), unique=True, max_size=4)
    )
    return Task(
        id=id,
        code=draw(names(carries)) if _chance(draw, carries, "task_code") else "",
        name=draw(names(carries)),
        kind="summary" if summary else draw(st.sampled_from(carries.kinds)),
        parent=parent,
        start=draw(moments),
        finish=draw(moments),
        duration=draw(minutes),
        duration_unit=draw(st.sampled_from(carries.units)),
        elapsed=_chance(draw, carries, "elapsed"),
        estimated=_chance(draw, carries, "estimated"),
        calendar=_maybe(draw, carries, "task_calendar", st.sampled_from(calendars))
        if calendars
        else None,
        manual=_chance(draw, carries, "manual"),
        active=not _chance(draw, carries, "inactive"),
        constraint=draw(st.none() | _constraints(carries)) if carries.constraints else None,
        deadline=_maybe(draw, carries, "deadline", MOMENTS),
        priority=_maybe(draw, carries, "priority", st.integers(0, 1000)),
        percent_complete=_maybe(draw, carries, "percent", st.integers(0, 100)),
        actual_start=actual_start,
        actual_finish=_maybe(draw, carries, "actuals", MOMENTS) if actual_start else None,
        remaining=_maybe(draw, carries, "remaining", _minutes(carries)),
        baselines=draw(_baselines(carries)) if "baselines" in carries.optional else (),
        notes=draw(texts(carries, 60)) if _chance(draw, carries, "notes") else "",
        fields=tuple((name, draw(names(carries))) for name in names_of_fields if name),
    )


@st.composite
def _constraints(draw: st.DrawFn, carries: Carries) -> Constraint:
    kind = draw(st.sampled_from(carries.constraints))
    return Constraint(kind=kind, at=None if kind == "as_late_as_possible" else draw(MOMENTS))


@st.composite
def _baselines(draw: st.DrawFn, carries: Carries) -> tuple[BaselineSpan, ...]:
    numbers = sorted(draw(st.lists(st.integers(0, 10), max_size=3, unique=True)))
    return tuple(
        BaselineSpan(
            number=number,
            start=draw(MOMENTS),
            finish=draw(st.none() | MOMENTS),
            duration=draw(st.none() | _minutes(carries)),
        )
        for number in numbers
    )


@st.composite
def _links(draw: st.DrawFn, carries: Carries, tasks: tuple[Task, ...]) -> tuple[Link, ...]:
    """Each pair once, forwards, in the order of the tasks that wait."""
    pairs = [(a.id, b.id) for at, b in enumerate(tasks) for a in tasks[:at]]
    if not pairs:
        return ()
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=8))
    return tuple(
        Link(
            predecessor=predecessor,
            successor=successor,
            kind=draw(st.sampled_from(carries.links)),
            lag=draw(_minutes(carries, least=-100_000)),
            lag_unit=draw(st.sampled_from(carries.lag_units)),
            elapsed=_chance(draw, carries, "elapsed_lag"),
        )
        for predecessor, successor in sorted(chosen, key=pairs.index)
    )


@st.composite
def _resources(
    draw: st.DrawFn, carries: Carries, calendars: tuple[str, ...]
) -> tuple[Resource, ...]:
    return tuple(
        Resource(
            id=id,
            name=draw(names(carries)),
            code=draw(names(carries)) if _chance(draw, carries, "resource_code") else "",
            kind=draw(st.sampled_from(carries.resources)),
            hundredths=draw(st.none() | st.integers(0, 10_000)),
            availability=draw(_availability()) if _chance(draw, carries, "availability") else (),
            calendar=_maybe(draw, carries, "resource_calendar", st.sampled_from(calendars))
            if calendars
            else None,
            group=draw(names(carries)) if _chance(draw, carries, "group") else "",
        )
        for id in draw(_ids(carries, 3))
    )


@st.composite
def _availability(draw: st.DrawFn) -> tuple[Availability, ...]:
    cuts = sorted(draw(st.lists(MOMENTS, min_size=1, max_size=4, unique=True)))
    edges: list[datetime | None] = [*cuts]
    if draw(st.booleans()):
        edges.insert(0, None)
    if draw(st.booleans()) or len(edges) == 1:
        edges.append(None)
    return tuple(
        Availability(first=first, last=last, hundredths=draw(st.integers(0, 10_000)))
        for first, last in pairwise(edges)
    )


@st.composite
def _assignments(
    draw: st.DrawFn, carries: Carries, tasks: tuple[Task, ...], resources: tuple[Resource, ...]
) -> tuple[Assignment, ...]:
    """Each pair once, in the order of the tasks."""
    pairs = [(task.id, resource.id) for task in tasks for resource in resources]
    if not pairs:
        return ()
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=5))
    return tuple(
        Assignment(
            task=task,
            resource=resource,
            hundredths=_maybe(draw, carries, "units", st.integers(0, 10_000)),
            work=_maybe(draw, carries, "work", _minutes(carries)),
        )
        for task, resource in sorted(chosen, key=pairs.index)
    )

"""A project as planning tools keep it: tasks, links, calendars, resources, baselines, progress.

Readers make it from a file and writers make a file from it; neither knows what an exit programme
is. Times are local, without a zone, as the tools write them. Whatever a file says that has no place
here is a `Loss`, and so is whatever a format cannot carry of what is here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

LinkKind = Literal["FS", "SS", "FF", "SF"]
"""Finish to start, start to start, finish to finish, start to finish."""

TimeUnit = Literal["minutes", "hours", "days", "weeks", "months"]
"""The unit in which a duration or lag is shown to people; it is always kept in minutes."""

TaskKind = Literal["task", "milestone", "summary", "level_of_effort"]

ConstraintKind = Literal[
    "as_late_as_possible",
    "must_start_on",
    "must_finish_on",
    "start_no_earlier_than",
    "start_no_later_than",
    "finish_no_earlier_than",
    "finish_no_later_than",
]
"""As soon as possible is no constraint."""

ResourceKind = Literal["work", "material", "cost"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """Working time of a day in minutes after midnight; `last` is not worked, 1440 is midnight."""

    first: int
    last: int


Day = tuple[Shift, ...]
"""The working time of one day, in order; a day without shifts is not worked."""

OFFICE_DAY: Day = (Shift(first=8 * 60, last=12 * 60), Shift(first=13 * 60, last=17 * 60))
"""Eight hours, as Microsoft Project's Standard calendar has them."""

WHOLE_DAY: Day = (Shift(first=0, last=24 * 60),)


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarException:
    """Days on which a calendar's week does not hold; `first` and `last` are included."""

    first: date
    last: date
    name: str = ""
    shifts: Day = ()
    """Empty for days off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectCalendar:
    """A working week, Monday first, and its exceptions; the later one wins where two overlap."""

    id: str
    name: str
    base: str | None = None
    """The calendar that holds for weekdays left out here, and whose exceptions hold too."""
    week: tuple[Day | None, Day | None, Day | None, Day | None, Day | None, Day | None, Day | None]
    """None for a day as in `base`."""
    exceptions: tuple[CalendarException, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Constraint:
    """A date that a tool holds a task to; `at` is missing only for as late as possible."""

    kind: ConstraintKind
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BaselineSpan:
    """What a baseline says of a task; number 0 is the baseline, 1 to 10 are the further ones."""

    number: int = 0
    start: datetime | None = None
    finish: datetime | None = None
    duration: int | None = None
    """Minutes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A line of the task list; their order is the outline's, parents before their children."""

    id: str
    """Unique in its file and kept when it is written again: Project's UID, P6's task_id."""
    code: str = ""
    """What people know it by: P6's activity id, Project's WBS code."""
    name: str
    kind: TaskKind = "task"
    parent: str | None = None
    start: datetime | None = None
    finish: datetime | None = None
    duration: int | None = None
    """Working minutes of its calendar, or minutes of the clock where it is `elapsed`."""
    duration_unit: TimeUnit = "days"
    elapsed: bool = False
    estimated: bool = False
    calendar: str | None = None
    """The project's calendar when left out."""
    manual: bool = False
    """Whether the tool leaves its dates alone."""
    active: bool = True
    constraint: Constraint | None = None
    deadline: datetime | None = None
    priority: int | None = None
    """0 to 1000, as in Microsoft Project."""
    percent_complete: int | None = None
    actual_start: datetime | None = None
    actual_finish: datetime | None = None
    remaining: int | None = None
    """Minutes."""
    baselines: tuple[BaselineSpan, ...] = ()
    notes: str = ""
    fields: tuple[tuple[str, str], ...] = ()
    """Custom fields and activity codes by the name that people gave them, in the file's order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One task waits for another."""

    predecessor: str
    successor: str
    kind: LinkKind = "FS"
    lag: int = 0
    """Minutes, negative for a lead: working ones of the successor's calendar, or of the clock."""
    lag_unit: TimeUnit = "days"
    elapsed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Availability:
    """How many people, in hundredths, are there from a time until another, not included."""

    first: datetime | None = None
    last: datetime | None = None
    hundredths: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """Who or what works on tasks."""

    id: str
    name: str
    code: str = ""
    kind: ResourceKind = "work"
    hundredths: int | None = None
    """Most people at once, in hundredths, where no availability says otherwise."""
    availability: tuple[Availability, ...] = ()
    calendar: str | None = None
    group: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """A resource on a task."""

    task: str
    resource: str
    hundredths: int | None = None
    """People at once, in hundredths."""
    work: int | None = None
    """Minutes of people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectSchedule:
    """One project of a planning tool."""

    name: str
    calendars: tuple[ProjectCalendar, ...] = ()
    calendar: str | None = None
    """The project's own."""
    start: datetime | None = None
    finish: datetime | None = None
    status_date: datetime | None = None
    currency: str = ""
    """ISO 4217."""
    minutes_per_day: int = 480
    minutes_per_week: int = 2400
    days_per_month: int = 20
    tasks: tuple[Task, ...] = ()
    links: tuple[Link, ...] = ()
    resources: tuple[Resource, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    fields: tuple[tuple[str, str], ...] = field(default=())
    """Properties of the project that have no place of their own, by name."""

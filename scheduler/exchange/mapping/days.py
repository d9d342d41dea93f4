"""Minutes of planning tools as the whole days of a programme."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from scheduler.domain.calendars import ONE_DAY, WorkCalendar
from scheduler.domain.values import WEEKDAYS, Window
from scheduler.exchange.losses import Loss, Losses
from scheduler.exchange.project_schedule import (
    CalendarException,
    ProjectCalendar,
    ProjectSchedule,
    Task,
)
from scheduler.exchange.to_plan import last_day
from scheduler.exchange.working_time import CLOCK_DAY

_WORKING_SHARE = 5 / 7
_STANDARD = "standard"


def whole_days(minutes: int, minutes_per_day: int) -> int:
    """Return minutes in whole days, rounded away from none: part of a day is a day."""
    return -(-minutes // minutes_per_day)


def duration_of(
    task: Task, project: ProjectSchedule, calendar: WorkCalendar, losses: Losses
) -> int:
    """Return the working days that a task takes.

    Its duration in whole days; those that its dates cover where it begins or ends within a day, or
    where its own calendar works on days that `calendar` does not. Elapsed time counts five days of
    seven.
    """
    minutes = task.duration or 0
    if task.elapsed:
        days = max(1, round(minutes / CLOCK_DAY * _WORKING_SHARE))
        _changed(losses, task, "elapsed duration", f"{minutes} minutes", "Taken as working days.")
        return days
    days = max(1, whole_days(minutes, project.minutes_per_day))
    if minutes % project.minutes_per_day:
        _changed(losses, task, "duration", f"{minutes} minutes", "Rounded up to whole days.")
    if task.start is None or task.finish is None:
        return days
    covered = covers(task.start, task.finish, calendar)
    if covered == days + 1 or (0 < covered < days):
        _changed(
            losses,
            task,
            "hours",
            f"{task.start} to {task.finish}",
            "The days that its dates cover are taken.",
        )
        return covered
    return days


def covers(start: datetime, finish: datetime, calendar: WorkCalendar) -> int:
    """Return how many working days lie from the first to the last day of a task."""
    first, last = start.date(), last_day(start, finish)
    return sum(calendar.is_working(first + ONE_DAY * n) for n in range((last - first).days + 1))


def morning(task: Task, project: ProjectSchedule) -> bool:
    """Tell whether a milestone stands before the working day rather than after it."""
    if task.start is None:
        return False
    calendars = {calendar.id: calendar for calendar in project.calendars}
    calendar = calendars.get(task.calendar or project.calendar or "")
    shifts = None if calendar is None else calendar.week[task.start.weekday()]
    begins = shifts[0].first if shifts else 8 * 60
    return task.start.hour * 60 + task.start.minute <= begins


def work_calendars(
    project: ProjectSchedule, losses: Losses
) -> tuple[dict[str, WorkCalendar], WorkCalendar]:
    """Return the calendars that tasks use, by their ids in the file, and the programme's own.

    Every day that another calendar works must be one of the programme's: other days are cut off.
    """
    found = {calendar.id: calendar for calendar in project.calendars}
    used = dict.fromkeys(task.calendar for task in project.tasks if task.kind == "task")
    own = _calendar(found.get(project.calendar or ""), "calendar_1", found, losses)
    made: dict[str, WorkCalendar] = {} if project.calendar is None else {project.calendar: own}
    for number, id in enumerate((one for one in used if one in found and one not in made), 2):
        if id is None:
            continue
        other = _calendar(found[id], f"calendar_{number}", found, losses)
        kept = tuple(day for day in other.working_weekdays if day in own.working_weekdays)
        if kept != other.working_weekdays or not kept:
            losses.add(
                Loss(
                    code="changed",
                    field="calendar",
                    place=f'calendar "{other.name}"',
                    text="Days on which the project's calendar does not work are left out.",
                )
            )
        made[id] = WorkCalendar(
            id=other.id,
            name=other.name,
            working_weekdays=kept or own.working_weekdays,
            closures=_joined([*other.closures, *own.closures]),
        )
    return made, own


def _calendar(
    calendar: ProjectCalendar | None, id: str, found: dict[str, ProjectCalendar], losses: Losses
) -> WorkCalendar:
    if calendar is None:
        losses.add(
            Loss(
                code="missing",
                field="calendar",
                place="project",
                text="The file names no calendar: Monday to Friday is taken.",
            )
        )
        return WorkCalendar(id=id, name="Monday to Friday")
    week, exceptions = _whole(calendar, found, set())
    for exception in exceptions:
        if exception.shifts:
            losses.add(
                Loss(
                    code="changed",
                    field="calendar exception",
                    place=f'calendar "{calendar.name}", {exception.first}',
                    text="Days worked by way of exception stay as the week has them.",
                )
            )
    days = tuple(name for name, worked in zip(WEEKDAYS, week, strict=True) if worked)
    closed = [Window(first=e.first, last=e.last, name=e.name) for e in exceptions if not e.shifts]
    return WorkCalendar(
        id=id,
        name=calendar.name,
        working_weekdays=days or WorkCalendar(id=id).working_weekdays,
        closures=_joined(closed),
    )


def _whole(
    calendar: ProjectCalendar, found: dict[str, ProjectCalendar], seen: set[str]
) -> tuple[list[bool], list[CalendarException]]:
    """Return on which weekdays a calendar works and its exceptions, those of its bases included."""
    base = found.get(calendar.base or "")
    if base is None or base.id in seen:
        week, exceptions = [True] * 5 + [False] * 2, list[CalendarException]()
    else:
        week, exceptions = _whole(base, found, seen | {calendar.id})
    for place, day in enumerate(calendar.week):
        if day is not None:
            week[place] = bool(day)
    return week, [*exceptions, *calendar.exceptions]


def _joined(closures: Sequence[Window]) -> tuple[Window, ...]:
    """Return closures in order, those on the same days once."""
    by_days: dict[tuple[date, date], Window] = {}
    for closure in closures:
        by_days.setdefault((closure.first, closure.last), closure)
    return tuple(sorted(by_days.values(), key=lambda one: (one.first, one.last)))


def _changed(losses: Losses, task: Task, field: str, value: str, text: str) -> None:
    place = f'task {task.id} "{task.name[:40]}"'
    losses.add(Loss(code="changed", field=field, place=place, value=value, text=text))

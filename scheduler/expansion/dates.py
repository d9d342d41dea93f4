"""Date patterns and leave patterns, written out over the horizon."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from scheduler.domain.calendars import ONE_DAY, DatePattern, DateSet, WorkCalendar
from scheduler.domain.programme import Programme
from scheduler.domain.resources import Booking, LeavePattern, Team
from scheduler.domain.values import WEEKDAYS


def expand_date_set(date_set: DateSet, document: Programme) -> DateSet:
    """Return the set with its pattern written out as dates of the horizon."""
    found = set(date_set.dates)
    if date_set.pattern is not None:
        calendar = next(
            (c for c in document.calendars if c.id == document.default_calendar),
            WorkCalendar(id="x"),
        )
        for day in _horizon(document):
            if _matches(date_set.pattern, day, calendar):
                found.add(day)
    found -= set(date_set.leave_out)
    return replace(date_set, pattern=None, dates=tuple(sorted(found)), leave_out=())


def expand_team(team: Team, document: Programme) -> Team:
    """Return the team with every leave pattern written out as bookings."""
    bookings = list(team.bookings)
    for pattern in document.leave_patterns:
        if not pattern.teams or team.id in pattern.teams:
            bookings.extend(_leave(pattern, team, document))
    return replace(team, bookings=tuple(bookings))


def _horizon(document: Programme) -> Iterator[date]:
    day = document.plan_from
    while day <= document.plan_until:
        yield day
        day += ONE_DAY


def _matches(pattern: DatePattern, day: date, calendar: WorkCalendar) -> bool:
    if pattern.working_days_only and not calendar.is_working(day):
        return False
    if pattern.months and day.month not in pattern.months:
        return False
    weekday = WEEKDAYS[day.weekday()]
    if pattern.every == "day":
        return True
    if pattern.every == "week":
        return weekday in pattern.weekdays
    return _is_day_of_month(pattern, day) or (
        weekday in pattern.weekdays and _has_ordinal(pattern, day)
    )


def _is_day_of_month(pattern: DatePattern, day: date) -> bool:
    last = (day + ONE_DAY).day == 1
    return day.day in pattern.days_of_month or (last and -1 in pattern.days_of_month)


def _has_ordinal(pattern: DatePattern, day: date) -> bool:
    from_front = (day.day - 1) // 7 + 1
    from_back = -1
    later = day + timedelta(days=7)
    while later.month == day.month:
        from_back -= 1
        later += timedelta(days=7)
    return from_front in pattern.ordinals or from_back in pattern.ordinals


def _leave(pattern: LeavePattern, team: Team, document: Programme) -> Iterator[Booking]:
    for year in range(document.plan_from.year - 1, document.plan_until.year + 1):
        first = date(year, pattern.first_month, pattern.first_day)
        wraps = (pattern.last_month, pattern.last_day) < (pattern.first_month, pattern.first_day)
        last = date(year + wraps, pattern.last_month, pattern.last_day)
        if last < document.plan_from or first > document.plan_until:
            continue
        capacity = max(p.hundredths for p in team.capacity)
        yield Booking(
            first=first,
            last=last,
            hundredths=capacity * pattern.absent_percent // 100,
            reason=pattern.name or pattern.id,
        )

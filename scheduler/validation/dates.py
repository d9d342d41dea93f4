"""Windows, calendars, date sets and leave: what they say must be possible."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

from scheduler.domain.calendars import DatePattern
from scheduler.domain.issues import Issue
from scheduler.domain.programme import Programme
from scheduler.domain.resources import Booking, LeavePattern
from scheduler.domain.values import Window
from scheduler.expansion.dates import expand_date_set
from scheduler.validation.lookup import Written
from scheduler.validation.walk import Parts
from scheduler.validation.wording import error, quoted, warning

_A_COMMON_YEAR = 2023
_UNREAD: dict[str, tuple[str, ...]] = {
    "day": ("weekdays", "ordinals", "days_of_month"),
    "week": ("ordinals", "days_of_month"),
    "month": (),
}


def find_bad_windows(parts: Parts) -> Iterator[Issue]:
    """Report windows and bookings that end before they begin."""
    windows: Iterator[tuple[str, Window | Booking]] = chain(parts.of(Window), parts.of(Booking))
    for path, window in windows:
        if window.first > window.last:
            message = f"the last day {window.last} is before the first day {window.first}"
            yield error("window_reversed", f"{path}/last", message, window.last)


def find_bad_leave(document: Programme) -> Iterator[Issue]:
    """Report leave that begins or ends on a day that not every year has."""
    for pattern in document.leave_patterns:
        yield from _day_of_year(pattern, "first", pattern.first_month, pattern.first_day)
        yield from _day_of_year(pattern, "last", pattern.last_month, pattern.last_day)


def find_bad_patterns(parts: Parts) -> Iterator[Issue]:
    """Report date patterns that say too little, or something they cannot mean."""
    for path, pattern in parts.of(DatePattern):
        yield from _pattern(path, pattern)


def find_empty_calendars(written: Written) -> Iterator[Issue]:
    """Report calendars without a working day, or with one that the default calendar lacks."""
    document = written.expanded.document
    default = written.expanded.calendars.get(document.default_calendar)
    for calendar in document.calendars:
        at = f"/calendars[id={calendar.id}]"
        worked = written.worked[calendar.id]
        if not worked:
            message = (
                f"no day from {document.plan_from} to {document.plan_until} is a working day "
                f"of {quoted(calendar.id)}"
            )
            yield error("empty_calendar", at, message, calendar.id)
        elif default is not None:
            extra = worked - written.worked[default.id]
            if extra:
                message = (
                    f"{quoted(calendar.id)} works on {len(extra)} days, the first {min(extra)}, on "
                    f"which the default calendar {quoted(default.id)} does not\n"
                    "Maybe make work at weekends an event."
                )
                yield error("calendar_beyond_default", at, message, min(extra))


def find_empty_date_sets(written: Written) -> Iterator[Issue]:
    """Report date sets without a date in the horizon."""
    document = written.expanded.document
    for date_set in document.date_sets:
        if not any(document.plan_from <= day <= document.plan_until for day in date_set.dates):
            message = (
                f"{quoted(date_set.id)} has no date from {document.plan_from} to "
                f"{document.plan_until}"
            )
            yield error("empty_date_set", f"/date_sets[id={date_set.id}]", message, date_set.id)


def find_idle_omissions(document: Programme) -> Iterator[Issue]:
    """Report dates left out of a set that would not have had them."""
    for date_set in document.date_sets:
        if not date_set.leave_out:
            continue
        whole = expand_date_set(replace(date_set, leave_out=()), document)
        for day in sorted(set(date_set.leave_out) - set(whole.dates)):
            if document.plan_from <= day <= document.plan_until:
                message = f"{day} is left out of {quoted(date_set.id)}, which does not have it"
                path = f"/date_sets[id={date_set.id}]/leave_out"
                yield warning("nothing_left_out", path, message, day)


def _day_of_year(pattern: LeavePattern, which: str, month: int, day: int) -> Iterator[Issue]:
    most = monthrange(_A_COMMON_YEAR, month)[1]
    if day > most:
        message = f"not every year has a day {day} in month {month}; at most {most}"
        path = f"/leave_patterns[id={pattern.id}]/{which}_day"
        yield error("no_such_day", path, message, day)


def _pattern(path: str, pattern: DatePattern) -> Iterator[Issue]:
    if pattern.every == "week" and not pattern.weekdays:
        message = "a pattern of every week needs weekdays"
        yield error("pattern_incomplete", f"{path}/weekdays", message)
    if pattern.every == "month":
        if not pattern.days_of_month and not (pattern.weekdays and pattern.ordinals):
            message = "a pattern of every month needs days_of_month, or weekdays with ordinals"
            yield error("pattern_incomplete", path, message)
        elif bool(pattern.weekdays) != bool(pattern.ordinals):
            message = "in a pattern of every month, weekdays and ordinals go together"
            yield error("pattern_incomplete", path, message)
    for field in _UNREAD[pattern.every]:
        if getattr(pattern, field):
            message = f"{field} means nothing in a pattern of every {pattern.every}"
            yield error("pattern_incomplete", f"{path}/{field}", message)
    for field in ("ordinals", "days_of_month"):
        if 0 in getattr(pattern, field):
            message = "0 is no number of a day; count from 1, or from the end with -1"
            yield error("pattern_incomplete", f"{path}/{field}", message, 0)

"""Durations: three points in order, on work and only there, and never nothing."""

from collections.abc import Iterator
from itertools import chain

from scheduler.domain.activities import Activity, Mode
from scheduler.domain.issues import Issue
from scheduler.domain.values import DurationCase, Factor, ThreePoint
from scheduler.validation.lookup import Written, template_path
from scheduler.validation.walk import Parts
from scheduler.validation.wording import error, quoted, warning

_CASES: tuple[DurationCase, ...] = ("min", "likely", "max")


def find_unordered_points(parts: Parts) -> Iterator[Issue]:
    """Report estimates whose minimum, likely and maximum are out of order."""
    values: Iterator[tuple[str, ThreePoint | Factor]] = chain(
        parts.of(ThreePoint), parts.of(Factor)
    )
    for path, value in values:
        if not value.min <= value.likely <= value.max:
            message = (
                f"min {value.min:g}, likely {value.likely:g} and max {value.max:g} are out of "
                "order; allowed is min <= likely <= max"
            )
            points = [value.min, value.likely, value.max]
            yield error("points_out_of_order", path, message, points)


def find_bad_durations(written: Written) -> Iterator[Issue]:
    """Report work that takes no time or does not say how long, and events that take some."""
    document = written.document
    for index, template in enumerate(document.activity_templates):
        if template.form != "work" and template.duration is not None:
            path = f"{template_path(document, index)}/duration"
            yield _without_duration(path, template.form)
    for activity in document.activities:
        for index, mode in enumerate(activity.modes):
            if activity.form != "work" and mode.duration is not None:
                path = f"/activities[id={activity.id}]/modes[{index}]/duration"
                yield _without_duration(path, activity.form)
    for activity in written.expanded.document.activities:
        yield from _of_calendars(activity, written)
        if activity.form == "work":
            for mode in activity.modes:
                yield from _of_work(activity, mode, written)


def _of_calendars(activity: Activity, written: Written) -> Iterator[Issue]:
    names = written.calendars_of(activity)
    if activity.form == "event" or len(names) == 1 or written.room(names)[0]:
        return
    if all(written.worked.get(name) for name in names):
        message = (
            f"{quoted(activity.id)} is worked on days of {' and '.join(map(quoted, names))} at "
            "once; they have none in common"
        )
        path = written.path_of_activity(activity.id)
        yield error("no_day_in_common", path, message, list(names))


def _of_work(activity: Activity, mode: Mode, written: Written) -> Iterator[Issue]:
    under = f" under {', '.join(mode.options)}" if mode.options else ""
    if mode.duration is None:
        message = f"{quoted(activity.id)} is work and has no duration{under}"
        path = written.path_of_activity(activity.id)
        yield error("work_without_duration", path, message, activity.id)
        return
    shortest = min(written.working_days(mode.duration, case) for case in _CASES)
    if shortest < 1:
        message = (
            f"{quoted(activity.id)} takes less than half a working day{under} in one of its three "
            "points; at least 1 working day is allowed\n"
            "Maybe make it an event, or omit it under the options that do without."
        )
        path = written.path_of_activity(activity.id)
        yield error("zero_duration", path, message, activity.id)
        return
    days = written.working_days(mode.duration, written.document.durations)
    names = written.calendars_of(activity)
    most, in_a_row = written.room(names)
    if days <= in_a_row:
        return
    path = written.path_of_activity(activity.id)
    calendars = f"calendar{'s' if len(names) > 1 else ''} {' and '.join(map(quoted, names))}"
    if 0 < most < days:
        message = (
            f"{quoted(activity.id)} takes {days:,} working days{under}; {calendars} "
            f"{'have' if len(names) > 1 else 'has'} {most:,} in the horizon"
        )
        yield warning("longer_than_horizon", path, message, days)
    elif not activity.may_pause and in_a_row < days:
        message = (
            f"{quoted(activity.id)} takes {days:,} working days{under} and may not pause; between "
            f"closures of {calendars} there are at most {in_a_row:,}"
        )
        yield warning("no_place_without_pause", path, message, days)


def _without_duration(path: str, form: str) -> Issue:
    article = "an event" if form == "event" else "a span"
    message = f"{article} has no duration of its own; only work has"
    return error("duration_off_work", path, message, form)

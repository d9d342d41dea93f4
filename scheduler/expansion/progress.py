"""What has happened, written out in the words of planning rules.

An activity that has begun gets the duration it really takes and a rule that says where it lies; one
that has not cannot start before the day after the status date. Options that are decided or
withdrawn, and the frozen weeks, become rules of the kinds there are. Nothing else knows of
progress.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import count

from scheduler.domain.activities import Activity, Selection
from scheduler.domain.calendars import ONE_DAY, WorkCalendar
from scheduler.domain.planning_rules import (
    ActualDates,
    DateLimit,
    MovedLimit,
    Rule,
    SourcingChoice,
    begun_in,
)
from scheduler.domain.programme import Programme
from scheduler.domain.standing import Progress
from scheduler.domain.values import ThreePoint

ACTUAL = "actual"
STATUS_RULE = "status_date"
FREEZE_RULE = "freeze_horizon"


def with_progress(document: Programme) -> Programme:
    """Return the document with what has happened as rules, its activities written out already."""
    entries = {e.activity: e for e in document.progress if _can_be(e, document)}
    activities: list[Activity] = []
    rules: list[Rule] = []
    calendars = {calendar.id: calendar for calendar in document.calendars}
    for activity in document.activities:
        entry = entries.get(activity.id)
        if entry is None:
            activities.append(activity)
            continue
        names = dict.fromkeys(
            (activity.calendar or document.default_calendar, *activity.also_calendars)
        )
        found = _happened(
            activity, entry, [calendars[n] for n in names if n in calendars], document
        )
        activities.append(found[0])
        rules += found[1:]
    begun = begun_in(rules)
    rules += _of_status_date(document, begun)
    rules += _of_decisions(document)
    rules += _of_freeze(document, begun)
    document = _with_days_of_events(replace(document, activities=tuple(activities)), entries)
    return replace(
        document,
        rules=(*document.rules, *rules),
        progress=(),
        decided_options=(),
        freeze_horizon_weeks=0,
    )


def _can_be(entry: Progress, document: Programme) -> bool:
    """Tell whether the dates lie in the horizon; those that do not are refused by validation."""
    days = [day for day in (entry.actual_start, entry.actual_finish) if day is not None]
    return all(document.plan_from <= day <= document.plan_until for day in days)


def _with_days_of_events(document: Programme, entries: Mapping[str, Progress]) -> Programme:
    """Return the document with a date set for each event that fell on a day of its own."""
    sets = {date_set.id: date_set for date_set in document.date_sets}
    activities, added = [], []
    for activity in document.activities:
        known = sets.get(activity.dates or "")
        day = entries[activity.id].actual_start if activity.id in entries else None
        if activity.form == "event" and known and day is not None and day not in known.dates:
            number = next(n for n in count(1) if f"{ACTUAL}_{n}" not in sets)
            own = replace(known, id=f"{ACTUAL}_{number}", dates=(day,))
            sets[own.id] = own
            added.append(own)
            activity = replace(activity, dates=own.id)  # noqa: PLW2901  # as it turned out
        activities.append(activity)
    return replace(document, activities=tuple(activities), date_sets=(*document.date_sets, *added))


def _happened(
    activity: Activity, entry: Progress, calendars: Sequence[WorkCalendar], document: Programme
) -> tuple[Activity, *tuple[Rule, ...]]:
    """Return the activity as it turned out, and where it lies."""
    start, finish, left = entry.actual_start, entry.actual_finish, entry.remaining_working_days
    if start is None:
        return (activity,) if left is None else (_lasting(activity, left),)
    reason = "What has happened."
    source = entry.source
    rule_id = f"{ACTUAL}.{activity.id}"
    if activity.form == "event":
        rule = ActualDates(
            id=rule_id, basis="technical", activity=activity.id, start=start, reason=reason
        )
        return activity, replace(rule, source=source, finish=start)
    under_way = finish is None
    if activity.form == "work":
        if left and finish is None:
            finish = _goes_on_to(start, left, calendars, document)
        if finish is None:
            done = worked_days(start, document.status_date or start, calendars)
            activity = _lasting_more_than(activity, done, document)
            lengths = {_days_of(mode.duration, document) for mode in activity.modes}
            if len(lengths) == 1:
                finish = _goes_on_to(start, max(lengths) - done, calendars, document)
        else:
            activity = _lasting(activity, worked_days(start, finish, calendars))
        activity = replace(activity, may_pause=True)
    rule = ActualDates(
        id=rule_id,
        basis="technical",
        activity=activity.id,
        start=start,
        finish=finish,
        under_way=under_way and finish is not None,
        reason=reason,
        source=source,
    )
    return activity, rule


def _lasting(activity: Activity, working_days: int) -> Activity:
    days = ThreePoint(min=working_days, likely=working_days, max=working_days)
    modes = (
        mode if mode.duration is None else replace(mode, duration=days) for mode in activity.modes
    )
    return replace(activity, modes=tuple(modes))


def _lasting_more_than(activity: Activity, done: int, document: Programme) -> Activity:
    """Return the activity with a day at least to come, whatever the option."""
    modes = []
    for mode in activity.modes:
        duration = mode.duration
        if duration is not None and _days_of(duration, document) <= done:
            more = done + 1
            duration = ThreePoint(min=more, likely=more, max=more)
        modes.append(replace(mode, duration=duration))
    return replace(activity, modes=tuple(modes))


def _days_of(duration: ThreePoint | None, document: Programme) -> int:
    """Return working days, as the programme counts them once it is written out."""
    if duration is None:
        return 0
    days = duration.case(document.durations) * (5 if duration.unit == "weeks" else 1)
    return int(days + 0.5)


def _goes_on_to(
    start: date, left: int, calendars: Sequence[WorkCalendar], document: Programme
) -> date:
    """Return the last of so many working days after the status date.

    Where the horizon has fewer, the day after it: there is no such plan.
    """
    day = min(document.status_date or start, document.plan_until)
    while left > 0 and day <= document.plan_until:
        day += ONE_DAY
        left -= all(calendar.is_working(day) for calendar in calendars)
    return day


def worked_days(first: date, last: date, calendars: Sequence[WorkCalendar]) -> int:
    """Count the days from one to another, both included, that all calendars work."""
    days = (first + n * ONE_DAY for n in range((last - first).days + 1))
    return sum(all(calendar.is_working(day) for calendar in calendars) for day in days)


def _of_status_date(document: Programme, begun: frozenset[str]) -> Iterator[Rule]:
    status = document.status_date
    # Spans lie where rules tie them, to what has happened too.
    to_come = tuple(a.id for a in document.activities if a.id not in begun and a.form != "span")
    written = {rule.id for rule in document.rules if isinstance(rule, DateLimit)}
    if status is None or STATUS_RULE in written or not to_come:
        return
    if not document.plan_from <= status <= document.plan_until:
        return
    yield DateLimit(
        id=STATUS_RULE,
        basis="technical",
        activities=Selection(activities=to_come),
        start_not_before=status + ONE_DAY,
        reason="What has not begun by the status date starts after it.",
    )


def _of_decisions(document: Programme) -> Iterator[Rule]:
    options = {group.id: [o.id for o in group.options] for group in document.service_groups}
    for group, known in options.items():
        decided = [d for d in document.decided_options if d.group == group]
        if not decided:
            continue
        chosen = {d.option for d in decided if d.state == "chosen"}
        gone = {d.option for d in decided if d.state == "withdrawn"}
        yield SourcingChoice(
            id=f"decided.{group}",
            basis="technical",
            group=group,
            options=tuple(o for o in known if o not in gone and (not chosen or o in chosen)),
            reason=" ".join(filter(None, (d.reason for d in decided))) or "What is decided.",
            source=" ".join(filter(None, (d.source for d in decided))),
        )


def _of_freeze(document: Programme, begun: frozenset[str]) -> Iterator[Rule]:
    weeks, status, baseline = (
        document.freeze_horizon_weeks,
        document.status_date,
        document.baseline,
    )
    if not weeks or status is None or baseline is None or status > document.plan_until:
        return
    known = tuple(
        activity.id
        for activity in document.activities
        if activity.id in baseline.dates and activity.id not in begun
    )
    if not known:
        return
    yield MovedLimit(
        id=FREEZE_RULE,
        basis="policy",
        activities=Selection(activities=known),
        until=status + 7 * weeks * ONE_DAY,
        reason=f"Nothing moves in the {weeks} weeks after the status date.",
    )

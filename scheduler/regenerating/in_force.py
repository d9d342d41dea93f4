"""The plan in force: as a baseline, carried over to what has changed, and put before all else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from scheduler.domain.activities import Activity
from scheduler.domain.calendars import ONE_DAY
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.objectives import STABILITY, ObjectiveLevel
from scheduler.domain.plan import Placed, Plan
from scheduler.domain.planning_rules import ActualDates
from scheduler.domain.programme import Programme
from scheduler.domain.standing import FIRMEST_FIRST, Baseline, DatesInForce


def baseline_of(plan: Plan, name: str = "") -> Baseline:
    """Return a plan as the baseline of a programme."""
    return Baseline(
        name=name,
        options=dict(plan.options),
        dates={
            activity: DatesInForce(start=at.start, finish=at.finish)
            for activity, at in plan.placed.items()
        },
    )


def plan_in(baseline: Baseline) -> Plan:
    """Return the plan that a baseline is."""
    return Plan(
        options=dict(baseline.options),
        placed={
            activity: Placed(start=at.start, finish=at.finish)
            for activity, at in baseline.dates.items()
        },
    )


def stability_levels(document: Programme) -> tuple[ObjectiveLevel, ...]:
    """Return what counts before the programme's own levels when it is planned again."""
    promised = {commitment.level for commitment in document.commitments}
    return (
        *(
            ObjectiveLevel(name="commitments_changed", commitment_level=level)
            for level in FIRMEST_FIRST
            if level in promised
        ),
        ObjectiveLevel(name="options_changed"),
        ObjectiveLevel(name="dates_moved"),
        ObjectiveLevel(name="weighted_shift"),
    )


def with_stability_first(programme: ExpandedProgramme) -> ExpandedProgramme:
    """Return the programme with stability before its own levels; it must have a baseline."""
    document = programme.document
    own = tuple(level for level in document.objectives if level.name not in STABILITY)
    levels = (*stability_levels(document), *own)
    return ExpandedProgramme(replace(document, objectives=levels))


def carried_over(programme: ExpandedProgramme, plan: Plan) -> Plan:
    """Return the plan on a changed programme: what has happened, and first days as they were.

    Options that there are no more are replaced by the only one left where there is such a one; work
    ends when its duration says. What the plan does not have stays out, so that it may be no plan.
    """
    options = dict(plan.options)
    for group in programme.document.service_groups:
        if options.get(group.id) not in {option.id for option in group.options}:
            options[group.id] = group.options[0].id
    options = {group: option for group, option in options.items() if group in programme.groups}
    happened = {
        rule.activity: rule
        for rule in programme.document.rules
        if isinstance(rule, ActualDates) and rule.price is None
    }
    known = Plan(options=options, placed={})
    placed: dict[str, Placed] = {}
    for activity in programme.document.activities:
        if programme.mode_in(activity, known) is None:
            continue
        was, rule = plan.placed.get(activity.id), happened.get(activity.id)
        if rule is not None:
            finish = rule.finish
            if finish is None and activity.form == "span" and was is not None:
                # It has begun, and ends where it was to end.
                finish = max(rule.start, was.finish)
            placed[activity.id] = lying_from(activity, rule.start, finish, programme, known)
        elif was is not None:
            finish = was.finish if activity.form == "span" else None
            placed[activity.id] = lying_from(activity, was.start, finish, programme, known)
    return Plan(options=options, placed=placed)


def lying_from(
    activity: Activity,
    start: date,
    finish: date | None,
    programme: ExpandedProgramme,
    known: Plan,
) -> Placed:
    """Return where an activity lies that starts on a day, under the options of a plan."""
    if activity.form == "event":
        return Placed(start=start, finish=start)
    mode = programme.mode_in(activity, known)
    if finish is not None or activity.form == "span" or mode is None or mode.duration is None:
        return Placed(start=start, finish=finish or start)
    names = [calendar.id for calendar in programme.calendars_of(activity)]
    left = programme.working_days(mode)
    day, last = start, programme.document.plan_until
    while day <= last:
        left -= all(programme.is_working(day, name) for name in names)
        if left <= 0:
            return Placed(start=start, finish=day)
        day += ONE_DAY
    return Placed(start=start, finish=max(start, last))


def moved_between(before: Plan, after: Plan) -> Mapping[str, tuple[Placed | None, Placed | None]]:
    """Return the activities whose dates differ, with what they were and are."""
    names = dict.fromkeys((*before.placed, *after.placed))
    return {
        name: (before.placed.get(name), after.placed.get(name))
        for name in names
        if before.placed.get(name) != after.placed.get(name)
    }

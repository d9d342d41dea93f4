"""Programmes in which one piece of work takes longer, and what else then does."""

from __future__ import annotations

from dataclasses import replace

from scheduler.domain.activities import Activity, Mode
from scheduler.domain.choice import all_made
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.domain.planning_rules import Synchronised, begun_in


def lengthened(programme: ExpandedProgramme, plan: Plan, name: str, days: int) -> ExpandedProgramme:
    """Return a programme in which work takes so many working days more, and is certain to.

    Work that a hard rule of the plan's options keeps side by side with it takes as many more, or
    there would be no plan whatever the dates; what has begun takes what it took.
    """
    document = programme.document
    longer = _with(programme, plan, name)
    activities = tuple(
        _longer(programme, activity, days) if activity.id in longer else activity
        for activity in document.activities
    )
    return ExpandedProgramme(replace(document, activities=activities))


def _with(programme: ExpandedProgramme, plan: Plan, name: str) -> frozenset[str]:
    """Return the work that runs side by side with an activity, itself included."""
    rules = programme.document.rules
    begun = begun_in(rules) - {name}
    groups = [
        frozenset(rule.activities.activities)
        for rule in rules
        if isinstance(rule, Synchronised)
        and rule.price is None
        and all_made(rule.when, plan.options)
    ]
    found = frozenset({name})
    while True:
        more = found.union(*(group for group in groups if group & found))
        if more == found:
            return frozenset(n for n in found - begun if programme.activities[n].form == "work")
        found = more


def _longer(programme: ExpandedProgramme, activity: Activity, days: int) -> Activity:
    return replace(activity, modes=tuple(_takes(programme, m, days) for m in activity.modes))


def _takes(programme: ExpandedProgramme, mode: Mode, more: int) -> Mode:
    if mode.duration is None:
        return mode
    days = float(programme.working_days(mode) + more)
    sure = replace(mode.duration, min=days, likely=days, max=days, unit="working_days")
    return replace(mode, duration=sure)

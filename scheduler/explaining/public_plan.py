"""A plan with its programme as pictures and pages for the public may show them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from scheduler.domain.activities import Activity
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.domain.planning_rules import ChangeFreeze, Rule
from scheduler.explaining.audience import WITHHELD, Discretion

_FREEZE = "Change freeze"


def public_plan(programme: ExpandedProgramme, plan: Plan) -> tuple[ExpandedProgramme, Plan]:
    """Return a programme and its plan without options, providers and moves of staff.

    Left out is also what is performed under some options only, and what cannot be named without
    telling them. For showing alone: nothing of it is fit to be planned or checked.
    """
    discretion = Discretion(programme)
    document = programme.document
    activities = tuple(_activities(discretion))
    told = replace(
        document,
        name=_named(document.name, document.id, discretion),
        description="",
        activities=activities,
        services=tuple(
            replace(service, name=_named(service.name, service.id, discretion))
            for service in document.services
        ),
        service_groups=tuple(
            replace(group, name=_named(group.name, group.id, discretion), options=())
            for group in document.service_groups
        ),
        rules=tuple(_rule(rule, discretion) for rule in document.rules),
    )
    left = {activity.id for activity in activities}
    placed = {name: at for name, at in plan.placed.items() if name in left}
    return ExpandedProgramme(told), Plan(options={}, placed=placed)


def with_public_names(programme: ExpandedProgramme) -> ExpandedProgramme:
    """Return a programme in which names that are not for the public are left out: ids stand there.

    For tables that name what a public document speaks of by its ids.
    """
    discretion = Discretion(programme)

    def told(name: str) -> str:
        words = discretion.words(name)
        return "" if words == WITHHELD else words

    document = programme.document
    return ExpandedProgramme(
        replace(
            document,
            activities=tuple(replace(one, name=told(one.name)) for one in document.activities),
            services=tuple(replace(one, name=told(one.name)) for one in document.services),
            service_groups=tuple(
                replace(one, name=told(one.name)) for one in document.service_groups
            ),
        )
    )


def _activities(discretion: Discretion) -> Iterator[Activity]:
    for activity in discretion.programme.document.activities:
        if activity.id in discretion.hidden:
            continue
        name = discretion.words(activity.name or activity.id)
        if name != WITHHELD:
            yield replace(activity, name=name)


def _named(name: str, id: str, discretion: Discretion) -> str:
    told = discretion.words(name or id)
    return id if told == WITHHELD else told


def _rule(rule: Rule, discretion: Discretion) -> Rule:
    """Return a rule as charts use it: freezes are named by their reasons."""
    if isinstance(rule, ChangeFreeze):
        told = discretion.words(rule.reason)
        return replace(rule, reason=_FREEZE if told == WITHHELD else told)
    return rule

"""Actual dates: what has begun is where it is.

Rule    first day = start; last day = finish, where it is known; an activity that is not performed
        under the chosen options is left out of the plan, whatever was done of it.
Units   calendar days.
Source  Actual Start and Actual Finish in Microsoft Project and Primavera P6. Work under way goes on
        without a break from the day after the status date: progress override, as P6 names it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.domain.planning_rules import ActualDates
from scheduler.rules.easing import NOTHING
from scheduler.rules.rule import Breach, RuleKind
from scheduler.rules.words import named, short_date

if TYPE_CHECKING:
    from scheduler.model.enforcement import Enforcement
    from scheduler.model.model_build import ModelBuild


def statement(rule: ActualDates, programme: ExpandedProgramme) -> str:
    """Say the rule."""
    who, began = named(rule.activity, programme), short_date(rule.start)
    if programme.activities[rule.activity].form == "event":
        return f"{who} took place on {began}."
    if rule.finish is None:
        return f"{who} started on {began}."
    if rule.under_way:
        return f"{who} started on {began} and goes on to {short_date(rule.finish)}."
    return f"{who} started on {began} and finished on {short_date(rule.finish)}."


def check(rule: ActualDates, programme: ExpandedProgramme, plan: Plan) -> Iterator[Breach]:
    """Compare dates."""
    placed = plan.placed.get(rule.activity)
    if placed is None:
        return
    who = (rule.activity,)
    if placed.start != rule.start:
        away = abs((placed.start - rule.start).days)
        yield Breach(activities=who, measured=placed.start, allowed=rule.start, shortfall=away)
    if rule.finish is not None and placed.finish != rule.finish:
        away = abs((placed.finish - rule.finish).days)
        yield Breach(activities=who, measured=placed.finish, allowed=rule.finish, shortfall=away)


def post(rule: ActualDates, build: ModelBuild, by: Enforcement) -> None:
    """Bar every other date; count days when priced per unit."""
    if by.per_unit:
        _post_priced(rule, build, by)
        return
    axis = build.axis
    build.forbid_start(rule.activity, lambda day: day != rule.start, by)
    if rule.finish is None:
        return
    if build.programme.activities[rule.activity].form == "event":
        build.forbid_start(rule.activity, lambda day: day != rule.finish, by)
        return
    finish = build.finish(rule.activity)
    if rule.finish in axis.working:
        by.bind(
            build.model.add(finish.position == axis.position_after(rule.finish)), finish.performed
        )
    else:
        by.bind(build.model.add_bool_or([]), finish.performed)


def _post_priced(rule: ActualDates, build: ModelBuild, by: Enforcement) -> None:
    axis = build.axis
    instants = [(build.start(rule.activity), axis.ordinal(rule.start))]
    if rule.finish is not None:
        instants.append((build.finish(rule.activity), axis.ordinal(rule.finish) + 1))
    for at, wished in instants:
        give = by.give(axis.calendar_days + abs(wished))
        by.bind(build.model.add(at.ordinal + give >= wished), at.performed)
        by.bind(build.model.add(at.ordinal - give <= wished), at.performed)


RULE = RuleKind(
    declares=ActualDates,
    statement=statement,
    check=check,
    post=post,
    unit="calendar day",
    easing=NOTHING,
)

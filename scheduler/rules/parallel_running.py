"""Parallel running: the old and the new pay side by side before the new one pays alone.

Rule    cutover = boundary k, k >= periods; first day = first working day from boundary k - periods
        on; last day = last working day before boundary k.
Units   pay periods, whatever their number of working days.
Source  Two to three full cycles are the payroll trade's habit; see fixtures/README.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from scheduler.domain.calendars import ONE_DAY
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Placed, Plan
from scheduler.domain.planning_rules import ParallelRunning
from scheduler.rules.easing import NOTHING
from scheduler.rules.rule import Breach, RuleKind
from scheduler.rules.words import counted, named

if TYPE_CHECKING:
    from scheduler.model.enforcement import Enforcement
    from scheduler.model.model_build import ModelBuild


def statement(rule: ParallelRunning, programme: ExpandedProgramme) -> str:
    """Say the rule."""
    what, cutover = named(rule.activity, programme), named(rule.cutover, programme)
    return (
        f"{what} covers {counted(rule.periods, 'whole pay period')} up to the day before "
        f"{cutover}, which falls on the first day of a pay period."
    )


def check(rule: ParallelRunning, programme: ExpandedProgramme, plan: Plan) -> Iterator[Breach]:
    """Walk from the boundaries to the nearest working days."""
    span, cutover = plan.placed.get(rule.activity), plan.placed.get(rule.cutover)
    if span is None or cutover is None:
        return
    boundaries = sorted(programme.date_sets[rule.pay_periods])
    who = (rule.activity, rule.cutover)
    if cutover.start not in boundaries:
        yield Breach(activities=who, measured=cutover.start, allowed="first day of a pay period")
        return
    at = boundaries.index(cutover.start)
    if at < rule.periods:
        yield Breach(activities=who, measured=at, allowed=rule.periods)
        return
    first, last = boundaries[at - rule.periods], cutover.start - ONE_DAY
    while not programme.is_working(first) and first <= last:
        first += ONE_DAY
    while not programme.is_working(last) and first <= last:
        last -= ONE_DAY
    if span != Placed(start=first, finish=last):
        yield Breach(
            activities=who, measured=f"{span.start} to {span.finish}", allowed=f"{first} to {last}"
        )


def post(rule: ParallelRunning, build: ModelBuild, by: Enforcement) -> None:
    """Bar cutovers off the boundaries; tie the span's ends to the cutover's date."""
    model, axis = build.model, build.axis
    span, cutover = build.stretch(rule.activity), build.event(rule.cutover)
    boundaries = sorted(build.programme.date_sets[rule.pay_periods])
    opens = {
        day: boundaries[i - rule.periods] for i, day in enumerate(boundaries) if i >= rule.periods
    }
    for day, on in cutover.on.items():
        if (
            day not in opens
            or axis.position(opens[day]) == axis.position(day)
            or _has_begun(opens[day], build)
        ):
            by.bind(model.add_bool_or([~on]), span.performed)

    def opening(day: date) -> int:
        return axis.position(opens[day]) if day in opens else 0

    both = (span.performed, cutover.performed)
    by.bind(model.add(span.start == cutover.total(opening)), *both)
    by.bind(model.add(span.finish == cutover.total(axis.position)), *both)


def _has_begun(opening: date, build: ModelBuild) -> bool:
    """Tell whether a pay period has working days before the horizon."""
    passed = (build.axis.first - opening).days
    return any(build.programme.is_working(opening + ONE_DAY * n) for n in range(passed))


RULE = RuleKind(
    declares=ParallelRunning,
    statement=statement,
    check=check,
    post=post,
    easing=NOTHING,
)

"""Acceptance: a service is accepted on service levels that were measured for long enough.

Rule    acceptance >= the day after full_months calendar months, the first of which begins on the
        first day of `since` or later; acceptance >= the day after `periods` pay periods counted
        likewise; S(acceptance) <= S(w) for whatever waits.
Units   calendar months, pay periods.
Source  exit practice: acceptance against key performance indicators over whole reporting months;
        monthly reporting periods of service level agreements (ITIL service level management).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from scheduler.domain.calendars import ONE_DAY
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.domain.planning_rules import Acceptance
from scheduler.rules.easing import Easing, Looser
from scheduler.rules.rule import Breach, RuleKind
from scheduler.rules.words import counted, listed, named

if TYPE_CHECKING:
    from scheduler.model.enforcement import Enforcement
    from scheduler.model.model_build import ModelBuild

_NEVER = date.min
_MONTHS = 12


def statement(rule: Acceptance, programme: ExpandedProgramme) -> str:
    """Say the rule."""
    measured = []
    if rule.full_months:
        measured.append(counted(rule.full_months, "full calendar month"))
    if rule.pay_periods is not None:
        measured.append(counted(rule.periods, "whole pay period"))
    accepted, since = named(rule.acceptance, programme), named(rule.since, programme)
    after = f"after {' and '.join(measured)} from" if measured else "no earlier than"
    words = f"{accepted} is {after} {since}{' on' if measured else ''}"
    if rule.waits is not None:
        words += f"; no start before it for {listed(rule.waits.activities, programme)}"
    return words + "."


def check(rule: Acceptance, programme: ExpandedProgramme, plan: Plan) -> Iterator[Breach]:
    """Walk over the months and pay periods that follow the first day."""
    accepted, since = plan.placed.get(rule.acceptance), plan.placed.get(rule.since)
    if accepted is None:
        return
    who = (rule.since, rule.acceptance)
    if since is not None:
        earliest = since.start
        if rule.full_months:
            earliest = _after_months(since.start, rule.full_months)
        if accepted.start < earliest:
            yield Breach(activities=who, measured=accepted.start, allowed=earliest)
        if rule.pay_periods is not None:
            days = sorted(programme.date_sets[rule.pay_periods])
            boundaries = [day for day in days if day >= since.start]
            if len(boundaries) <= rule.periods:
                yield Breach(activities=who, measured=len(boundaries), allowed=rule.periods + 1)
            elif accepted.start < boundaries[rule.periods]:
                allowed = boundaries[rule.periods]
                yield Breach(activities=who, measured=accepted.start, allowed=allowed)
    for name in () if rule.waits is None else rule.waits.activities:
        waiting = plan.placed.get(name)
        if waiting is not None and waiting.start < accepted.start:
            pair = (rule.acceptance, name)
            yield Breach(activities=pair, measured=waiting.start, allowed=accepted.start)


def _after_months(day: date, months: int) -> date:
    """Return the day after so many calendar months that begin on a day or later."""
    left = months
    while True:
        if day.day == 1:
            if left == 0:
                return day
            left -= 1
        day += ONE_DAY


def post(rule: Acceptance, build: ModelBuild, by: Enforcement) -> None:
    """Tell for each date of the acceptance how late measuring may have begun."""
    axis, accepted, since = build.axis, build.event(rule.acceptance), build.start(rule.since)
    boundaries: list[date] | None = None
    if rule.pay_periods is not None:
        boundaries = sorted(build.programme.date_sets[rule.pay_periods])

    def latest(day: date) -> date:
        begun = day
        if rule.full_months:
            begun = _months_before(day, rule.full_months)
        if boundaries is not None:
            opened = bisect_right(boundaries, day) - 1 - rule.periods
            begun = min(begun, boundaries[opened] if opened >= 0 else _NEVER)
        return begun

    both = (since.performed, accepted.performed)
    if build.programme.activities[rule.since].form == "event":
        bound = accepted.total(lambda day: max(-1, axis.ordinal(latest(day))))
        by.bind(build.model.add(since.ordinal <= bound), *both)
    else:
        bound = accepted.total(lambda day: axis.position_after(latest(day)) - 1)
        by.bind(build.model.add(since.position <= bound), *both)
    for name in () if rule.waits is None else rule.waits.activities:
        build.start(rule.acceptance).post_at_least(build.start(name), 0, by)


def _months_before(day: date, months: int) -> date:
    """Return the first of the month so many months before a day's."""
    count = day.year * _MONTHS + day.month - 1 - months
    return date(count // _MONTHS, count % _MONTHS + 1, 1)


RULE = RuleKind(
    declares=Acceptance,
    statement=statement,
    check=check,
    post=post,
    easing=Easing(
        fields=(
            Looser(field="full_months", way="less", by=(1, 2, 3)),
            Looser(field="periods", way="less", by=(1, 2), least=1),
        )
    ),
)

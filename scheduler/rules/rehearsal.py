"""Rehearsal: a technical cutover is tried out, and what went wrong is mended.

Rule    working days from the end of the rehearsal to the go/no-go >= least_working_days, and it is
        over before; date(cutover) - date(go/no-go) >= notice_calendar_days; date(cutover) - last
        day of the rehearsal <= most_calendar_days. Without a go/no-go the cutover stands for it.
Units   working days of the default calendar, calendar days.
Source  exit practice: dress rehearsals and go/no-go gates of cutover runbooks.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from scheduler.domain.calendars import ONE_DAY
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.domain.planning_rules import Rehearsal
from scheduler.rules.easing import Easing, Looser
from scheduler.rules.rule import Breach, RuleKind
from scheduler.rules.words import counted, named

if TYPE_CHECKING:
    from scheduler.model.enforcement import Enforcement
    from scheduler.model.expressions import Condition
    from scheduler.model.instant import Instant
    from scheduler.model.model_build import ModelBuild


def statement(rule: Rehearsal, programme: ExpandedProgramme) -> str:
    """Say the rule."""
    what, cutover = named(rule.rehearsal, programme), named(rule.cutover, programme)
    gate = cutover if rule.go_no_go is None else named(rule.go_no_go, programme)
    words = f"{what} is over before {gate}"
    if rule.least_working_days:
        words = f"{what} is over {counted(rule.least_working_days, 'working day')} before {gate}"
    if rule.go_no_go is not None:
        notice = rule.notice_calendar_days
        how = f"at least {counted(notice, 'day')} before" if notice else "no later than"
        words += f", which is {how} {cutover}"
    if rule.most_calendar_days is not None:
        words += f"; at {cutover} it is at most {counted(rule.most_calendar_days, 'day')} old"
    return words + "."


def check(rule: Rehearsal, programme: ExpandedProgramme, plan: Plan) -> Iterator[Breach]:
    """Count the working days for mending one by one, then compare dates."""
    cutover, tried = plan.placed.get(rule.cutover), plan.placed.get(rule.rehearsal)
    decided = None if rule.go_no_go is None else plan.placed.get(rule.go_no_go)
    if cutover is None:
        return
    if decided is not None and rule.go_no_go is not None:
        notice = (cutover.start - decided.start).days
        if notice < rule.notice_calendar_days:
            who = (rule.go_no_go, rule.cutover)
            yield Breach(activities=who, measured=notice, allowed=rule.notice_calendar_days)
    if tried is None:
        return
    gate = cutover if decided is None else decided
    who = (rule.rehearsal, rule.cutover)
    if gate.start <= tried.finish:
        yield Breach(activities=who, measured=tried.finish, allowed=f"before {gate.start}")
    free = 0
    day = tried.finish + ONE_DAY
    while day < gate.start:
        free += programme.is_working(day)
        day += ONE_DAY
    if free < rule.least_working_days:
        yield Breach(activities=who, measured=free, allowed=rule.least_working_days)
    age = (cutover.start - tried.finish).days
    if rule.most_calendar_days is not None and age > rule.most_calendar_days:
        yield Breach(activities=who, measured=age, allowed=rule.most_calendar_days)


def post(rule: Rehearsal, build: ModelBuild, by: Enforcement) -> None:
    """Post working days as positions, calendar days as such."""
    tried, cutover = build.finish(rule.rehearsal), build.start(rule.cutover)
    if rule.go_no_go is not None:
        decided = build.start(rule.go_no_go)
        decided.post_at_least(cutover, rule.notice_calendar_days, by)
        _post_mending(rule, tried, decided, build, _while(cutover.performed, by))
    # Where somebody decides, this follows from the decision's own.
    _post_mending(rule, tried, cutover, build, by)
    if rule.most_calendar_days is not None:
        cutover.post_at_least(tried, 1 - rule.most_calendar_days, by)


def _while(condition: Condition, by: Enforcement) -> Enforcement:
    """Return an enforcement that also waits for a condition."""
    if isinstance(condition, bool):
        return by
    return replace(by, switches=(*by.switches, condition))  # type: ignore[arg-type]  # a literal


def _post_mending(
    rule: Rehearsal, tried: Instant, gate: Instant, build: ModelBuild, by: Enforcement
) -> None:
    both = (tried.performed, gate.performed)
    free = gate.position - tried.position
    by.bind(build.model.add(free >= rule.least_working_days), *both)
    if not rule.least_working_days and not tried.ordered_by_position(gate):
        tried.post_at_least(gate, 0, by)


RULE = RuleKind(
    declares=Rehearsal,
    statement=statement,
    check=check,
    post=post,
    easing=Easing(
        fields=(
            Looser(field="least_working_days", way="less", by=(5, 10, 20)),
            Looser(field="notice_calendar_days", way="less", by=(7, 14, 28)),
            Looser(field="most_calendar_days", way="more", by=(14, 28, 56)),
        )
    ),
)

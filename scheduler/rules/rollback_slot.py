"""Rollback slot: after a technical cutover there is time to go back undisturbed.

Rule    for each cutover c and other event e: not 0 <= date(e) - date(c) < calendar_days.
Units   events in the way, summed over cutovers.
Source  exit practice: back-out windows of cutover runbooks; remediation planning in ITIL change
        enablement.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from scheduler.domain.calendars import ONE_DAY
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.domain.planning_rules import RollbackSlot
from scheduler.rules.easing import Easing, Looser
from scheduler.rules.rule import Breach, RuleKind
from scheduler.rules.words import counted, listed

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

    from scheduler.model.enforcement import Enforcement
    from scheduler.model.expressions import Expression
    from scheduler.model.model_build import ModelBuild


def statement(rule: RollbackSlot, programme: ExpandedProgramme) -> str:
    """Say the rule."""
    who = listed(rule.cutovers.activities, programme)
    others = listed(rule.free_of.activities, programme)
    days = counted(rule.calendar_days, "day")
    return f"{days} from each of these on are free for going back: {who}; free of: {others}."


def check(rule: RollbackSlot, programme: ExpandedProgramme, plan: Plan) -> Iterator[Breach]:
    """Look for every other event in the days from each cutover on."""
    for cutover in rule.cutovers.activities:
        if cutover not in plan.placed:
            continue
        first = plan.placed[cutover].start
        last = first + ONE_DAY * (rule.calendar_days - 1)
        for other in rule.free_of.activities:
            if other == cutover or other not in plan.placed:
                continue
            if first <= plan.placed[other].start <= last:
                after = (plan.placed[other].start - first).days
                yield Breach(
                    activities=(cutover, other), measured=after, allowed=rule.calendar_days
                )


def post(rule: RollbackSlot, build: ModelBuild, by: Enforcement) -> None:
    """Count the events of each day's slot once; a cutover on that day allows none but itself."""
    others = {name: build.event(name) for name in rule.free_of.activities}
    cutovers = {name: build.event(name) for name in rule.cutovers.activities}
    by_day: dict[int, list[cp_model.IntVar]] = {}
    for event in others.values():
        for day, on in event.on.items():
            by_day.setdefault(build.axis.ordinal(day), []).append(on)
    crowds: dict[int, Expression] = {}
    for name, cutover in cutovers.items():
        give = by.give(len(others))
        itself = int(name in others)
        for day, on in cutover.on.items():
            first = build.axis.ordinal(day)
            slot = range(first, first + rule.calendar_days)
            if first not in crowds:
                inside = [literal for at in slot for literal in by_day.get(at, ())]
                crowds[first] = _counted(inside, len(others), build)
            by.bind(build.model.add(crowds[first] <= itself + give), on)


def _counted(literals: list[cp_model.IntVar], most: int, build: ModelBuild) -> Expression:
    """Return how many of the literals hold."""
    if len(literals) < 2:  # noqa: PLR2004  # no sum to share
        return sum(literals)
    crowd = build.model.new_int_var(0, most, "crowd")
    build.model.add(crowd == sum(literals))
    return crowd


RULE = RuleKind(
    declares=RollbackSlot,
    statement=statement,
    check=check,
    post=post,
    unit="event",
    easing=Easing(fields=(Looser(field="calendar_days", way="less", by=(1, 2, 5), least=1),)),
)

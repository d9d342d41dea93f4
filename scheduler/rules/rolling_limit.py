"""Rolling limit: not too many changes close together.

Rule    for each day d: events in [d, d + calendar_days) <= at_most.
Units   events above the limit in the fullest window.
Source  Change saturation practice; councils that moved one service at a time.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from scheduler.domain.calendars import ONE_DAY
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.domain.planning_rules import RollingLimit
from scheduler.rules.easing import Easing, Looser
from scheduler.rules.rule import Breach, RuleKind
from scheduler.rules.words import counted, listed

if TYPE_CHECKING:
    from scheduler.model.enforcement import Enforcement
    from scheduler.model.model_build import ModelBuild


def statement(rule: RollingLimit, programme: ExpandedProgramme) -> str:
    """Say the rule."""
    who = listed(rule.activities.activities, programme)
    return (
        f"Any {counted(rule.calendar_days, 'day')} in a row hold at most {rule.at_most} of: {who}."
    )


def check(rule: RollingLimit, programme: ExpandedProgramme, plan: Plan) -> Iterator[Breach]:
    """Count events in the window that begins with each event; report the fullest."""
    names = [n for n in rule.activities.activities if n in plan.placed]
    fullest: tuple[str, ...] = ()
    for opening in names:
        first = plan.placed[opening].start
        inside = tuple(
            n for n in names if 0 <= (plan.placed[n].start - first).days < rule.calendar_days
        )
        if len(inside) > len(fullest):
            fullest = inside
    excess = len(fullest) - rule.at_most
    if excess > 0:
        yield Breach(
            activities=fullest, measured=len(fullest), allowed=rule.at_most, shortfall=excess
        )


def post(rule: RollingLimit, build: ModelBuild, by: Enforcement) -> None:
    """Sum the date literals of every window that some event could open."""
    events = [build.event(name) for name in rule.activities.activities]
    give = by.give(len(events))
    for first in sorted({day for event in events for day in event.on}):
        beyond = first + ONE_DAY * rule.calendar_days
        inside = [on for e in events for day, on in e.on.items() if first <= day < beyond]
        if len(inside) > rule.at_most:
            by.bind(build.model.add(sum(inside) <= rule.at_most + give))


RULE = RuleKind(
    declares=RollingLimit,
    statement=statement,
    check=check,
    post=post,
    unit="event",
    easing=Easing(fields=(Looser(field="at_most", way="more", by=(1, 2)),)),
)

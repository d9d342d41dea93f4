"""Move together: changes that people meet as one.

Rule    latest start - earliest start <= within_calendar_days, over the activities performed.
Units   calendar days; 0 is the same day.
Source  Maximal time lags both ways: Bartusch, Möhring & Radermacher (1988). Exit practice: services
        on one platform, or used by one office, move at once or nearly so.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.domain.planning_rules import MoveTogether
from scheduler.rules.easing import Easing, Looser
from scheduler.rules.rule import Breach, RuleKind
from scheduler.rules.words import counted, listed

if TYPE_CHECKING:
    from scheduler.model.enforcement import Enforcement
    from scheduler.model.model_build import ModelBuild


def statement(rule: MoveTogether, programme: ExpandedProgramme) -> str:
    """Say the rule."""
    who = listed(rule.activities.activities, programme)
    if rule.within_calendar_days == 0:
        return f"{who} start on the same day."
    return f"{who} start within {counted(rule.within_calendar_days, 'day')} of each other."


def check(rule: MoveTogether, programme: ExpandedProgramme, plan: Plan) -> Iterator[Breach]:
    """Measure from the earliest start to the latest."""
    placed = [name for name in rule.activities.activities if name in plan.placed]
    if not placed:
        return
    earliest = min(placed, key=lambda name: plan.placed[name].start)
    latest = max(placed, key=lambda name: plan.placed[name].start)
    apart = (plan.placed[latest].start - plan.placed[earliest].start).days
    if apart > rule.within_calendar_days:
        yield Breach(
            activities=(earliest, latest),
            measured=apart,
            allowed=rule.within_calendar_days,
            shortfall=apart - rule.within_calendar_days,
        )


def post(rule: MoveTogether, build: ModelBuild, by: Enforcement) -> None:
    """Post one stretch of days that holds every start."""
    starts = [build.start(name) for name in rule.activities.activities]
    build.post_within(starts, rule.within_calendar_days, by)


RULE = RuleKind(
    declares=MoveTogether,
    statement=statement,
    check=check,
    post=post,
    unit="calendar day",
    easing=Easing(fields=(Looser(field="within_calendar_days", way="more", by=(7, 28, 91)),)),
)

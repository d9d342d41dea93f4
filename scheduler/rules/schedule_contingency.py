"""Schedule contingency: working days kept free before the contract ends.

Rule    working days after the last selected event, up to and including the contract end, >= limit.
Units   working days of the default calendar.
Source  Councils without an extension that found out ten weeks before the end: fixtures/README.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from scheduler.domain.calendars import ONE_DAY
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.domain.planning_rules import ScheduleContingency
from scheduler.rules.easing import Easing, Looser, never
from scheduler.rules.rule import Breach, RuleKind
from scheduler.rules.words import counted, listed, short_date

if TYPE_CHECKING:
    from scheduler.model.enforcement import Enforcement
    from scheduler.model.model_build import ModelBuild


def statement(rule: ScheduleContingency, programme: ExpandedProgramme) -> str:
    """Say the rule."""
    end = programme.document.contract.end_date
    return (
        f"At least {counted(rule.working_days, 'working day')} stay free before the contract ends "
        f"on {short_date(end)}, after the last of: {listed(rule.activities.activities, programme)}."
    )


def check(rule: ScheduleContingency, programme: ExpandedProgramme, plan: Plan) -> Iterator[Breach]:
    """Count the free working days one by one."""
    placed = [n for n in rule.activities.activities if n in plan.placed]
    if not placed:
        return
    last = max(placed, key=lambda name: plan.placed[name].start)
    end = programme.document.contract.end_date
    free = 0
    cursor = plan.placed[last].start
    while cursor < end:
        cursor += ONE_DAY
        free += programme.is_working(cursor)
    while cursor > end:
        free -= programme.is_working(cursor)
        cursor -= ONE_DAY
    if free < rule.working_days:
        yield Breach(
            activities=(last,),
            measured=free,
            allowed=rule.working_days,
            shortfall=rule.working_days - free,
        )


def post(rule: ScheduleContingency, build: ModelBuild, by: Enforcement) -> None:
    """Bound the position after each event."""
    axis = build.axis
    end = axis.position_after(build.programme.document.contract.end_date)
    give = by.give(axis.size + rule.working_days)
    for name in rule.activities.activities:
        over = build.finish(name)
        by.bind(build.model.add(over.position <= end - rule.working_days + give), over.performed)


RULE = RuleKind(
    declares=ScheduleContingency,
    statement=statement,
    check=check,
    post=post,
    unit="working day",
    easing=Easing(
        fields=(Looser(field="working_days", way="less", by=(5, 10, 20, 40, 80)),), waived=never
    ),
)

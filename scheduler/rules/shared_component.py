"""Shared component: it stops only after its last consumer has left.

Rule    date(stop) >= date(consumer) + after_calendar_days for every consumer performed; date(stop)
        <= contract end where the component is the incumbent's.
Units   calendar days: to the last consumer, and beyond the contract end.
Source  exit practice: networks, directories, licences and premises serve until the last user left.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from scheduler.domain.calendars import ONE_DAY
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.domain.planning_rules import ComponentStop
from scheduler.rules.easing import Easing, Looser, never
from scheduler.rules.rule import Breach, RuleKind
from scheduler.rules.words import counted, listed, short_date

if TYPE_CHECKING:
    from scheduler.model.enforcement import Enforcement
    from scheduler.model.model_build import ModelBuild


def statement(rule: ComponentStop, programme: ExpandedProgramme) -> str:
    """Say the rule."""
    component = programme.components[rule.component]
    wait = rule.after_calendar_days
    when = f"{counted(wait, 'day')} after" if wait else "the day of"
    words = (
        f"{component.name or component.id} does not stop before {when} the last of "
        f"{listed(component.consumers.activities, programme)}"
    )
    if component.incumbents:
        words += f", nor after {short_date(programme.document.contract.end_date)}"
    return words + "."


def check(rule: ComponentStop, programme: ExpandedProgramme, plan: Plan) -> Iterator[Breach]:
    """Find the last consumer that is performed, then compare dates."""
    component = programme.components[rule.component]
    stop = plan.placed.get(component.stop)
    if stop is None:
        return
    consumers = (name for name in component.consumers.activities if name != component.stop)
    used = [name for name in consumers if name in plan.placed]
    if used:
        last = max(used, key=lambda name: plan.placed[name].start)
        allowed = plan.placed[last].start + ONE_DAY * rule.after_calendar_days
        if stop.start < allowed:
            yield Breach(
                activities=(last, component.stop),
                measured=stop.start,
                allowed=allowed,
                shortfall=(allowed - stop.start).days,
            )
    end = programme.document.contract.end_date
    if component.incumbents and stop.start > end:
        yield Breach(
            activities=(component.stop,),
            measured=stop.start,
            allowed=end,
            shortfall=(stop.start - end).days,
        )


def post(rule: ComponentStop, build: ModelBuild, by: Enforcement) -> None:
    """Order the stop after each consumer by calendar days, all short of one shortfall."""
    model, axis = build.model, build.axis
    component = build.programme.components[rule.component]
    end = build.programme.document.contract.end_date
    if component.incumbents and not by.per_unit:
        build.forbid_start(component.stop, lambda day: day > end, by)
    stop = build.start(component.stop)
    if component.incumbents and by.per_unit:
        over = by.give(axis.calendar_days)
        by.bind(model.add(stop.ordinal - over <= axis.ordinal(end)), stop.performed)
    wait = rule.after_calendar_days
    give = by.give(axis.calendar_days + wait)
    for name in component.consumers.activities:
        if name == component.stop:
            continue
        used = build.start(name)
        both = (stop.performed, used.performed)
        by.bind(model.add(stop.ordinal + give >= used.ordinal + wait), *both)


RULE = RuleKind(
    declares=ComponentStop,
    statement=statement,
    check=check,
    post=post,
    unit="calendar day",
    easing=Easing(
        fields=(Looser(field="after_calendar_days", way="less", by=(7, 28, 91)),), waived=never
    ),
)

"""Service level: a service transfers before its level, sinking after notice, is too low.

Rule    level - loss_per_28_days * (S(transfer) - S(notice)) / 28 >= minimum.
Units   levels in hundredths of a percent; calendar days too late.
Source  Exit practice: key performance indicators sag once an incumbent works under notice.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from scheduler.domain.calendars import ONE_DAY
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.domain.planning_rules import ServiceLevel
from scheduler.rules.easing import Easing, Looser
from scheduler.rules.rule import Breach, RuleKind
from scheduler.rules.words import named

if TYPE_CHECKING:
    from scheduler.model.enforcement import Enforcement
    from scheduler.model.model_build import ModelBuild

_DAYS = 28


def statement(rule: ServiceLevel, programme: ExpandedProgramme) -> str:
    """Say the rule."""
    service = programme.services.get(rule.service)
    what = (service.name if service else "") or rule.service
    kpi = next((k for k in service.kpis if k.id == rule.kpi), None) if service else None
    if rule.kpi is not None:
        what += f", {(kpi.name if kpi else '') or rule.kpi}"
    return (
        f"{what}: from {rule.level / 100:g} % at {named(rule.notice, programme)} it loses "
        f"{rule.loss_per_28_days / 100:g} % in {_DAYS} days, and is {rule.minimum / 100:g} % at "
        f"least at {named(rule.transfer, programme)}."
    )


def check(rule: ServiceLevel, programme: ExpandedProgramme, plan: Plan) -> Iterator[Breach]:
    """Let the level sink day by day from the notice to the transfer."""
    del programme
    notice, transfer = plan.placed.get(rule.notice), plan.placed.get(rule.transfer)
    if notice is None or transfer is None:
        return
    day, level, late = notice.start, _DAYS * rule.level, 0
    while day < transfer.start:
        day += ONE_DAY
        level -= rule.loss_per_28_days
        late += level < _DAYS * rule.minimum
    if late:
        yield Breach(
            activities=(rule.notice, rule.transfer),
            measured=f"{level / _DAYS / 100:.2f} %",
            allowed=f"{rule.minimum / 100:.2f} %",
            shortfall=late,
        )


def post(rule: ServiceLevel, build: ModelBuild, by: Enforcement) -> None:
    """Post the most days from the notice to the transfer."""
    if not rule.loss_per_28_days:
        return
    most = _DAYS * (rule.level - rule.minimum) // rule.loss_per_28_days
    build.start(rule.transfer).post_at_least(build.start(rule.notice), -most, by)


RULE = RuleKind(
    declares=ServiceLevel,
    statement=statement,
    check=check,
    post=post,
    unit="calendar day",
    easing=Easing(fields=(Looser(field="minimum", way="less", by=(25, 50, 100, 200)),)),
)

"""Procurement regime: the law on the day a procurement starts decides the wait for signature.

Rule    S(after) - F(before) >= min_lag of the last regime with first <= first day of procurement.
Units   lag days: working days of the default calendar, or calendar days, as the regime says.
Source  Public Contracts Regulations 2015, regulation 87 (10 days), for procurements begun until 23
        February 2025; Procurement Act 2023, section 51 (8 working days), from 24 February 2025.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from scheduler.domain.calendars import ONE_DAY
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.domain.planning_rules import ProcurementRegime
from scheduler.rules.rule import Breach, RuleKind
from scheduler.rules.words import counted, named, short_date

if TYPE_CHECKING:
    from scheduler.domain.planning_rules.decisions import Regime
    from scheduler.model.enforcement import Enforcement
    from scheduler.model.expressions import Condition
    from scheduler.model.model_build import ModelBuild


def statement(rule: ProcurementRegime, programme: ExpandedProgramme) -> str:
    """Say the rule."""
    asked = []
    for regime in rule.regimes:
        unit = regime.lag_unit.replace("_", " ")[:-1]
        begun = "" if regime.first is None else f" from {short_date(regime.first)} on"
        asked.append(f"{counted(regime.min_lag, unit)} ({regime.name}){begun}")
    after, before = named(rule.after, programme), named(rule.before, programme)
    start = named(rule.procurement, programme)
    return (
        f"{after} starts after {before} by the law on the day {start} starts: "
        f"at least {', '.join(asked)}."
    )


def check(rule: ProcurementRegime, programme: ExpandedProgramme, plan: Plan) -> Iterator[Breach]:
    """Look the regime up and count the days between."""
    procurement = plan.placed.get(rule.procurement)
    before, after = plan.placed.get(rule.before), plan.placed.get(rule.after)
    if procurement is None or before is None or after is None:
        return
    in_force: Regime | None = None
    for regime in rule.regimes:
        if regime.first is None or regime.first <= procurement.start:
            in_force = regime
    if in_force is None or in_force.min_lag == 0:
        return
    if in_force.lag_unit == "calendar_days":
        lag = (after.start - before.finish).days - 1
    else:
        lag = _working_days_between(before.finish + ONE_DAY, after.start, programme)
    if lag < in_force.min_lag:
        yield Breach(
            activities=(rule.before, rule.after),
            measured=lag,
            allowed=in_force.min_lag,
            shortfall=in_force.min_lag - lag,
        )


def _working_days_between(origin: date, target: date, programme: ExpandedProgramme) -> int:
    """Count working days from origin to target; negative when target comes first."""
    sign = 1 if origin <= target else -1
    day, last = min(origin, target), max(origin, target)
    count = 0
    while day < last:
        count += programme.is_working(day)
        day += ONE_DAY
    return sign * count


def post(rule: ProcurementRegime, build: ModelBuild, by: Enforcement) -> None:
    """Post each regime's lag while the procurement starts under it."""
    axis, model = build.axis, build.model
    origin, target = build.finish(rule.before), build.start(rule.after)
    longest = max((regime.min_lag for regime in rule.regimes), default=0)
    give = by.give(axis.calendar_days + longest + 1)
    firsts = [regime.first for regime in rule.regimes]
    chosen = build.started_from(rule.procurement, firsts)
    for regime, in_force in zip(rule.regimes, chosen, strict=True):
        conditions: tuple[Condition, ...] = (in_force, origin.performed, target.performed)
        if regime.min_lag == 0:
            continue
        if regime.lag_unit == "calendar_days":
            lag = target.ordinal - origin.ordinal
        else:
            lag = target.position - origin.position
        by.bind(model.add(lag + give >= regime.min_lag), *conditions)


RULE = RuleKind(
    declares=ProcurementRegime, statement=statement, check=check, post=post, unit="lag day"
)

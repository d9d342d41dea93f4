"""Continuity: somebody is accountable for the service, and paid for it, on every day.

Rule    transfer performed, <= contract end + 1 day; transfer - 1 day <= charges stop <= contract
        end; every technical cutover <= transfer.
Units   calendar days.
Source  The contract's end date; board minutes: no extension is possible.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from scheduler.domain.calendars import ONE_DAY
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.domain.planning_rules import Continuity
from scheduler.rules.easing import NOTHING
from scheduler.rules.rule import Breach, RuleKind
from scheduler.rules.words import short_date

if TYPE_CHECKING:
    from scheduler.model.enforcement import Enforcement
    from scheduler.model.model_build import ModelBuild


def statement(rule: Continuity, programme: ExpandedProgramme) -> str:
    """Say the rule."""
    contract = programme.document.contract
    service = programme.services[rule.service]
    return (
        f"{contract.supplier} is accountable and paid for {service.name or service.id} until its "
        f"transfer and not after {short_date(contract.end_date)}; its technical cutovers come no "
        "later."
    )


def check(rule: Continuity, programme: ExpandedProgramme, plan: Plan) -> Iterator[Breach]:
    """Follow the service from the incumbent to its successor by date."""
    end = programme.document.contract.end_date
    transfer = plan.placed.get(rule.transfer)
    if transfer is None:
        yield Breach(activities=(rule.transfer,), measured="no transfer", allowed="a transfer")
        return
    if transfer.start > end + ONE_DAY:
        last = end + ONE_DAY
        yield Breach(activities=(rule.transfer,), measured=transfer.start, allowed=last)
    for name in rule.cutovers:
        cutover = plan.placed.get(name)
        if cutover is not None and cutover.start > transfer.start:
            both = (name, rule.transfer)
            yield Breach(activities=both, measured=cutover.start, allowed=transfer.start)
    stop = None if rule.charges_stop is None else plan.placed.get(rule.charges_stop)
    if stop is None or rule.charges_stop is None:
        return
    who = (rule.transfer, rule.charges_stop)
    if stop.start < transfer.start - ONE_DAY:
        yield Breach(activities=who, measured=stop.start, allowed=transfer.start - ONE_DAY)
    if stop.start > end:
        yield Breach(activities=who, measured=stop.start, allowed=end)


def post(rule: Continuity, build: ModelBuild, by: Enforcement) -> None:
    """Bar late dates and order the events by calendar day."""
    model, end = build.model, build.programme.document.contract.end_date
    build.forbid_start(rule.transfer, lambda d: d > end + ONE_DAY, by)
    if rule.charges_stop is not None:
        _bar_late_charges(rule.charges_stop, rule.transfer, build, by)
    transfer = build.start(rule.transfer)
    if transfer.performed is not True:
        by.bind(model.add_bool_or([transfer.performed]))
    for name in rule.cutovers:
        cutover = build.start(name)
        both = (cutover.performed, transfer.performed)
        by.bind(model.add(cutover.ordinal <= transfer.ordinal), *both)


def _bar_late_charges(name: str, transfer: str, build: ModelBuild, by: Enforcement) -> None:
    end = build.programme.document.contract.end_date
    build.forbid_start(name, lambda d: d > end, by)
    stop, moved = build.start(name), build.start(transfer)
    both = (stop.performed, moved.performed)
    by.bind(build.model.add(stop.ordinal >= moved.ordinal - 1), *both)


RULE = RuleKind(
    declares=Continuity,
    statement=statement,
    check=check,
    post=post,
    easing=NOTHING,
)

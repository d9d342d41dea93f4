"""Staff transfer: people change sides informed, consulted and admitted.

Rule    S(transfer) - F(liability information) >= information_calendar_days; S(transfer) >=
        F(consultation), F(admission agreement); date(transfer) in the tranche dates.
Units   calendar days; off the tranche dates, those to the nearest of them.
Source  Transfer of Undertakings (Protection of Employment) Regulations 2006, regulation 11
        (liability information 28 days before) and 13 (duty to inform and consult).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from typing import TYPE_CHECKING

from scheduler.domain.calendars import ONE_DAY
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.domain.planning_rules import StaffTransfer
from scheduler.rules.easing import Easing, Looser, never
from scheduler.rules.rule import Breach, RuleKind
from scheduler.rules.words import counted, named

if TYPE_CHECKING:
    from scheduler.model.enforcement import Enforcement
    from scheduler.model.model_build import ModelBuild


def statement(rule: StaffTransfer, programme: ExpandedProgramme) -> str:
    """Say the rule."""
    asked = []
    if rule.liability_information is not None:
        days = counted(rule.information_calendar_days, "day")
        asked.append(f"at least {days} after {named(rule.liability_information, programme)}")
    over = [n for n in (rule.consultation, rule.admission_agreement) if n is not None]
    if over:
        asked.append(f"after {' and '.join(named(name, programme) for name in over)}")
    if rule.tranche_dates is not None:
        asked.append(f"on a date of {rule.tranche_dates}")
    return f"{named(rule.transfer, programme)} is {', '.join(asked) or 'on any day'}."


def check(rule: StaffTransfer, programme: ExpandedProgramme, plan: Plan) -> Iterator[Breach]:
    """Compare the transfer with what comes before it, then look for the nearest tranche date."""
    transfer = plan.placed.get(rule.transfer)
    if transfer is None:
        return
    before = (
        (rule.liability_information, rule.information_calendar_days),
        (rule.consultation, 0),
        (rule.admission_agreement, 0),
    )
    for name, least in before:
        done = None if name is None else plan.placed.get(name)
        if name is None or done is None:
            continue
        waited = (transfer.start - done.finish - ONE_DAY).days
        if waited < least:
            who = (name, rule.transfer)
            yield Breach(activities=who, measured=waited, allowed=least, shortfall=least - waited)
    if rule.tranche_dates is None:
        return
    tranches = programme.date_sets[rule.tranche_dates]
    if transfer.start not in tranches:
        away = min((abs((transfer.start - day).days) for day in tranches), default=1)
        yield Breach(
            activities=(rule.transfer,),
            measured=transfer.start,
            allowed=f"a date of {rule.tranche_dates}",
            shortfall=away,
        )


def post(rule: StaffTransfer, build: ModelBuild, by: Enforcement) -> None:
    """Post waits between instants, and the dates between the tranches as barred or as a sum."""
    if rule.tranche_dates is not None:
        _post_tranches(rule.transfer, build.programme.date_sets[rule.tranche_dates], build, by)
    transfer = build.start(rule.transfer)
    if rule.liability_information is not None:
        informed = build.finish(rule.liability_information)
        informed.post_at_least(transfer, rule.information_calendar_days, by)
    for name in (rule.consultation, rule.admission_agreement):
        if name is not None:
            build.finish(name).post_at_least(transfer, 0, by)


def _post_tranches(
    transfer: str, tranches: Collection[date], build: ModelBuild, by: Enforcement
) -> None:
    if not by.per_unit:
        build.forbid_start(transfer, lambda day: day not in tranches, by)
        return
    ordinal = build.axis.ordinal
    marks = [ordinal(day) for day in tranches]
    event = build.event(transfer)
    away = {day: min((abs(ordinal(day) - mark) for mark in marks), default=1) for day in event.on}
    give = by.give(max(away.values(), default=0))
    by.bind(build.model.add(event.total(lambda day: away[day]) <= give))


RULE = RuleKind(
    declares=StaffTransfer,
    statement=statement,
    check=check,
    post=post,
    unit="calendar day",
    easing=Easing(
        fields=(Looser(field="information_calendar_days", way="less", by=(7, 14, 28)),),
        waived=never,
    ),
)

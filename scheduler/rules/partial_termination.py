"""Partial termination: notice in time, after a legal check and a decision, with the price varied.

Rule    least_calendar_days <= S(charges stop) - S(notice) <= most_calendar_days; S(notice) >=
        F(legal check), F(decision); S(charges stop) >= F(variation).
Units   calendar days, summed.
Source  Exit practice: legal check, decision, notice in that order, price variation alongside.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from scheduler.domain.calendars import ONE_DAY
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.domain.planning_rules import PartialTermination
from scheduler.rules.easing import Easing, Looser, never
from scheduler.rules.rule import Breach, RuleKind
from scheduler.rules.words import counted, named

if TYPE_CHECKING:
    from scheduler.model.enforcement import Enforcement
    from scheduler.model.model_build import ModelBuild


def statement(rule: PartialTermination, programme: ExpandedProgramme) -> str:
    """Say the rule."""
    words = (
        f"{named(rule.notice, programme)} is at least {counted(rule.least_calendar_days, 'day')}"
    )
    if rule.most_calendar_days is not None:
        words += f" and at most {counted(rule.most_calendar_days, 'day')}"
    words += f" before {named(rule.charges_stop, programme)}"
    first = [n for n in (rule.legal_check, rule.decision) if n is not None]
    if first:
        words += f", and after {' and '.join(named(name, programme) for name in first)}"
    if rule.variation is not None:
        words += f"; {named(rule.variation, programme)} is over before the charges stop"
    return words + "."


def check(rule: PartialTermination, programme: ExpandedProgramme, plan: Plan) -> Iterator[Breach]:
    """Measure the notice, then what has to be over before each of the two events."""
    del programme
    notice, stop = plan.placed.get(rule.notice), plan.placed.get(rule.charges_stop)
    if notice is not None and stop is not None:
        given, who = (stop.start - notice.start).days, (rule.notice, rule.charges_stop)
        least, most = rule.least_calendar_days, rule.most_calendar_days
        if given < least:
            yield Breach(activities=who, measured=given, allowed=least, shortfall=least - given)
        if most is not None and given > most:
            yield Breach(activities=who, measured=given, allowed=most, shortfall=given - most)
    for name, event in (
        (rule.legal_check, rule.notice),
        (rule.decision, rule.notice),
        (rule.variation, rule.charges_stop),
    ):
        done, then = plan.placed.get(name or ""), plan.placed.get(event)
        if name is None or done is None or then is None:
            continue
        if done.finish >= then.start:
            short = (done.finish + ONE_DAY - then.start).days
            yield Breach(
                activities=(name, event),
                measured=then.start,
                allowed=f"after {done.finish}",
                shortfall=short,
            )


def post(rule: PartialTermination, build: ModelBuild, by: Enforcement) -> None:
    """Post each as a least distance between two instants."""
    notice, stop = build.start(rule.notice), build.start(rule.charges_stop)
    notice.post_at_least(stop, rule.least_calendar_days, by)
    if rule.most_calendar_days is not None:
        stop.post_at_least(notice, -rule.most_calendar_days, by)
    for name in (rule.legal_check, rule.decision):
        if name is not None:
            build.finish(name).post_at_least(notice, 0, by)
    if rule.variation is not None:
        build.finish(rule.variation).post_at_least(stop, 0, by)


RULE = RuleKind(
    declares=PartialTermination,
    statement=statement,
    check=check,
    post=post,
    unit="calendar day",
    easing=Easing(
        fields=(
            Looser(field="least_calendar_days", way="less", by=(14, 28, 56, 91)),
            Looser(field="most_calendar_days", way="more", by=(28, 91), to_none=True),
        ),
        waived=never,
    ),
)

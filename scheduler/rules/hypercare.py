"""Hypercare: heightened support from the first live day, ended by an acceptance.

Rule    first day of hypercare = first working day from the transfer on; acceptance after its last
        day and at least so many calendar days after the transfer; last day <= complete_by.
Units   working days of the default calendar, calendar days.
Source  Early life support in ITIL; acceptance against measured service levels.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from scheduler.domain.calendars import ONE_DAY
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.domain.planning_rules import Hypercare
from scheduler.rules.easing import WEEKS, Easing, Looser, never
from scheduler.rules.rule import Breach, RuleKind
from scheduler.rules.words import counted, named, short_date

if TYPE_CHECKING:
    from scheduler.model.enforcement import Enforcement
    from scheduler.model.model_build import ModelBuild


def statement(rule: Hypercare, programme: ExpandedProgramme) -> str:
    """Say the rule."""
    words = (
        f"{named(rule.hypercare, programme)} starts on the first working day from "
        f"{named(rule.transfer, programme)} on"
    )
    if rule.acceptance is not None:
        words += f"; {named(rule.acceptance, programme)} follows its end"
        if rule.acceptance_after_calendar_days:
            wait = counted(rule.acceptance_after_calendar_days, "day")
            words += f" and is at least {wait} after the transfer"
    if rule.complete_by is not None:
        words += f"; it is over by {short_date(rule.complete_by)}"
    return words + "."


def check(rule: Hypercare, programme: ExpandedProgramme, plan: Plan) -> Iterator[Breach]:
    """Walk from the transfer to the first working day, then compare dates."""
    transfer, care = plan.placed.get(rule.transfer), plan.placed.get(rule.hypercare)
    if transfer is None or care is None:
        return
    first = transfer.start
    while not programme.is_working(first) and first <= programme.document.plan_until:
        first += ONE_DAY
    if care.start != first:
        who = (rule.transfer, rule.hypercare)
        yield Breach(activities=who, measured=care.start, allowed=first)
    if rule.complete_by is not None and care.finish > rule.complete_by:
        yield Breach(activities=(rule.hypercare,), measured=care.finish, allowed=rule.complete_by)
    accepted = None if rule.acceptance is None else plan.placed.get(rule.acceptance)
    if accepted is None or rule.acceptance is None:
        return
    if accepted.start <= care.finish:
        who = (rule.hypercare, rule.acceptance)
        yield Breach(activities=who, measured=accepted.start, allowed=f"after {care.finish}")
    waited = (accepted.start - transfer.start).days
    if waited < rule.acceptance_after_calendar_days:
        who = (rule.transfer, rule.acceptance)
        allowed = rule.acceptance_after_calendar_days
        yield Breach(activities=who, measured=waited, allowed=allowed)


def post(rule: Hypercare, build: ModelBuild, by: Enforcement) -> None:
    """Tie the position of hypercare to the transfer's date; order the rest."""
    model, axis = build.model, build.axis
    care, transfer = build.stretch(rule.hypercare), build.event(rule.transfer)
    both = (care.performed, transfer.performed)
    by.bind(model.add(care.start == transfer.total(axis.position)), *both)
    if rule.complete_by is not None:
        last = axis.position_after(rule.complete_by)
        by.bind(model.add(care.finish <= last), *both)
    if rule.acceptance is None:
        return
    accepted = build.event(rule.acceptance)
    all_three = (*both, accepted.performed)
    by.bind(model.add(care.finish <= accepted.total(axis.position)), *all_three)
    waited = accepted.total(axis.ordinal) - transfer.total(axis.ordinal)
    by.bind(model.add(waited >= rule.acceptance_after_calendar_days), *all_three)


RULE = RuleKind(
    declares=Hypercare,
    statement=statement,
    check=check,
    post=post,
    easing=Easing(
        fields=(
            Looser(field="acceptance_after_calendar_days", way="less", by=(7, 14, 28)),
            Looser(field="complete_by", way="more", by=WEEKS),
        ),
        waived=never,
    ),
)

"""When a service could leave at last if only its deadlines were lifted."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date

from scheduler.asking.question import Ask, Question
from scheduler.domain.activities import TRANSFER, Selection
from scheduler.domain.calendars import ONE_DAY
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.planning_rules import (
    Continuity,
    DateLimit,
    FallbackSlot,
    Hypercare,
    Precedence,
    Rule,
    ScheduleContingency,
    TargetDate,
)
from scheduler.explaining.giving_up import going_with
from scheduler.explaining.windows import Windows
from scheduler.solver.clock import Clock

SECONDS_FOR_A_DAY = 10.0


def earliest_transfer(
    service: str,
    late: Collection[str],
    programme: ExpandedProgramme,
    ask: Ask,
    clock: Clock,
) -> date | None:
    """Return the first day on which a service could transfer, some services being late.

    Their deadlines are lifted, and nothing else. None where no day of the horizon is left, or where
    the time does not show which is the first.
    """
    transfer = programme.event_of(service, TRANSFER)
    if transfer is None:
        return None
    lifted = lift_deadlines(late, programme)
    windows = Windows(lifted)
    days = _days(transfer, lifted)
    bound = windows.earliest.get((transfer, True))
    if windows.impossible is not None or not days:
        return None
    days = [day for day in days if bound is None or day >= bound.day]
    low, high = 0, len(days)
    while low < high:
        if clock.spent >= clock.limit:
            return None
        # Near the bound by dates alone first: it is often the day.
        middle = low if high == len(days) and low == 0 else (low + high) // 2
        by = DateLimit(
            id="asked.transfer-by",
            activities=Selection(activities=(transfer,)),
            finish_not_after=days[middle],
        )
        seconds = min(SECONDS_FOR_A_DAY, clock.left)
        reply = ask(Question(programme=lifted, wishes=(by,), seconds=seconds))
        if reply.finding == "unknown":
            return None
        if reply.finding == "plan":
            high = middle
        else:
            low = middle + 1
    return days[low] if low < len(days) else None


def lift_deadlines(late: Collection[str], programme: ExpandedProgramme) -> ExpandedProgramme:
    """Return the programme in which nothing asks some services to be out by a day."""
    document = programme.document
    gone = going_with(late, programme)
    rules = [made for rule in document.rules for made in _lifted(rule, gone, late)]
    return ExpandedProgramme(replace(document, rules=tuple(rules)))


def _lifted(rule: Rule, late: frozenset[str], services: Collection[str]) -> list[Rule]:
    match rule:
        case Continuity() if rule.service in services:
            # The cutovers still come first, and charges go on to the transfer.
            before = [(name, rule.transfer, 0) for name in rule.cutovers]
            if rule.charges_stop is not None:
                before.append((rule.transfer, rule.charges_stop, -1))
            return [
                Precedence(
                    id=f"{rule.id}.{name}",
                    before=name,
                    after=after,
                    link="SS",
                    min_lag=lag,
                    lag_unit="calendar_days",
                    when=rule.when,
                )
                for name, after, lag in before
            ]
        case DateLimit(finish_not_after=date()) | TargetDate(direction="either" | "late"):
            return _for_the_others(rule, late)
        case ScheduleContingency() | FallbackSlot():
            return _for_the_others(rule, late)
        case Hypercare() if rule.hypercare in late:
            return [replace(rule, complete_by=None)]
        case _:
            return [rule]


def _for_the_others(
    rule: DateLimit | TargetDate | ScheduleContingency | FallbackSlot, late: frozenset[str]
) -> list[Rule]:
    names = rule.activities.activities
    theirs = tuple(name for name in names if name in late)
    if not theirs or rule.price is not None:
        return [rule]
    others = tuple(name for name in names if name not in late)
    made: list[Rule] = []
    if others:
        made.append(replace(rule, activities=Selection(activities=others)))
    if isinstance(rule, DateLimit) and rule.start_not_before is not None:
        made.append(
            replace(
                rule,
                id=f"{rule.id}.late",
                activities=Selection(activities=theirs),
                finish_not_after=None,
            )
        )
    return made


def _days(event: str, programme: ExpandedProgramme) -> list[date]:
    document = programme.document
    dates = programme.activities[event].dates
    if dates is not None:
        days = sorted(programme.date_sets[dates])
        return [day for day in days if document.plan_from <= day <= document.plan_until]
    length = (document.plan_until - document.plan_from).days + 1
    return [document.plan_from + ONE_DAY * number for number in range(length)]

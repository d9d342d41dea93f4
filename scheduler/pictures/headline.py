"""The status of a plan in one sentence, with the caution that belongs to it."""

from datetime import date

from scheduler.analysis.measures import (
    contingency_weeks,
    last_transfer,
    unconfirmed_assumptions,
    unconfirmed_rules,
)
from scheduler.domain.activities import TRANSFER
from scheduler.domain.calendars import ONE_DAY
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.interchange.service_dates import service_dates
from scheduler.pictures.wording import counted, long_date


def headline(expanded: ExpandedProgramme, plan: Plan) -> str:
    """Return when everything has left and how long before the contract ends."""
    last = last_transfer(expanded, plan)
    weeks = contingency_weeks(expanded, plan)
    if last is None or weeks is None:
        return f"No service transfer is in the plan; {caution(expanded)}."
    when = _against_the_end((expanded.document.contract.end_date + ONE_DAY - last).days, weeks)
    return f"{_who(expanded, plan)} transferred by {long_date(last)}, {when}; {caution(expanded)}."


def _who(expanded: ExpandedProgramme, plan: Plan) -> str:
    """Return all services, or how many of them have a transfer in the plan."""
    moved = {
        activity.service
        for activity in expanded.document.activities
        if activity.kind == TRANSFER and activity.id in plan.placed
    }
    left, total = len(moved & set(expanded.services)), len(expanded.services)
    return "All services" if left == total else f"{left} of {total} services"


def _against_the_end(days: int, weeks: int) -> str:
    """Return the distance of a day from the end of the contract; 1 is its last day."""
    if days < 0:
        return f"{counted(1 - days, 'day')} after the contract ends"
    if days == 0:
        return "the day after the contract ends"
    distance = counted(weeks, "week") if weeks else counted(days, "day")
    return f"{distance} before the contract ends"


def last_acceptance(expanded: ExpandedProgramme, plan: Plan) -> date | None:
    """Return when the last service is accepted; None where none is in the plan."""
    return max(_accepted(expanded, plan), default=None)


def accepted_late(expanded: ExpandedProgramme, plan: Plan) -> str:
    """Return how many services are accepted after the contract ends; nothing where none is."""
    end = expanded.document.contract.end_date
    late = [day for day in _accepted(expanded, plan) if day > end]
    if not late:
        return ""
    who = "1 service is" if len(late) == 1 else f"{len(late):,} services are"
    last = "on" if len(late) == 1 else "the last on"
    return f"{who} accepted only after the contract ends, {last} {long_date(max(late))}."


def _accepted(expanded: ExpandedProgramme, plan: Plan) -> list[date]:
    told = (dates.accepted for dates in service_dates(expanded, plan).values())
    return [day for day in told if day is not None]


def caution(expanded: ExpandedProgramme) -> str:
    """Return on which durations the plan is calculated and how much of it nobody confirmed."""
    durations = {"min": "minimum", "likely": "likely", "max": "maximum"}[
        expanded.document.durations
    ]
    still_open = counted(unconfirmed_assumptions(expanded.document), "assumption")
    rules = unconfirmed_rules(expanded.document)
    if rules:
        still_open += f" and {counted(rules, 'planning rule')}"
    if not rules and not expanded.document.assumptions:
        return f"calculated on {durations} durations, no assumptions listed"
    return f"calculated on {durations} durations, {still_open} unconfirmed"

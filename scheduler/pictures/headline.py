"""The status of a plan in one sentence, with the caution that belongs to it."""

from scheduler.analysis.measures import contingency_weeks, last_transfer, unconfirmed
from scheduler.domain.calendars import ONE_DAY
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.pictures.wording import counted, long_date


def headline(expanded: ExpandedProgramme, plan: Plan) -> str:
    """Return when everything has left and how long before the contract ends."""
    last = last_transfer(expanded, plan)
    weeks = contingency_weeks(expanded, plan)
    if last is None or weeks is None:
        return f"No service transfer is in the plan; {caution(expanded)}."
    end = expanded.document.contract.end_date
    days = (end + ONE_DAY - last).days
    if days < 0:
        distance = f"{counted(-days, 'day')} after the contract has ended"
    elif weeks >= 1:
        distance = f"{counted(weeks, 'week')} before the contract ends"
    else:
        distance = f"{counted(days, 'day')} before the contract ends"
    return f"All services transferred by {long_date(last)}, {distance}; {caution(expanded)}."


def caution(expanded: ExpandedProgramme) -> str:
    """Return on which durations the plan is calculated and how much of it nobody confirmed."""
    durations = {"min": "minimum", "likely": "likely", "max": "maximum"}[
        expanded.document.durations
    ]
    open_assumptions = counted(unconfirmed(expanded.document), "assumption")
    return f"calculated on {durations} durations, {open_assumptions} unconfirmed"

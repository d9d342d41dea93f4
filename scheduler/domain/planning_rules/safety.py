"""Room for what goes wrong: time to go back, a second chance, proof before others rely on it."""

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from scheduler.domain.activities import Selection
from scheduler.domain.planning_rules.planning_rule import PlanningRule
from scheduler.domain.values import Reference


@dataclass(frozen=True, slots=True, kw_only=True)
class RollbackSlot(PlanningRule):
    """After a technical cutover its time for going back stays free of other events.

    From the day of each selected cutover on, `calendar_days` days hold no other event of
    `free_of`. Shortfall counts events in the way, summed over the cutovers.
    """

    cutovers: Selection
    """The events that can be rolled back."""
    free_of: Selection
    """The events that would be in the way."""
    calendar_days: Annotated[int, Field(ge=1, le=365)]
    """Length of the slot, the day of the cutover included."""
    kind: Literal["rollback_slot"] = "rollback_slot"


@dataclass(frozen=True, slots=True, kw_only=True)
class FallbackSlot(PlanningRule):
    """A technical cutover is only put on a date that leaves a second chance.

    Some later date of the horizon is at most `within_calendar_days` after it and at least
    `before_end_calendar_days` before the contract end. It is one of `dates`, or else of the
    event's own dates outside the hard change freezes on it. Shortfall counts events without a
    second chance.
    """

    activities: Selection
    """The events."""
    dates: Reference | None = None
    """Date set of second chances; the event's own dates outside change freezes when left out."""
    within_calendar_days: Annotated[int, Field(ge=1, le=1000)]
    """How soon the second chance comes."""
    before_end_calendar_days: Annotated[int, Field(ge=0, le=2000)] = 0
    """From the second chance to the contract end."""
    kind: Literal["fallback_slot"] = "fallback_slot"


@dataclass(frozen=True, slots=True, kw_only=True)
class Acceptance(PlanningRule):
    """A service is accepted on measured service levels, and what relies on it waits.

    From the first day of `since` on, `full_months` calendar months pass, the first of which begins
    on that day or later, and `periods` whole pay periods. The acceptance is on the day after the
    last of them at the earliest. What waits starts no earlier than the acceptance. A soft version
    is priced once.
    """

    since: Reference
    """The service transfer, or the hypercare with which measuring starts."""
    acceptance: Reference
    """The event by which the service is accepted."""
    full_months: Annotated[int, Field(ge=0, le=60)] = 0
    """Whole calendar months that are measured."""
    pay_periods: Reference | None = None
    """Date set of the first days of pay periods."""
    periods: Annotated[int, Field(ge=1, le=60)] = 1
    """Whole pay periods that are measured, where `pay_periods` are told."""
    waits: Selection | None = None
    """The activities that rely on a stable service."""
    kind: Literal["acceptance"] = "acceptance"

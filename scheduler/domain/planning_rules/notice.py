"""Notice to the incumbent, and what follows from it."""

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from scheduler.domain.planning_rules.planning_rule import PlanningRule
from scheduler.domain.values import Count, Reference

Level = Annotated[int, Field(ge=0, le=10_000)]
"""Hundredths of a percent: 9,950 is 99.5 %."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartialTermination(PlanningRule):
    """A service leaves the contract by notice, decided on and lawful, with the price varied.

    `least_calendar_days <= S(charges stop) - S(notice) <= most_calendar_days`; the legal check is
    finished and the decision taken before the day of the notice; the price variation is finished
    before the day on which the charges stop. Only what is named and performed is asked for.
    Shortfall in calendar days, summed.

    Source: exit practice: charges do not stop by themselves, and a notice is irrevocable.
    """

    notice: Reference
    """The event of giving notice."""
    charges_stop: Reference
    """The last day charged for by the incumbent."""
    least_calendar_days: Count
    """Notice that the contract asks for."""
    most_calendar_days: Count | None = None
    """Longest that the incumbent should work under notice."""
    legal_check: Reference | None = None
    """Whether the contract and procurement law allow it."""
    decision: Reference | None = None
    """The event of deciding on it."""
    variation: Reference | None = None
    """Agreeing the price of what stays."""
    kind: Literal["partial_termination"] = "partial_termination"


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceLevel(PlanningRule):
    """A service transfers before its level, which sinks after notice, is below the minimum.

    On the day of the notice the level is `level`, and every day it loses a 28th of
    `loss_per_28_days`; on the day of the transfer it is still `minimum` or more. Shortfall in
    calendar days too late.

    Source: exit practice: key performance indicators sag once an incumbent works under notice.
    """

    service: Reference
    """The service measured."""
    kpi: Reference | None = None
    """Which of its KPIs, where that is declared."""
    notice: Reference
    """The event after which the level sinks."""
    transfer: Reference
    """The service transfer."""
    level: Level
    """On the day of the notice, in hundredths of a percent."""
    loss_per_28_days: Level
    """In hundredths of a percent."""
    minimum: Level
    """In hundredths of a percent."""
    kind: Literal["service_level"] = "service_level"

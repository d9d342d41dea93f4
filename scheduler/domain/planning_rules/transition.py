"""How a service passes from the old side to the new one."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from scheduler.domain.planning_rules.planning_rule import PlanningRule
from scheduler.domain.values import Count, Reference


@dataclass(frozen=True, slots=True, kw_only=True)
class ParallelRunning(PlanningRule):
    """Old and new run side by side for whole pay periods, up to the cutover.

    The cutover is on a pay-period boundary; the span starts on the first working day of the pay
    period `periods` before it and finishes on the last working day before it.
    """

    activity: Reference
    """The span in which both run."""
    cutover: Reference
    """The first day on which the new one runs alone."""
    pay_periods: Reference
    """Date set of the first days of pay periods."""
    periods: Annotated[int, Field(ge=1, le=24)]
    """How many of them."""
    kind: Literal["parallel_running"] = "parallel_running"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hypercare(PlanningRule):
    """Heightened support starts on the first working day from the transfer on.

    It is over, and the service accepted, in that order; the acceptance is no earlier than
    `acceptance_after_calendar_days` after the transfer, and the hypercare finishes by
    `complete_by`. A soft version is priced once.
    """

    transfer: Reference
    """The service transfer."""
    hypercare: Reference
    """The heightened support."""
    acceptance: Reference | None = None
    """The acceptance of the service, where there is one."""
    acceptance_after_calendar_days: Count = 0
    """From the transfer to the acceptance, at least."""
    complete_by: date | None = None
    """Last day of the hypercare at the latest."""
    kind: Literal["hypercare"] = "hypercare"


@dataclass(frozen=True, slots=True, kw_only=True)
class Continuity(PlanningRule):
    """Somebody is accountable for the service on every day, and paid for it.

    The incumbent until its transfer, which is on the day after the contract end at the latest;
    its charges stop no earlier than the day before the transfer and no later than the contract
    end. The technical cutovers are not after the transfer.
    """

    service: Reference
    """The service."""
    transfer: Reference
    """Its transfer to the successor."""
    charges_stop: Reference | None = None
    """The last day charged for by the incumbent, where it is planned."""
    cutovers: tuple[Reference, ...] = ()
    """The service's technical cutovers; all of them when left out."""
    kind: Literal["continuity"] = "continuity"

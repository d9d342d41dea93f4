"""How a service goes live in parts, and what is tried out before."""

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from scheduler.domain.planning_rules.planning_rule import PlanningRule
from scheduler.domain.values import Reference


@dataclass(frozen=True, slots=True, kw_only=True)
class Waves(PlanningRule):
    """A service goes live wave by wave, in order and not too much of it at once.

    From one technical cutover that is performed to the next there are between
    `least_calendar_days` and `most_calendar_days`; within any `calendar_days_of_share` days no more
    than `most_percent` of the service goes live, by the shares of its waves. A soft version is
    priced once.
    """

    service: Reference
    """The service, which tells the share of each wave."""
    cutovers: tuple[Reference, ...] = ()
    """Its technical cutovers in the order of the waves; all of them when left out."""
    least_calendar_days: Annotated[int, Field(ge=0, le=1000)] = 0
    """Between two cutovers in a row; none still keeps them in order."""
    most_calendar_days: Annotated[int, Field(ge=0, le=2000)] | None = None
    """Between two cutovers in a row."""
    most_percent: Annotated[int, Field(ge=1, le=100)] | None = None
    """Share of the service that may go live in the window."""
    calendar_days_of_share: Annotated[int, Field(ge=1, le=1000)] = 1
    """Length of the window."""
    kind: Literal["waves"] = "waves"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsal(PlanningRule):
    """A technical cutover is rehearsed, with time to mend what the rehearsal shows.

    The rehearsal is over, and so many working days of the default calendar have passed, before the
    go/no-go decision; that is taken so many calendar days before the cutover, on which the
    rehearsal is not too old. Without a decision the cutover itself waits for the mending. A soft
    version is priced once.
    """

    rehearsal: Reference
    """The rehearsal of the cutover."""
    cutover: Reference
    """The technical cutover rehearsed."""
    go_no_go: Reference | None = None
    """The decision to go ahead, where one is taken."""
    least_working_days: Annotated[int, Field(ge=0, le=2000)] = 0
    """Between the rehearsal and the decision, to mend what went wrong."""
    notice_calendar_days: Annotated[int, Field(ge=0, le=2000)] = 0
    """From the decision to the cutover."""
    most_calendar_days: Annotated[int, Field(ge=1, le=2000)] | None = None
    """From the last day of the rehearsal to the cutover."""
    kind: Literal["rehearsal"] = "rehearsal"

"""How people change sides, and what they hand over before they do."""

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from scheduler.domain.activities import Selection
from scheduler.domain.planning_rules.planning_rule import PlanningRule
from scheduler.domain.values import Count, Reference


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffTransfer(PlanningRule):
    """Staff change sides once they are informed, consulted and admitted, on a tranche date.

    The employee liability information is complete at least `information_calendar_days` before the
    transfer; the consultation and the admission agreement are over before it; the transfer falls
    on a date of `tranche_dates`. Only what is named and performed is asked for. Shortfall in
    calendar days: too late by so many, or so many from the nearest tranche date.

    Source: Transfer of Undertakings (Protection of Employment) Regulations 2006, regulations 11
    and 13.
    """

    transfer: Reference
    """The event on which the staff change sides."""
    liability_information: Reference | None = None
    """What gives the new employer the employee liability information."""
    information_calendar_days: Count = 28
    """From the end of that to the transfer, at least."""
    consultation: Reference | None = None
    """Informing and consulting the representatives."""
    admission_agreement: Reference | None = None
    """Admission of an external employer to the pension scheme; not performed for others."""
    tranche_dates: Reference | None = None
    """Date set of the days on which staff transfer."""
    kind: Literal["staff_transfer"] = "staff_transfer"


@dataclass(frozen=True, slots=True, kw_only=True)
class KnowledgeTransfer(PlanningRule):
    """Those who leave hand over what they know, for so many days shortly before they do.

    Each session starts no earlier than `within_calendar_days` before the event and is over before
    it; the working days of the default calendar from start to finish of the sessions add up to at
    least `working_days`. Met where no session is performed. A soft version is priced once.

    Source: exit practice: shadowing and reverse shadowing while the incumbent's people are there.
    """

    sessions: Selection
    """Work in which knowledge is handed over."""
    until: Reference
    """The event after which nobody can be asked: the staff transfer, or the charges' stop."""
    within_calendar_days: Annotated[int, Field(ge=1, le=2000)]
    """No session starts longer before the event; what was told earlier is forgotten."""
    working_days: Annotated[int, Field(ge=1, le=2000)]
    """All sessions together, at least."""
    kind: Literal["knowledge_transfer"] = "knowledge_transfer"

"""Decisions at meetings, and what the law asks between an award and a signature."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from scheduler.domain.activities import Selection
from scheduler.domain.planning_rules.planning_rule import PlanningRule
from scheduler.domain.values import WIRE, Reference, Text

Wait = Annotated[int, Field(ge=0, le=2000)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision(PlanningRule):
    """A decision is taken at a meeting, on papers final in time, and acted on after the waits.

    `S(meeting) - F(paper) >= paper_deadline_calendar_days`. What takes effect starts no earlier
    than `call_in_working_days` working days of the default calendar and
    `standstill_calendar_days` calendar days after the meeting's day. Other decisions of one paper
    are on the same date. Who misses a deadline waits for the next meeting, whatever the gap.
    Shortfall in calendar days, summed over papers, effects and decisions. Met where the meeting is
    not performed.
    """

    meeting: Reference
    """The event of the decision, on a date set of meetings."""
    papers: Selection | None = None
    """Activities whose results the meeting sees."""
    paper_deadline_calendar_days: Annotated[int, Field(ge=0, le=365)] | None = None
    """Whole days between the last paper and the meeting; the date set's when left out."""
    call_in_working_days: Wait = 0
    """Whole working days during which the decision can be called in."""
    standstill_calendar_days: Wait = 0
    """Whole days before which nothing may be signed."""
    standstill_after_call_in: bool = False
    """Whether the standstill begins when call-in is over; else both begin after the meeting."""
    takes_effect: Selection | None = None
    """Activities that wait for the decision, of one service group or many."""
    same_meeting_as: tuple[Reference, ...] = ()
    """Events of other decisions that one paper asks for."""
    kind: Literal["decision"] = "decision"


@dataclass(frozen=True, slots=True, kw_only=True)
class Regime:
    """The law on procurements that start from a day on."""

    __pydantic_config__ = WIRE

    name: Text
    """The act or regulations."""
    first: date | None = None
    """First day on which a procurement starts under it; left out for the oldest."""
    min_lag: Wait
    """Whole days between the award and the signature; 0 asks for none."""
    lag_unit: Literal["working_days", "calendar_days"]
    """Of the lag; working days of the default calendar."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcurementRegime(PlanningRule):
    """The lag between two activities follows the law in force when the procurement starts.

    `S(after) - F(before) >= min_lag` of the last regime whose first day is not after
    `S(procurement)`; before the first of them nothing is asked. Shortfall in lag units.
    """

    procurement: Reference
    """The activity whose first day decides."""
    before: Reference
    """Such as the award decision."""
    after: Reference
    """Such as the signature."""
    regimes: tuple[Regime, ...]
    """In the order of their first days."""
    kind: Literal["procurement_regime"] = "procurement_regime"

"""What is paid for, and how much of it there may be."""

from dataclasses import dataclass
from typing import Literal

from scheduler.domain.planning_rules.planning_rule import PlanningRule
from scheduler.domain.values import Count, Reference


@dataclass(frozen=True, slots=True, kw_only=True)
class ComponentStop(PlanningRule):
    """A shared component stops only after its last consumer has left: stop >= S + days.

    Of the consumers performed; and no later than the contract end where it is the incumbent's.
    Shortfall in calendar days: to the last consumer, and beyond the contract end.
    """

    component: Reference
    """The shared component, whose stop and consumers are told where it is declared."""
    after_calendar_days: Count = 0
    """From the date of the last consumer to the stop, at least."""
    kind: Literal["shared_component"] = "shared_component"


@dataclass(frozen=True, slots=True, kw_only=True)
class WithinBudget(PlanningRule):
    """A financial year costs no more than its budget, or all of them no more than theirs together.

    Whatever is paid on its days: the incumbent's charges, stranded overhead, the new options,
    teams with a day rate and shared components. Shortfall in thousands of the currency's unit,
    begun ones whole.
    """

    budget: Reference | None = None
    """The budget of the financial year; all of them together when left out."""
    kind: Literal["budget"] = "budget"

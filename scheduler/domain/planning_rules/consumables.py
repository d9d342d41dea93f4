"""What is used up."""

from dataclasses import dataclass
from typing import Literal

from scheduler.domain.planning_rules.planning_rule import PlanningRule
from scheduler.domain.values import Reference


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsumableUse(PlanningRule):
    """Performed activities use up at most the amount of a consumable, all together.

    Each uses what its mode under the chosen option says, once, whatever its dates.
    Shortfall in units of the consumable above the amount.
    """

    consumable: Reference
    """The consumable, whose amount is told where it is declared."""
    kind: Literal["consumable"] = "consumable"

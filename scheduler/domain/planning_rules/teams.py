"""Who does the work."""

from dataclasses import dataclass
from typing import Literal

from scheduler.domain.planning_rules.planning_rule import PlanningRule
from scheduler.domain.values import Reference


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamCapacity(PlanningRule):
    """On no day do the activities under way ask more of a team than it has.

    Work and spans ask on every working day of the default calendar from start to finish, events
    on their date. People who change sides are gone from the one team and there in the other from
    the day of their transfer on; after a decay's event only a share of a team is left, rounded
    down, of those who stay and of each move for itself. A soft version is priced once.
    """

    team: Reference
    """The team, whose capacity is told where it is declared."""
    kind: Literal["team_capacity"] = "team_capacity"

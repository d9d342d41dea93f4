"""What any plan is, and which sourcing options are open."""

from dataclasses import dataclass
from typing import Literal

from scheduler.domain.planning_rules.planning_rule import PlanningRule
from scheduler.domain.values import Reference, Slug


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement(PlanningRule):
    """Every activity of the chosen sourcing options is performed on days it can be worked.

    One option per service group. Work takes exactly its duration in days that all its calendars
    work, paused over closures unless it may not pause, and starts and finishes on such days. An
    event falls on one of its dates. Everything lies within the horizon.
    """

    kind: Literal["placement"] = "placement"


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcingChoice(PlanningRule):
    """The sourcing option of a service group is one of those listed."""

    group: Reference
    """The service group."""
    options: tuple[Slug, ...]
    """Ids of sourcing options of the group."""
    kind: Literal["sourcing_choice"] = "sourcing_choice"

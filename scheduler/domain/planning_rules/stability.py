"""How much may change at once, and how much time stays free."""

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from scheduler.domain.activities import Selection
from scheduler.domain.planning_rules.planning_rule import PlanningRule
from scheduler.domain.values import Count, Reference


@dataclass(frozen=True, slots=True, kw_only=True)
class RollingLimit(PlanningRule):
    """Any `calendar_days` days in a row hold at most `at_most` of the selected events.

    Shortfall is the largest excess in any such window.
    """

    activities: Selection
    """The events counted."""
    at_most: Annotated[int, Field(ge=1, le=1000)]
    """Events in any window."""
    calendar_days: Annotated[int, Field(ge=1, le=1000)]
    """Length of the window."""
    kind: Literal["rolling_limit"] = "rolling_limit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Separation(PlanningRule):
    """Events of two selections are at least `calendar_days` days apart: |S - S'| >= days.

    Shortfall in calendar days, summed over pairs.
    """

    activities: Selection
    """Events on one side."""
    from_activities: Selection
    """Events on the other."""
    calendar_days: Annotated[int, Field(ge=1, le=1000)]
    """Least distance."""
    kind: Literal["separation"] = "separation"


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleContingency(PlanningRule):
    """At least so many working days stay free between the last selected event and the contract end.

    Working days of the default calendar after the event up to the end date, that day included.
    Shortfall in working days.
    """

    activities: Selection
    """The events that are over in time."""
    working_days: Annotated[int, Field(ge=0, le=2000)]
    """Least number that stays free."""
    kind: Literal["schedule_contingency"] = "schedule_contingency"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeLoad(PlanningRule):
    """In no ISO week does a user group carry more than `at_most` load points.

    Each event puts its points times the programme's weekly profile on the user group from the ISO
    week of its date. Shortfall in load points, summed over weeks.
    """

    user_group: Reference
    """The people disturbed."""
    at_most: Count
    """Load points in a week."""
    kind: Literal["change_load"] = "change_load"

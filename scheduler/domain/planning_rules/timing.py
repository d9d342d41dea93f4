"""When activities may lie, alone and one after another."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from scheduler.domain.activities import Selection
from scheduler.domain.planning_rules.planning_rule import PlanningRule
from scheduler.domain.values import Reference, Window

Lag = Annotated[int, Field(ge=-2000, le=2000)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Precedence(PlanningRule):
    """An activity waits for another: `min_lag <= to(after) - from(before) <= max_lag`.

    `link` names the two instants: FS is F(before) to S(after), SS S to S, FF F to F, SF S to F. A
    lag counts calendar days, or working days of the default calendar between the two instants.
    With a lag of zero or more the second instant is never before the first, weekends included.
    Shortfall in lag units, by the minimum and the maximum together.

    Source: generalised precedence relations, Bartusch, Möhring & Radermacher (1988); link names as
    in Microsoft Project and Primavera P6.
    """

    before: Reference
    """The activity waited for."""
    after: Reference
    """The activity that waits."""
    link: Literal["FS", "SS", "FF", "SF"] = "FS"
    """Finish or start of `before`, then start or finish of `after`."""
    min_lag: Lag | None = 0
    """At least so much between the two instants; null for no least."""
    max_lag: Lag | None = None
    """At most so much between the two instants."""
    lag_unit: Literal["working_days", "calendar_days"] = "working_days"
    """Of both lags."""
    kind: Literal["precedence"] = "precedence"


@dataclass(frozen=True, slots=True, kw_only=True)
class DateLimit(PlanningRule):
    """No selected activity starts before one date or finishes after another.

    Both dates included. Shortfall in calendar days, summed over the activities.
    """

    activities: Selection
    """The activities limited."""
    start_not_before: date | None = None
    """First day allowed."""
    finish_not_after: date | None = None
    """Last day allowed."""
    kind: Literal["date_limit"] = "date_limit"


@dataclass(frozen=True, slots=True, kw_only=True)
class AllowedDates(PlanningRule):
    """Each selected event falls on a date of the set: meetings, weekends, pay-period boundaries.

    Shortfall counts events on other dates.
    """

    activities: Selection
    """The events."""
    dates: Reference
    """The date set."""
    kind: Literal["allowed_dates"] = "allowed_dates"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeFreeze(PlanningRule):
    """No selected activity starts within a frozen window, whose days are included.

    For an event that is its date. Shortfall counts activities that start in a window.
    """

    activities: Selection
    """The activities kept out of the windows."""
    windows: tuple[Window, ...]
    """Stretches of frozen days."""
    kind: Literal["change_freeze"] = "change_freeze"

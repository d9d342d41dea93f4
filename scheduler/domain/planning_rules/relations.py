"""How activities lie to each other and to a wished-for day."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from scheduler.domain.activities import Selection
from scheduler.domain.planning_rules.planning_rule import PlanningRule


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveTogether(PlanningRule):
    """The selected activities start within `within_calendar_days` of each other.

    `max S - min S <= within_calendar_days` over those performed; 0 is the same day. For events
    that is their dates. Shortfall in calendar days, of the earliest and the latest.
    """

    activities: Selection
    """What moves together."""
    within_calendar_days: Annotated[int, Field(ge=0, le=1000)] = 0
    """From the earliest start to the latest, at most."""
    kind: Literal["move_together"] = "move_together"


@dataclass(frozen=True, slots=True, kw_only=True)
class Synchronised(PlanningRule):
    """The selected activities run exactly side by side: the same first day and the same last day.

    `max S = min S` and `max F = min F` over those performed. A span beside work is fixed by it.
    Shortfall in calendar days, those between the starts and those between the finishes together.
    """

    activities: Selection
    """What runs side by side."""
    kind: Literal["synchronised"] = "synchronised"


@dataclass(frozen=True, slots=True, kw_only=True)
class NotAtOnce(PlanningRule):
    """No two of the selected activities are under way on the same day.

    For any two performed, `S >= F'` or `S' >= F`: work and spans from first to last day, weekends
    between included; events on their date. A soft version is priced once.
    """

    activities: Selection
    """What goes one after another, in any order."""
    kind: Literal["not_at_once"] = "not_at_once"


@dataclass(frozen=True, slots=True, kw_only=True)
class Expiry(PlanningRule):
    """What an activity uses is still valid when it starts.

    Each selected `used_by` starts after some performed renewal has finished, and no later than
    `valid_calendar_days` after that renewal's last day:
    `0 <= S(used_by) - F(renewal) < valid_calendar_days`. Without a renewal nothing is valid.
    Shortfall counts activities that start on what is not valid.
    """

    used_by: Selection
    """The activities that need it valid on their first day."""
    renewals: Selection
    """Each makes it valid anew once finished: registers refreshed, assessments, extracts taken."""
    valid_calendar_days: Annotated[int, Field(ge=1, le=4000)]
    """How long after the last day of a renewal."""
    kind: Literal["expiry"] = "expiry"


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetDate(PlanningRule):
    """A wish: the selected activities start, or finish, as near as possible to a date.

    Meant with a price per unit: shortfall in calendar days away from the date, summed over the
    activities; `|first day - target|`, or the last day with `instant` finish. With `direction`
    late only days after the date count, with early only days before it. Hard, it is exactly the
    date, or never on the wrong side. For "not before" and "not after" there is `date_limit`, soft
    too.
    """

    activities: Selection
    """What is wished near the date."""
    target: date
    """The date wished for."""
    instant: Literal["start", "finish"] = "start"
    """Whether the first day or the last is to be near it."""
    direction: Literal["either", "late", "early"] = "either"
    """Which days away from the date count."""
    kind: Literal["target_date"] = "target_date"

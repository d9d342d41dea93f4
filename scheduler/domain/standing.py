"""Where the programme stands: what has happened, what is decided, what was promised and published.

Facts and promises are kept apart. What has happened is never moved; what was promised is moved at
a price, when the programme is planned again.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from scheduler.domain.values import WIRE, Id, Slug, Text

CommitmentLevel = Literal["draft", "notified", "published", "contracted"]
"""How far a date or choice was told: to planners, to staff, to everybody, in a contract."""
FIRMEST_FIRST: tuple[CommitmentLevel, ...] = ("contracted", "published", "notified", "draft")


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment:
    """A date or choice told to others: of an activity, its first day; of a group, its option."""

    __pydantic_config__ = WIRE

    id: Slug
    level: CommitmentLevel
    activity: Id | None = None
    start: date | None = None
    """The first day that was promised for the activity."""
    group: Slug | None = None
    option: Slug | None = None
    """The sourcing option that was promised for the group."""
    points: Annotated[int, Field(ge=1, le=1_000_000)] = 1
    """What it costs to change it, beside others of its level."""
    told_to: Text = ""
    """Who has to be told when it changes."""
    source: Text = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """What has happened to an activity by the end of the status date.

    With an actual start it has begun, with an actual finish it is over. What has begun goes on
    without a break: for its remaining working days from the day after the status date, or where
    they are left out for what its duration leaves, one day at least. Without an actual start the
    remaining working days are a new estimate of its duration. What has no entry has not begun.
    """

    __pydantic_config__ = WIRE

    activity: Id
    actual_start: date | None = None
    """First day; of an event the day itself."""
    actual_finish: date | None = None
    """Last day, included."""
    remaining_working_days: Annotated[int, Field(ge=0, le=5000)] | None = None
    source: Text = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecidedOption:
    """A sourcing option that is chosen for good, or that nobody offers any more."""

    __pydantic_config__ = WIRE

    group: Slug
    option: Slug
    state: Literal["chosen", "withdrawn"]
    on: date | None = None
    """When that was decided or became known."""
    reason: Text = ""
    source: Text = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DatesInForce:
    """First and last day of an activity in the baseline, both included."""

    __pydantic_config__ = WIRE

    start: date
    finish: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """The plan in force: what a new plan is compared with. It binds only through other fields."""

    __pydantic_config__ = WIRE

    name: Text = ""
    options: dict[Slug, Slug] = field(default_factory=dict)
    """Service group to sourcing option."""
    dates: dict[Id, DatesInForce] = field(default_factory=dict)
    """Activity to its dates; those not performed are missing."""

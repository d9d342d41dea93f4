"""Teams, pools and the people who use or deliver the services."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from pydantic import Field

from scheduler.domain.values import WIRE, Count, Hundredths, Money, Reference, Slug, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """A set of teams reported together."""

    __pydantic_config__ = WIRE

    id: Slug
    name: Text = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CapacityPeriod:
    """Capacity from `first` until the next period begins."""

    __pydantic_config__ = WIRE

    first: date
    hundredths: Hundredths
    """Hundredths of a person on each working day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Booking:
    """Capacity taken from outside the programme, from `first` to `last` included."""

    __pydantic_config__ = WIRE

    first: date
    last: date
    hundredths: Hundredths
    reason: Text = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecayStep:
    """So many days after the event only so much is left, until the next step."""

    __pydantic_config__ = WIRE

    calendar_days: Count
    """From the event on; on the event's own day with 0."""
    percent_left: Annotated[int, Field(ge=0, le=99)]
    """Of the capacity that is declared for the day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decay:
    """People leave a team of their own accord after an event, such as the notice.

    Source: exit practice: an incumbent loses key people once notice is given.
    """

    __pydantic_config__ = WIRE

    after: Reference
    """The event; nothing decays where it is not performed."""
    steps: tuple[DecayStep, ...]
    """In order of their days, each leaving less than the one before."""
    source: Text = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """People shared by the activities of the programme."""

    __pydantic_config__ = WIRE

    id: Slug
    name: Text = ""
    pool: Slug | None = None
    capacity: tuple[CapacityPeriod, ...]
    """In order of `first`; the first period reaches back to the start of the programme."""
    bookings: tuple[Booking, ...] = ()
    decay: Decay | None = None
    """How it shrinks after an event."""
    day_rate: Money | None = None
    """Paid per day for a whole person, such as the incumbent's termination assistance."""
    source: Text = ""

    def pence_for(self, hundredths: int) -> int:
        """Return what a day of so many hundredths of a person costs, rounded half up."""
        return 0 if self.day_rate is None else (2 * self.day_rate.pence * hundredths + 100) // 200

    def capacity_on(self, day: date) -> int:
        """Return hundredths of a person free for the programme on `day`, never below zero.

        As declared, before a plan makes people leave or join.
        """
        free = self.capacity[0].hundredths
        for period in self.capacity:
            if period.first <= day:
                free = period.hundredths
        # Asked of every day of every team again and again: a loop takes half the time of `sum`.
        for booking in self.bookings:
            if booking.first <= day <= booking.last:
                free -= booking.hundredths
        return max(0, free)


@dataclass(frozen=True, slots=True, kw_only=True)
class Consumable:
    """Something of which there is one amount for the whole programme, used up by activities."""

    __pydantic_config__ = WIRE

    id: Slug
    name: Text = ""
    amount: Count
    """How much there is in all, in whole units such as days, licences or vouchers."""
    source: Text = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeavePattern:
    """A yearly period of lower capacity, written out as bookings by `expand`."""

    __pydantic_config__ = WIRE

    id: Slug
    name: Text = ""
    first_month: Annotated[int, Field(ge=1, le=12)]
    first_day: Annotated[int, Field(ge=1, le=31)]
    last_month: Annotated[int, Field(ge=1, le=12)]
    last_day: Annotated[int, Field(ge=1, le=31)]
    absent_percent: Annotated[int, Field(ge=0, le=100)]
    teams: tuple[Slug, ...] = ()
    """None means every team."""
    source: Text = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UserGroup:
    """People who use services and carry the change load of their cutovers."""

    __pydantic_config__ = WIRE

    id: Slug
    name: Text = ""
    size: Count | None = None
    """How many people; unknown when left out."""
    source: Text = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffMove:
    """Capacity that a staff group takes with it when it changes sides.

    From the day of the transfer on it is gone from one team and there in another. On a day for
    which a team declares fewer people than leave it in all, those of the move declared first are
    taken to be there; people who joined a team do not leave it again.
    """

    __pydantic_config__ = WIRE

    from_team: Slug | None = None
    """The team they leave; none when it has no part in the programme."""
    to_team: Slug | None = None
    """The team they join, in full whatever has decayed; none when it has no part."""
    hundredths: Hundredths
    options: tuple[Slug, ...] = ()
    """Sourcing options of the staff group's group under which they join; none means all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffGroup:
    """An organised grouping of the incumbent's staff that transfers together.

    Source: Transfer of Undertakings (Protection of Employment) Regulations 2006, regulation 3.
    """

    __pydantic_config__ = WIRE

    id: Slug
    name: Text = ""
    group: Slug
    """The service group whose sourcing option decides where they go."""
    headcount: Count
    services: tuple[Slug, ...]
    """The services they deliver."""
    transfer: Reference | None = None
    """The event on which they change sides; `<id>.staff_transfer` when left out."""
    moves: tuple[StaffMove, ...] = ()
    """What that changes in the capacity of teams."""
    tags: tuple[Slug, ...] = ()
    source: Text = ""

"""Teams, pools and the people who use or deliver the services."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from pydantic import Field

from scheduler.domain.values import WIRE, Count, Hundredths, Slug, Text


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
class Team:
    """People shared by the activities of the programme."""

    __pydantic_config__ = WIRE

    id: Slug
    name: Text = ""
    pool: Slug | None = None
    capacity: tuple[CapacityPeriod, ...]
    """In order of `first`; the first period reaches back to the start of the programme."""
    bookings: tuple[Booking, ...] = ()
    source: Text = ""

    def capacity_on(self, day: date) -> int:
        """Return hundredths of a person free for the programme on `day`, never below zero."""
        free = self.capacity[0].hundredths
        for period in self.capacity:
            if period.first <= day:
                free = period.hundredths
        taken = sum(b.hundredths for b in self.bookings if b.first <= day <= b.last)
        return max(0, free - taken)


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
    tags: tuple[Slug, ...] = ()
    source: Text = ""

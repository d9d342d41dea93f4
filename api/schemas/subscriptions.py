"""What is said over HTTP about subscriptions to the calendar of a programme."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from pydantic import Field

from api.schemas.plans import ProgrammeId
from scheduler.domain.values import WIRE
from scheduler.exchange.calendar_feed import Shown

SUBSCRIPTION_ID_SCHEMA = {"pattern": r"^sub_[0-9a-f]{12}$"}
SubscriptionId = Annotated[str, Field(pattern=r"^sub_[0-9a-f]{12}$", examples=["sub_5b0c17d2e8f4"])]
SubscriptionName = Annotated[str, Field(min_length=1, max_length=120)]
MOST_DAYS = 3650


@dataclass(frozen=True, slots=True, kw_only=True)
class SubscriptionRequest:
    """An address of the programme's calendar to be made."""

    __pydantic_config__ = WIRE

    name: SubscriptionName
    """Of whoever will read it, so that the right one can be revoked."""
    shown: Shown = "published"
    """All dates, or those that commitments have published."""
    expires_in_days: Annotated[int, Field(ge=1, le=MOST_DAYS)] | None = None
    """Until it is revoked when left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SubscriptionFacts:
    """A subscription without its address."""

    __pydantic_config__ = WIRE

    id: SubscriptionId
    programme: ProgrammeId
    name: SubscriptionName
    shown: Shown
    created_at: datetime
    created_by: str
    expires_at: datetime | None
    revoked_at: datetime | None
    used_at: datetime | None
    """When a calendar program asked last, to the minute."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSubscription(SubscriptionFacts):
    """A subscription just made."""

    __pydantic_config__ = WIRE

    path: str
    """Behind the address of the service, what a calendar program is given. It is told this once;
    nobody can read it here again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SubscriptionList:
    """Subscriptions of a programme, by id."""

    __pydantic_config__ = WIRE

    subscriptions: tuple[SubscriptionFacts, ...]
    next: SubscriptionId | None
    """Give as `after` for the next page; null on the last one."""

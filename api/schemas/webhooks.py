"""What is said over HTTP about webhooks: what is wanted, what was delivered, and what is sent."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import Field

from api.schemas.plans import PlanId, ProgrammeId, State, Whole
from scheduler.domain.values import WIRE, Slug

WEBHOOK_ID_SCHEMA: dict[str, Any] = {"pattern": r"^whk_[a-z2-7]{20}$"}
DELIVERY_ID_SCHEMA: dict[str, Any] = {"pattern": r"^dlv_[a-z2-7]{20}$"}

WebhookId = Annotated[
    str, Field(pattern=r"^whk_[a-z2-7]{20}$", examples=["whk_5dk3zq7mf2ohx6rtnabe"])
]
DeliveryId = Annotated[
    str, Field(pattern=r"^dlv_[a-z2-7]{20}$", examples=["dlv_2222223q7mf2ohx6rtna"])
]
EventType: TypeAlias = Literal[
    "programme.created",
    "programme.changed",
    "plan.queued",
    "plan.running",
    "plan.improved",
    "plan.finished",
    "plan.approved",
    "analysis.finished",
    "baseline.set",
]
EventTypes = Annotated[tuple[EventType, ...], Field(min_length=1, max_length=50)]
Url = Annotated[
    str, Field(min_length=1, max_length=2_000, examples=["https://hooks.example.org/plans"])
]


def _without_default(schema: dict[str, Any]) -> None:
    # What is left out of a change stays as it is; a default would say something else.
    schema.pop("default", None)


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookRequest:
    """An address that shall be told what happens."""

    __pydantic_config__ = WIRE

    url: Url
    """`https://`, a host name that leads to public addresses, no credentials. Looked up only when
    something is sent."""
    events: EventTypes | None = None
    """Types of events to be told; all of today's when left out."""
    programme: ProgrammeId | None = None
    """Tell only of this programme and what belongs to it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookChange:
    """What shall be different; what is left out stays as it is."""

    __pydantic_config__ = WIRE

    url: Annotated[Url, Field(json_schema_extra=_without_default)] = ""
    """Where to send from now on, what is waiting too."""
    events: Annotated[EventTypes, Field(json_schema_extra=_without_default)] = ()
    programme: Annotated[ProgrammeId | None, Field(json_schema_extra=_without_default)] = None
    """The only programme to tell of; null: of all."""
    active: Annotated[bool, Field(json_schema_extra=_without_default)] = True
    """Whether it is told things. Switching off gives up what is waiting."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook:
    """An address that is told what happens."""

    __pydantic_config__ = WIRE

    id: WebhookId
    url: Url
    events: EventTypes
    programme: ProgrammeId | None
    active: bool
    disabled_at: datetime | None
    disabled_because: str | None
    """Why it is told nothing more: it was switched off, answered 410, or took nothing for five
    days."""
    older_secret_until: datetime | None
    """Until when a secret before the newest signs, too."""
    created_at: datetime
    created_by: str


SecretText = Annotated[
    str,
    Field(
        pattern=r"^whsec_[A-Za-z0-9+/]+=*$",
        examples=["whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"],
    ),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewWebhook(Webhook):
    """A webhook with its secret, which is told this once."""

    secret: SecretText
    """What messages are signed with: base 64 of the key behind `whsec_`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSecret:
    """A new secret, told this once."""

    __pydantic_config__ = WIRE

    id: WebhookId
    secret: SecretText
    older_secret_until: datetime
    """Until then every message carries a signature by the secret before, too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookList:
    """A page of webhooks, newest first."""

    __pydantic_config__ = WIRE

    webhooks: tuple[Webhook, ...]
    next: WebhookId | None
    """Give as `after` for the next page; null on the last one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """Where to read more, with a key of your own."""

    __pydantic_config__ = WIRE

    programme: str | None = None
    revision: str | None = None
    baseline: str | None = None
    plan: str | None = None
    analysis: str | None = None
    webhook: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EventData:
    """What it happened to, by ids; nothing of what a programme or plan says."""

    __pydantic_config__ = WIRE

    links: Links
    programme: ProgrammeId | None = None
    revision: Whole | None = None
    plan: PlanId | None = None
    """The plan; of an analysis, the one that it is about."""
    analysis: str | None = None
    baseline: Slug | None = None
    webhook: WebhookId | None = None
    event: Whole | None = None
    """Number among the events of the plan or analysis, which puts them in order."""
    state: State | None = None
    outcome: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookEvent:
    """The body of every message to a webhook."""

    __pydantic_config__ = WIRE

    type: EventType | Literal["webhook.ping"]
    timestamp: datetime
    """When it happened."""
    data: EventData


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One event on its way to one webhook."""

    __pydantic_config__ = WIRE

    id: DeliveryId
    """What every try carries as `webhook-id`."""
    webhook: WebhookId
    type: EventType | Literal["webhook.ping"]
    state: Literal["waiting", "delivered", "given_up"]
    created_at: datetime
    tries: Whole
    """Since it was written, or last asked for again."""
    next_at: datetime | None
    """When it is tried next, at the soonest."""
    delivered_at: datetime | None
    given_up_at: datetime | None
    last_status: Whole | None
    """HTTP status of the last answer; null where there was none."""
    last_error: str | None
    payload: WebhookEvent
    """What is sent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryList:
    """A page of deliveries, newest first."""

    __pydantic_config__ = WIRE

    deliveries: tuple[Delivery, ...]
    next: DeliveryId | None
    """Give as `after` for the next page; null on the last one."""

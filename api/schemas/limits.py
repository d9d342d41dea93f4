"""What the service takes, before it says no."""

from dataclasses import dataclass

from scheduler.domain.values import WIRE


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitsOfConnections:
    """What is taken of a connection before any route is asked."""

    __pydantic_config__ = WIRE

    connections: int
    """Open at once in one process; of more, those that ask nothing are closed first."""
    open_streams: int
    """Event streams among them."""
    stream_seconds: float
    """After which one ends; whoever follows connects again behind the last event received."""
    address_bytes: int
    """Of the path with its query."""
    header_bytes: int
    """Of all headers of a request together."""
    headers: int
    """Of one request."""
    head_seconds: float
    """Within which the headers of a request must have arrived."""
    body_seconds: float
    """Within which its body must have arrived."""
    keep_alive_seconds: float
    """Between two requests of a connection."""
    unread_seconds: float
    """While a client takes nothing of what it is sent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitsOfBodies:
    """What is read of a body; more is refused before it is looked at."""

    __pydantic_config__ = WIRE

    body_bytes: int
    settings_body_bytes: int
    """Of bodies that hold settings alone."""
    json_depth: int
    """Lists and objects within each other."""
    text_bytes: int
    """Of one text or key, as it is written."""
    entries: int
    """Of one list or object."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitsOfWork:
    """How much is planned, for how long, and how much of it is answered at once."""

    __pydantic_config__ = WIRE

    activities: int
    """Of a programme, written out."""
    rules: int
    """Likewise."""
    horizon_calendar_days: int
    longest_search_seconds: int
    longest_analysis_seconds: int
    wait_seconds: int
    """Of `Prefer: wait`."""
    page_entries: int
    """Of one page of a list."""
    replies_kept_days: int
    """For repetitions with an idempotency key."""
    queued_per_tenant: int
    """Plans and analyses of one tenant that may wait, unless the service has agreed on another
    figure with it; where there are no keys, only the whole queue has a limit."""
    running_per_tenant: int
    """Likewise at work."""
    queued_in_all: int
    """Of all tenants together that may wait."""
    subscriptions_per_programme: int
    """Addresses of its calendar that may be in force at once."""
    webhooks_per_tenant: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceLimits:
    """The limits of this service; beyond them a request is refused by a problem."""

    __pydantic_config__ = WIRE

    connections: LimitsOfConnections
    bodies: LimitsOfBodies
    work: LimitsOfWork

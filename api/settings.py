"""What the service may be told from outside: arguments of the command line and the environment."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from scheduler.domain.limits import Limits

DATABASE_URL = "DATABASE_URL"
"""Names the database of several API processes and workers; unset means a file of our own."""
WEBHOOK_PORTS = "WEBHOOK_PORTS"
"""Names the ports that webhooks may have, such as `443,8443`."""
WEBHOOK_LOOPBACK = "WEBHOOK_LOOPBACK"
"""`yes` lets webhooks lead to this machine, without TLS: for development, never in service."""

OIDC = ("oidc_issuer", "oidc_audience", "oidc_tenant", "oidc_tenant_claim", "oidc_role_claim")
"""Settings of an identity provider, from the environment as PHASED_EXIT_OIDC_ISSUER and so on."""
KEPT_DAYS = "PHASED_EXIT_KEPT_DAYS"
"""Days for which plans and analyses are kept after their end; unset keeps them for ever."""

DEFAULT_DATA = Path("phased-exit-data")


@dataclass(frozen=True, slots=True, kw_only=True)
class DoorLimits:
    """What the server takes of a connection before any route is asked."""

    connections: int = 500
    """Open at once in one API process; beyond, those that ask nothing are closed first."""
    spare_connections: int = 50
    """Beyond those, on which the state of the process can still be asked."""
    address_bytes: int = 8_000
    """Of the path with its query."""
    header_bytes: int = 16 * 1024
    """Of all headers of a request together."""
    headers: int = 100
    """Of one request."""
    head_seconds: float = 10.0
    """From the beginning of a connection, or the first byte of a further request, to the end of
    its headers."""
    request_seconds: float = 65.0
    """From there to the end of the body: a little more than routes wait for one."""
    keep_alive_seconds: int = 5
    """Between two requests of a connection."""
    unread_seconds: float = 30.0
    """While a client takes nothing of what it is sent."""
    unread_bytes: int = 16 * 1024 * 1024
    """Of answers that wait to be taken; beyond, those that wait longest are given up."""
    unread_file_bytes: int = 256 * 1024 * 1024
    """Likewise of large ones, which wait in files."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotas:
    """How many plans and analyses may wait and be at work.

    Those of a tenant hold unless its own row says otherwise, and not of the one without keys.
    """

    queued_per_tenant: int = 20
    running_per_tenant: int = 2
    queued_in_all: int = 200


DEFAULT_QUOTAS = Quotas()


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceSettings:
    """Places, limits and paces of the service, for API processes and workers alike."""

    data: Path = DEFAULT_DATA
    """Folder of the SQLite files; unused where DATABASE_URL is set."""
    database_url: str | None = None

    keys_required: bool = False
    """Whether every request must show a key; always where others than this machine can ask."""
    oidc_issuer: str | None = None
    """Of an identity provider whose tokens are taken beside keys; needs the extra `oidc`."""
    oidc_audience: str = "phased-exit"
    oidc_tenant: str = "default"
    """Of tokens that do not name one."""
    oidc_tenant_claim: str = "tenant"
    oidc_role_claim: str = "roles"

    body_bytes: int = 10 * 1024 * 1024
    """Largest request body."""
    bodies_bytes: int = 64 * 1024 * 1024
    """Of bodies on their way to one API process, nearly all of it in files; beyond, the slowest are
    given up."""
    activities: int = 5_000
    """Most activities of a programme, written out."""
    wait_seconds: int = 60
    """Longest `Prefer: wait`; a longer wish is cut to this and said so."""
    longest_search_seconds: int = 900
    longest_analysis_seconds: int = 1800
    open_streams: int = 200
    """Event streams that one API process serves at once."""
    stream_seconds: float = 900.0
    """Longest that one is open; whoever follows connects again and misses nothing."""

    heartbeat_seconds: float = 1.0
    """Between two signs of life of a worker."""
    lost_after_seconds: float = 6.0
    """Without a sign of life a worker counts as dead, and its plans and analyses are taken over."""
    most_crashes: int = 5
    """Attempts that may end in a crash before a plan is given up, its best kept."""
    door: DoorLimits = DoorLimits()
    """Of connections, requests and their headers."""
    drain_seconds: float = 0.0
    """For which `serve` goes on to answer when its end is asked for, and says no at `/readyz`, so
    that whoever balances the load notices first; `--drain`."""
    share_after_seconds: float = 5.0
    """After which an analysis with more to ask than it can alone lets other workers help."""
    replies_kept_days: int = 7
    """How long a request that carried an idempotency key can be repeated."""
    kept_days: int | None = None
    """How long plans and analyses are kept after their end where a tenant says nothing; None: for
    ever. Those that have a name or an approval stay."""
    memory_limit_mb: int = 3000
    """Of one solver process."""
    queued_per_tenant: int = DEFAULT_QUOTAS.queued_per_tenant
    """Plans and analyses of one tenant that may wait, unless its row says otherwise."""
    running_per_tenant: int = DEFAULT_QUOTAS.running_per_tenant
    """Likewise at work."""
    queued_in_all: int = DEFAULT_QUOTAS.queued_in_all
    """Plans and analyses of all tenants that may wait."""

    webhook_ports: tuple[int, ...] = (443,)
    """Ports outside that webhooks may have."""
    webhook_loopback: bool = False
    """Whether webhooks may lead to this machine; for development."""
    deliveries_kept_days: int = 30
    """How long what was delivered to webhooks, or given up, can be read and replayed."""

    @property
    def limits(self) -> Limits:
        """Sizes beyond which a document is refused before work is spent on it."""
        return Limits(file_bytes=self.body_bytes, activities=self.activities)

    @property
    def store_file(self) -> Path:
        """SQLite file of our own tables; unused where DATABASE_URL is set."""
        return self.data.absolute() / "phased-exit.db"

    @property
    def quotas(self) -> Quotas:
        """How many plans and analyses may wait and be at work."""
        return Quotas(
            queued_per_tenant=self.queued_per_tenant,
            running_per_tenant=self.running_per_tenant,
            queued_in_all=self.queued_in_all,
        )

    @property
    def store_url(self) -> str:
        """SQLAlchemy address of our own tables."""
        return self.database_url or f"sqlite:///{self.store_file}"

    @property
    def jobs_url(self) -> str:
        """SQLAlchemy address of the job engine's tables."""
        return self.database_url or f"sqlite:///{(self.data / 'jobs.db').absolute()}"


def settings_from(
    data: Path | None, environment: Mapping[str, str] = os.environ
) -> ServiceSettings:
    """Return the settings that arguments and environment ask for.

    Raises ValueError for a database that is not spoken to, ports that are none, and days that are
    no number.
    """
    url = environment.get(DATABASE_URL) or None
    if url is not None:
        url = _with_driver(url)
    kept = environment.get(KEPT_DAYS) or None
    if kept is not None and re.fullmatch(r"[1-9][0-9]{0,4}", kept) is None:
        message = f"{KEPT_DAYS} must be a whole number of days from 1 to 99999, found {kept}"
        raise ValueError(message)
    settings = ServiceSettings(
        data=data or DEFAULT_DATA,
        database_url=url,
        kept_days=None if kept is None else int(kept),
        webhook_ports=_ports(environment.get(WEBHOOK_PORTS) or "443"),
        webhook_loopback=environment.get(WEBHOOK_LOOPBACK) == "yes",
    )
    told = {
        name: value
        for name in OIDC
        if (value := environment.get(f"PHASED_EXIT_{name.upper()}")) is not None
    }
    return replace(settings, **told)  # type: ignore[arg-type]  # all of these are text


def _ports(text: str) -> tuple[int, ...]:
    parts = [part.strip() for part in text.split(",")]
    if not all(re.fullmatch("[1-9][0-9]{0,4}", part) for part in parts):
        message = f"{WEBHOOK_PORTS} must be port numbers with commas between, found {text}"
        raise ValueError(message)
    return tuple(int(part) for part in parts)


def _with_driver(url: str) -> str:
    scheme, found, rest = url.partition("://")
    if not found or scheme not in {"postgresql", "postgres", "postgresql+psycopg"}:
        message = f"{DATABASE_URL} must begin with postgresql://, found {scheme}"
        raise ValueError(message)
    return f"postgresql+psycopg://{rest}"

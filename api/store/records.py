"""What the store gives back.

Times are milliseconds since 1970 in UTC, from the database's clock.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from api.store.tables import TERMINAL

State = Literal["queued", "running", "stopping", "completed", "cancelled", "failed"]
Json = dict[str, Any]
TRACEPARENT = "traceparent"
"""Name of a span beside the settings of a job; nobody can give a setting of this name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeRecord:
    """A programme, as its latest revision has it."""

    tenant: str
    id: str
    name: str
    revision: int
    """Number of the latest revision."""
    hash: str
    created_at: int
    updated_at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisionRecord:
    """One immutable revision of a programme."""

    tenant: str
    programme: str
    number: int
    parent: int | None
    """The revision this one was made from; None of the first."""
    origin: str
    """created, replaced, merge_patch, json_patch, change, merged or demo."""
    hash: str
    name: str
    document: str
    """JSON; empty in lists."""
    change: str | None
    """The patch that made it, where there was one."""
    created_at: int
    created_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRecord:
    """A plan asked for, and how far it has come."""

    tenant: str
    id: str
    programme: str
    revision: int
    state: State
    settings: Json
    submitted_at: int
    submitted_by: str
    started_at: int | None
    finished_at: int | None
    stop_requested_at: int | None
    attempt: int
    """Number of the newest attempt, which alone may write; 0 before the first."""
    dispatch: int
    """How often the plan was handed to the job engine."""
    incumbent: str | None
    """JSON of the best checked plan so far; None in lists."""
    incumbent_at: int | None
    """When it was found; None in lists."""
    incumbents: int
    """How many checked plans were stored."""
    answer: str | None
    """JSON of the answer document; None in lists, before the end, and when a plan was cancelled or
    given up without its worker: then `incumbent` is what there is."""
    outcome: str | None
    """Outcome of the answer, where there is one."""
    failure_code: str | None
    failure_detail: str | None
    last_event: int
    """Number of the newest event."""
    queue_position: int | None
    """1 is next; None in lists and when not queued."""
    priority: int = 0
    """Goes ahead of the tenant's others with a lower one."""

    @property
    def is_terminal(self) -> bool:
        """Whether nothing will change any more."""
        return self.state in TERMINAL


@dataclass(frozen=True, slots=True, kw_only=True)
class AnalysisRecord:
    """An analysis of a plan asked for, and how far it has come."""

    tenant: str
    id: str
    about: str
    """The plan."""
    programme: str
    revision: int
    """The one that the plan was made for."""
    state: State
    settings: Json
    submitted_at: int
    submitted_by: str
    started_at: int | None
    finished_at: int | None
    attempt: int
    """Number of the newest attempt, which alone may write; 0 before the first."""
    answer: str | None
    """JSON of the document; None in lists, before the end, and where no worker could end it."""
    outcome: str | None
    """Whether the document is complete or partial, where there is one."""
    failure_code: str | None
    failure_detail: str | None
    last_event: int
    """Number of the newest event."""
    queue_position: int | None
    """1 is next; None in lists and when not queued."""
    priority: int = 0
    """Goes ahead of the tenant's others with a lower one."""

    @property
    def is_terminal(self) -> bool:
        """Whether nothing will change any more."""
        return self.state in TERMINAL


@dataclass(frozen=True, slots=True, kw_only=True)
class BaselineRecord:
    """A name that a plan of a programme was given."""

    tenant: str
    programme: str
    name: str
    plan: str
    set_at: int
    set_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Secret:
    """What the messages to a webhook are signed with."""

    text: str
    """`whsec_` and the key in base 64."""
    until: int | None
    """Until when it signs beside the newest one; None of that one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookRecord:
    """An address outside that is told what happens."""

    tenant: str
    id: str
    url: str
    events: tuple[str, ...]
    """Types of events it is told."""
    programme: str | None
    """The only programme it is told about; None: all of them."""
    secrets: tuple[Secret, ...]
    """The newest first; some may have ended."""
    created_at: int
    created_by: str
    disabled_at: int | None
    disabled_because: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryRecord:
    """One event on its way to one webhook."""

    tenant: str
    id: str
    """The same for every try; receivers know by it what they have had."""
    webhook: str
    type: str
    payload: str
    """JSON, as it is sent."""
    created_at: int
    tries: int
    next_at: int | None
    """When it is tried next; None when it was delivered or given up."""
    delivered_at: int | None
    given_up_at: int | None
    last_status: int | None
    """HTTP status of the last answer; None where there was none."""
    last_error: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRecord:
    """Something that happened to a plan or an analysis; numbers run from 1 without gaps."""

    plan: str
    number: int
    type: str
    data: Json
    at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditRecord:
    """Something that was done; numbers of a tenant run from 1 without gaps."""

    tenant: str
    number: int
    actor: str
    action: str
    subject: str
    """Id of what it was done to."""
    detail: Json
    at: int
    digest: str
    """Of this row and, with it, of all before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainHead:
    """Where a tenant's chain ends, and behind what it begins."""

    tenant: str
    number: int
    digest: str
    before: int
    """Number of the last row that was deleted with all before it; 0 where none was."""
    before_digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """A worker's right to write for a plan or an analysis, until somebody else claims it."""

    tenant: str
    kind: str
    """What is made: a plan, an analysis of one, or a share of an analysis."""
    about: str | None
    """The plan that an analysis is about, and its shares with it."""
    plan: str
    """Id of what is made."""
    number: int
    """The fence: a write counts only while this is the newest attempt of the plan."""
    worker: str
    programme: str
    revision: int
    document: str
    """JSON of the programme's revision."""
    settings: Json
    baseline: str | None
    """JSON of the best checked plan of earlier attempts."""
    crashes: int
    """How many earlier attempts were lost with their workers."""
    traceparent: str | None = None
    """The span of the request that asked for it, where spans are collected."""
    parent: str | None = None
    """The analysis that a share is of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remembered:
    """The reply that a request with an idempotency key got."""

    body_hash: str
    status: int
    headers: dict[str, str]
    body: str


def to_json(value: Mapping[str, Any]) -> str:
    """Return a mapping as compact JSON text."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def from_json(text: str) -> Json:
    """Return the mapping that `to_json` wrote."""
    value: Json = json.loads(text)
    return value


def stored_settings(settings: Json, traceparent: str | None) -> str:
    """Return settings of a job as they are stored, with the span that asked for it beside them."""
    return to_json(settings if traceparent is None else {**settings, TRACEPARENT: traceparent})


def settings_in(text: str) -> Json:
    """Return the settings of a job as whoever asked for it gave them."""
    settings = from_json(text)
    settings.pop(TRACEPARENT, None)
    return settings


def traceparent_in(text: str) -> str | None:
    """Return the span that asked for a job, where spans were collected."""
    found: str | None = from_json(text).get(TRACEPARENT)
    return found


def digest_of(text: str) -> str:
    """Return the SHA-256 of a text in UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()

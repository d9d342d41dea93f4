"""What is said over HTTP about the audit: what was done, and whether all of it is still there."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from scheduler.domain.values import WIRE


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """Something that was done."""

    __pydantic_config__ = WIRE

    number: int
    """From 1 without gaps."""
    at: datetime
    actor: str
    action: str
    """Such as `plan.submitted`."""
    subject: str
    """Id of what it was done to."""
    detail: dict[str, Any]
    """Ids, counts and digests; never what was stored."""
    digest: str
    """SHA-256 over the digest of the entry before and this entry."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditList:
    """What was done, newest first."""

    __pydantic_config__ = WIRE

    entries: tuple[AuditEntry, ...]
    next: int | None
    """Give as `after` for the next page; null on the last one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditHead:
    """The newest entry: who keeps it elsewhere can tell later that nothing before was changed."""

    __pydantic_config__ = WIRE

    number: int
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditVerification:
    """Whether every entry is there as it was written."""

    __pydantic_config__ = WIRE

    holds: bool
    rows: int
    """Entries that hold, from the first."""
    first_broken: int | None
    """Number of the first entry that is missing, changed or too much."""
    head: AuditHead | None
    """Null where nothing was ever done."""

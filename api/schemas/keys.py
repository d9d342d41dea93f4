"""What is said over HTTP about keys and whoever holds them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from pydantic import Field

from api.access import Role, Scope
from scheduler.domain.values import WIRE, Slug

KeyId = Annotated[str, Field(pattern=r"^key_[0-9a-f]{12}$")]
KeyName = Annotated[str, Field(min_length=1, max_length=120)]
Days = Annotated[int, Field(ge=1, le=3650)]
LASTS_DAYS = 365


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyRequest:
    """A key to be made."""

    __pydantic_config__ = WIRE

    name: KeyName
    """Of whoever will hold it: a person, or a program and who answers for it."""
    role: Role
    scopes: tuple[Scope, ...] | None = None
    """The only ones of the role's that the key allows; all of them when left out."""
    groups: tuple[Slug, ...] | None = None
    """The only service groups it may read of, by views; all of them when left out."""
    expires_in_days: Days = LASTS_DAYS


@dataclass(frozen=True, slots=True, kw_only=True)
class RotationRequest:
    """How long the old key stays good beside the new one."""

    __pydantic_config__ = WIRE

    overlap_hours: Annotated[int, Field(ge=0, le=720)] = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyFacts:
    """A key without its secret."""

    __pydantic_config__ = WIRE

    id: KeyId
    name: KeyName
    role: Role
    scopes: tuple[Scope, ...]
    groups: tuple[Slug, ...] | None
    created_at: datetime
    created_by: str
    expires_at: datetime | None
    revoked_at: datetime | None
    used_at: datetime | None
    """To the minute."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewKey(KeyFacts):
    """A key just made."""

    __pydantic_config__ = WIRE

    key: str
    """The key itself. It is told this once; nobody can read it here again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyList:
    """Keys, by id."""

    __pydantic_config__ = WIRE

    keys: tuple[KeyFacts, ...]
    next: KeyId | None
    """Give as `after` for the next page; null on the last one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallerFacts:
    """Who asks, as the service sees it."""

    __pydantic_config__ = WIRE

    tenant: str
    name: str
    role: Role
    scopes: tuple[Scope, ...]
    groups: tuple[Slug, ...] | None
    key: KeyId | None
    """Null without keys, and with a token of an identity provider."""

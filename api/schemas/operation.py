"""What the service says of itself."""

from dataclasses import dataclass
from typing import Literal

from scheduler.domain.values import WIRE


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """The process lives; nothing is said of the database."""

    __pydantic_config__ = WIRE

    status: Literal["alive"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Readiness:
    """The service can do its work."""

    __pydantic_config__ = WIRE

    status: Literal["ready"]
    workers: int
    """Workers that gave a sign of life lately; without any, plans wait."""
    queued: int
    """Plans that wait."""

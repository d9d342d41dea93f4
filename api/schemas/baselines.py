"""What is said over HTTP about baselines: names that plans of a programme are given."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from api.schemas.plans import PlanId
from scheduler.domain.values import WIRE, Slug

NAME_SCHEMA: dict[str, Any] = {"pattern": r"^[A-Za-z][A-Za-z0-9_-]*$", "maxLength": 60}


@dataclass(frozen=True, slots=True, kw_only=True)
class BaselineRequest:
    """The plan that gets the name."""

    __pydantic_config__ = WIRE

    plan: PlanId
    """A plan of the programme that is final and was found."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedBaseline:
    """A plan of a programme under a name."""

    __pydantic_config__ = WIRE

    name: Slug
    plan: PlanId
    set_at: datetime
    set_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BaselineList:
    """The baselines of a programme, by name."""

    __pydantic_config__ = WIRE

    baselines: tuple[NamedBaseline, ...]
    next: Slug | None
    """Give as `after` for the next page; null on the last one."""

"""What is said over HTTP about the approval of plans, and about views of them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field

from api.access import Role
from api.schemas.plans import PlanId, ProgrammeId
from api.schemas.programmes import Number
from scheduler.domain.values import WIRE, Id, Slug
from scheduler.interchange.plan_document import WrittenService


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanDecisionRequest:
    """A plan is approved, or its approval withdrawn."""

    __pydantic_config__ = WIRE

    decision: Literal["approved", "withdrawn"]
    comment: Annotated[str, Field(max_length=2000)] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanDecision:
    """Who approved a plan, or took that back, as what and when."""

    __pydantic_config__ = WIRE

    plan: PlanId
    number: Number
    decision: Literal["approved", "withdrawn"]
    by: str
    role: Role
    comment: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanDecisionList:
    """Decisions on a plan, oldest first; the last one stands."""

    __pydantic_config__ = WIRE

    decisions: tuple[PlanDecision, ...]
    approved: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewedActivity:
    """An activity with its days."""

    __pydantic_config__ = WIRE

    id: Id
    name: str
    service: Slug | None
    group: Slug | None
    start: date
    finish: date


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanView:
    """The dates of a plan as some readers may see them."""

    __pydantic_config__ = WIRE

    plan: PlanId
    programme: ProgrammeId
    revision: Number
    audience: Literal["public", "exempt"]
    groups: tuple[Slug, ...] | None
    """The only service groups that are shown; null for all."""
    name: str
    contract_end: date
    options: dict[str, str] | None
    """Null in the public version."""
    services: dict[str, WrittenService]
    """In the public version `staff_transfer` is null."""
    activities: tuple[ViewedActivity, ...]
    """By first day; in the public version without those that give options away or move staff."""

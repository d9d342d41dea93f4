"""What is said over HTTP about plans that are checked and not stored."""

from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import Field, WithJsonSchema

from api.schemas.plans import PlanId, ProgrammeId
from scheduler.domain.values import WIRE
from scheduler.rules.rule import Concession, Violation

_PROGRAMME = {"$ref": "#/components/schemas/Programme"}
_PLAN = {
    "anyOf": [
        {"$ref": "#/components/schemas/AnswerDocument"},
        {"$ref": "#/components/schemas/WrittenPlan"},
    ]
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckRequest:
    """A plan and the programme that it should be a plan of.

    Each is written out or named by its id. A stored plan is checked against the revision it was
    made for unless another programme is given.
    """

    __pydantic_config__ = WIRE

    programme: Annotated[dict[str, Any], WithJsonSchema(_PROGRAMME)] | None = None
    """A programme document."""
    programme_id: ProgrammeId | None = None
    """A stored programme."""
    revision: Annotated[int, Field(ge=1, le=2_147_483_647)] | None = None
    """Of the stored programme; the latest when left out."""
    plan: Annotated[dict[str, Any], WithJsonSchema(_PLAN)] | None = None
    """An answer document or its plan object, ours or not."""
    plan_id: PlanId | None = None
    """A stored plan."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult:
    """What the independent check found: the answer of `check --json`."""

    __pydantic_config__ = WIRE

    ok: bool
    """Whether every hard planning rule is met and the file says nothing otherwise than it is. Of an
    answer without a plan, which a certificate comes with, only the latter."""
    violations: tuple[Violation, ...]
    """Breaches of hard rules, and what the plan says against its own dates and certificate."""
    concessions: tuple[Concession, ...]
    """Soft rules not fully met."""
    notices: tuple[str, ...]
    verified: tuple[str, ...]
    """What was looked at and is so, in sentences; nothing where anything is not."""
    not_verified: tuple[str, ...]
    """What no check without a solver can say, and who claims it."""
    alarms: tuple[str, ...]
    """What answers of the solver disagreed on, as the file tells."""

"""What is said over HTTP when something changes: the change, and what is known of it at once."""

from dataclasses import dataclass, field, fields
from typing import Annotated, Any

from pydantic import Field, WithJsonSchema

from api.schemas.differences import TrafficLightBody
from api.schemas.plans import (
    LONGEST_SEARCH,
    SECONDS_FOR_CAUSES,
    PlanId,
    PlanRequest,
    PlanResource,
    Whole,
)
from api.schemas.priorities import Priority
from api.schemas.programmes import Revision
from scheduler.domain.values import WIRE, DurationCase, Slug
from scheduler.interchange.change_document import ChangeDocument

_PROGRAMME = {"allOf": [{"$ref": "#/components/schemas/Programme"}]}


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeSolve:
    """How the changed programme is planned; everything may be left out."""

    __pydantic_config__ = WIRE

    durations: DurationCase | None = None
    """Which point of every duration to plan on, instead of the one the programme names."""
    profile: Slug | None = None
    """Whose objective levels come after those of stability, instead of the programme's."""
    priority: Priority = "normal"
    """Among what is yours and waits: what is higher goes first."""
    time_limit_seconds: Annotated[float, Field(ge=1, le=LONGEST_SEARCH)] = 120.0
    """Search at most so long; the best plan found is kept."""
    causes_limit_seconds: Annotated[float, Field(ge=0, le=LONGEST_SEARCH)] = SECONDS_FOR_CAUSES
    """Look for causes at most so long after the search, 0 not at all."""
    seed: Annotated[Whole, Field(ge=0, le=2_147_483_647)] = 1
    """Start of the search's random choices."""
    reproducible: bool = False
    """One search alone: the same plan from run to run."""

    def request(self, *, regenerate: bool) -> PlanRequest:
        """Return the request for the plan."""
        given = {each.name: getattr(self, each.name) for each in fields(self)}
        return PlanRequest(**given, regenerate=regenerate)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRequest(ChangeDocument):
    """A change document, with the plan in force where there is one.

    A file of `phased-exit replan --change` is one as it stands.
    """

    __pydantic_config__ = WIRE

    plan: PlanId | None = None
    """The plan in force, which becomes the programme's baseline; the programme keeps the one it has
    when left out."""
    baseline: Slug | None = None
    """The plan in force by the name that it was given, in place of `plan`."""
    solve: ChangeSolve = field(default_factory=ChangeSolve)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeResource:
    """What a change came to: the revision, what is known at once, and the plan that is made."""

    __pydantic_config__ = WIRE

    revision: Revision
    traffic_light: TrafficLightBody | None
    """Null where there is no plan in force."""
    plan: PlanResource


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeRequest:
    """A changed document and the revision that it was made from."""

    __pydantic_config__ = WIRE

    base: Annotated[Whole, Field(ge=1, le=2_147_483_647)]
    document: Annotated[dict[str, Any], WithJsonSchema(_PROGRAMME)]
    """My version of that revision."""

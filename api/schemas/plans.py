"""What is said over HTTP about plans: the request for one, the plan itself, lists of them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BeforeValidator, Field, WithJsonSchema

from api.schemas.differences import PlanDifference, TrafficLightBody
from api.schemas.priorities import Priority
from scheduler.answers import BaselineOutcome, LevelOutcome, SolveFacts
from scheduler.domain.values import WIRE, DurationCase, Slug, Text
from scheduler.interchange.certificate_document import WrittenCertificate
from scheduler.interchange.plan_document import OPEN, WrittenClash, WrittenPlan
from scheduler.pictures.summary import PlanSummary
from scheduler.rules.rule import Violation

PlanId = Annotated[str, Field(pattern=r"^pln_[a-z2-7]{20}$", examples=["pln_4f7qk2mzc5wtb6xodnae"])]
ProgrammeId = Annotated[
    str, Field(pattern=r"^prg_[a-z2-7]{20}$", examples=["prg_h3vdr5lsyq2k7wcnebzi"])
]
State: TypeAlias = Literal["queued", "running", "stopping", "completed", "cancelled", "failed"]
Outcome: TypeAlias = Literal["plan", "infeasible", "undecided", "breaks_rules"]
Claim: TypeAlias = Literal[
    "feasible_checked", "bound_claimed_by_solver", "bound_confirmed_by_second_configuration"
]


def _whole(value: object) -> object:
    """Return `7.0` as 7: to JSON Schema, as to JSON, they are the same number."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


Whole = Annotated[int, BeforeValidator(_whole)]
_PLAN = {
    "anyOf": [
        {"$ref": "#/components/schemas/AnswerDocument"},
        {"$ref": "#/components/schemas/WrittenPlan"},
    ]
}
SECONDS_FOR_CAUSES = 60.0
LONGEST_SEARCH = 900
"""Seconds; a setting may allow less."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRequest:
    """What to plan and how; everything may be left out."""

    __pydantic_config__ = WIRE

    operation: Literal["solve", "validate"] = "solve"
    """`validate` only says what is wrong with the programme, at once; nothing is stored."""
    revision: Annotated[Whole, Field(ge=1, le=2_147_483_647)] | None = None
    """Of the programme; the latest when left out."""
    durations: DurationCase | None = None
    """Which point of every duration to plan on, instead of the one the programme names."""
    profile: Slug | None = None
    """Whose objective levels to plan with, instead of the programme's: `safest`, `calmest`,
    `cheapest`, `earliest`, or a profile of the programme."""
    priority: Priority = "normal"
    """Among what is yours and waits: what is higher goes first. Others are not overtaken by it."""
    time_limit_seconds: Annotated[float, Field(ge=1, le=LONGEST_SEARCH)] = 120.0
    """Search at most so long; the best plan found is kept."""
    seed: Annotated[Whole, Field(ge=0, le=2_147_483_647)] = 1
    """Start of the search's random choices."""
    reproducible: bool = False
    """One search alone: the same plan from run to run."""
    compare: bool = True
    """Whether to say what planning without optimising would give."""
    start_from: PlanId | None = None
    """A plan of the same programme to start from: the answer is no worse where it is still met."""
    regenerate: bool = False
    """Whether to stay near the plan in force, the programme's `baseline`: as few commitments,
    options and dates as can be are changed, and the answer says which and why."""
    changed_since: Annotated[Whole, Field(ge=1, le=2_147_483_647)] | None = None
    """Of a plan that stays near: the revision that the plan in force was made for; what changed
    since is what causes are looked for in. The revision's parent when left out."""
    causes_limit_seconds: Annotated[float, Field(ge=0, le=LONGEST_SEARCH)] = SECONDS_FOR_CAUSES
    """Of a plan that stays near: look for causes at most so long after the search, 0 not at all."""

    def settings(self) -> dict[str, Any]:
        """Return what the worker needs to know; revision and priority stand beside it."""
        settings = {
            "durations": self.durations,
            "profile": self.profile,
            "time_limit_seconds": self.time_limit_seconds,
            "seed": self.seed,
            "reproducible": self.reproducible,
            "compare": self.compare,
            "start_from": self.start_from,
        }
        if not self.regenerate:
            return settings
        return {
            **settings,
            # A plan made without optimising is far from any that is in force.
            "compare": False,
            "regenerate": True,
            "changed_since": self.changed_since,
            "causes_limit_seconds": self.causes_limit_seconds,
            "in_force": None,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanSettings:
    """How a plan is made: what was asked for, with what was left out filled in."""

    __pydantic_config__ = OPEN

    durations: DurationCase | None
    profile: str | None = None
    time_limit_seconds: float
    seed: int
    reproducible: bool
    compare: bool
    start_from: str | None
    regenerate: bool = False
    """Whether it stays near the plan in force."""
    changed_since: int | None = None
    """Revision that the plan in force was made for."""
    causes_limit_seconds: float | None = None
    in_force: str | None = None
    """The plan in force, where it is a stored one."""
    gentle: bool = False
    """Whether it is made the gentlest way, by one search alone: its forerunner failed."""
    retry_of: str | None = None
    """The plan that failed and is tried again by this one."""
    made_elsewhere: str | None = None
    """The file that the plan came from, where it was made elsewhere and only checked here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanProgress:
    """The newest word of the search, on the level of the objective it works on."""

    __pydantic_config__ = OPEN

    level: str
    value: int | None
    bound: int | None
    """No plan is better than this, given the levels before."""
    gap: float | None
    seconds: float | None
    """Since the attempt began."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanFailure:
    """Why no answer came."""

    __pydantic_config__ = OPEN

    code: str
    """`parked` where every process that worked on it was lost: it is not tried again by itself."""
    detail: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanFacts:
    """A plan without its answer, as in lists."""

    __pydantic_config__ = WIRE

    id: PlanId
    state: State
    """`completed`, `cancelled` and `failed` are final."""
    programme: ProgrammeId
    revision: int
    """The revision of the programme that the plan is made for."""
    priority: Priority
    settings: PlanSettings
    submitted_at: datetime
    submitted_by: str
    started_at: datetime | None
    finished_at: datetime | None
    attempts: int
    """How often a worker has taken it up."""
    plans_checked: int
    """How many plans, each better than the one before, passed the independent check."""
    summary: PlanSummary | None
    """Key figures of the best plan so far."""
    failure: PlanFailure | None
    outcome: Outcome | None
    """Null until the answer is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepPlanRequest:
    """A plan made elsewhere that is to be kept beside those made here."""

    __pydantic_config__ = WIRE

    plan: Annotated[dict[str, Any], WithJsonSchema(_PLAN)]
    """A plan object, such as `POST /v1/imports` makes of a planning tool's file, or a whole answer
    document. The option of each service group and the first and last day of each activity suffice.
    """
    made_elsewhere: Annotated[Text, Field(min_length=1, max_length=120)]
    """Where it comes from, such as the name of its file."""
    revision: Annotated[Whole, Field(ge=1, le=2_147_483_647)] | None = None
    """Of the programme it is a plan of; the latest when left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RejectedPlan:
    """A plan made elsewhere that breaks hard planning rules, with all that it breaks."""

    __pydantic_config__ = OPEN

    plan: WrittenPlan
    violations: tuple[Violation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanResource:
    """A plan with its state; once final, the answer document of `plan --json` stands in it.

    Before that, `plan` is the best checked plan so far. A plan that failed the independent check
    never stands there; of one made elsewhere `rejected` holds it with what it breaks, and the
    outcome is `breaks_rules`. "No plan exists" is the outcome `infeasible`, with its clash.
    """

    __pydantic_config__ = OPEN

    id: PlanId
    state: State
    """`completed`, `cancelled` and `failed` are final."""
    programme: ProgrammeId
    revision: int
    """The revision of the programme that the plan is made for."""
    priority: Priority
    settings: PlanSettings
    submitted_at: datetime
    submitted_by: str
    started_at: datetime | None
    finished_at: datetime | None
    attempts: int
    """How often a worker has taken it up."""
    queue_position: int | None
    """1 is next; null when it does not wait. Counted over all tenants in the order of turns, as if
    nothing at work ended and nothing came: first what was begun before, then in turn the tenant
    with the fewest at work, within it by priority and time."""
    plans_checked: int
    """How many plans, each better than the one before, passed the independent check."""
    summary: PlanSummary | None
    """Key figures of the best plan so far."""
    progress: PlanProgress | None
    failure: PlanFailure | None
    outcome: Outcome | None
    """Null until the answer is known."""
    claim: Claim | None
    """How much is known: for a plan, the weakest of its proved levels."""
    objectives: tuple[LevelOutcome, ...] | None
    """Levels in order of importance, measured on the plan; null while there is none."""
    plan: WrittenPlan | None
    """The best checked plan so far; null when there is none."""
    clashes: tuple[WrittenClash, ...]
    """When no plan exists: planning rules that cannot be met together."""
    recovery_options: tuple[dict[str, Any], ...]
    baselines: tuple[BaselineOutcome, ...]
    """What planning without optimising would give."""
    solve: SolveFacts | None
    """How the answer was computed."""
    alarms: tuple[str, ...]
    """What answers of the solver disagree on; nothing is claimed of it."""
    certificate: WrittenCertificate | None
    """What the answer rests on; null until it is known."""
    traffic_light: TrafficLightBody | None = None
    """Of a plan that stays near: what was known at once."""
    diff: PlanDifference | None = None
    """Of a plan that stays near, once final: what it changes of the plan in force, and why."""
    rejected: RejectedPlan | None = None
    """Of a plan made elsewhere that breaks planning rules."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanList:
    """Plans, newest first."""

    __pydantic_config__ = WIRE

    plans: tuple[PlanFacts, ...]
    next: str | None
    """Give as `after` for the next page; null on the last one."""

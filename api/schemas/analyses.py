"""What is said over HTTP about analyses: the request for one, an analysis, and lists of them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import Field

from api.schemas.plans import PlanFailure, PlanId, ProgrammeId, State, Whole
from api.schemas.priorities import Priority
from scheduler.analyses.by_kind import Kind
from scheduler.analyses.overrun import MOST_PERCENT
from scheduler.domain.objectives import OwnLevel
from scheduler.domain.values import WIRE
from scheduler.interchange.plan_document import OPEN

AnalysisId = Annotated[
    str, Field(pattern=r"^anl_[a-z2-7]{20}$", examples=["anl_q2xw7c5nhd4fzr6tkmbe"])
]
Completeness: TypeAlias = Literal["complete", "partial"]
StoppedBy: TypeAlias = Literal["limit", "request"]
LONGEST_ANALYSIS = 1800
"""Seconds; a setting may allow less."""
MOST_SIDE_BY_SIDE = 8
MOST_POINTS = 20
"""Of a frontier: more make no picture clearer, and each is a search."""
MOST_WEAKEST = 50
"""Activities that are planned again: each takes some questions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnalysisRequest:
    """What to find out about a plan, and how long to take."""

    __pydantic_config__ = WIRE

    kind: Kind
    """`explanation`: what holds its dates, or why no plan exists; `latest`: latest decision dates;
    `options`: for every sourcing option the best plan that takes it; `prices`: what one unit of
    what is scarce is worth; `backbone`: what all plans near the best have in common;
    `assumptions`: what each unconfirmed assumption changes if it is otherwise; `contingency`: what
    keeping 8, 13 or 26 weeks free before the contract end costs, with the best plan for each;
    `frontier`: what more of one level of the objective costs in another, with a plan for each step;
    `risk`: how sure the end date is under chance, and what makes it late;
    `resilience`: how late each activity alone may be before the end date falls, in the order of the
    plan and, of the weakest five, with everything else planned again; `hold`: the plan
    that is in time with a probability, at the least price found, or which kinds of work would have
    to start as soon as they can for it, and what no plan can exceed; `quality`: how good a
    schedule the plan is by DCMA's checks, the critical path test planned again as well, and
    GAO's practices with a simulation of the plan; and lints; `overrun`: how often the plan still
    holds if all work takes 10, 20, 30, 40 and 50 per cent longer than estimated; `slip`: what it
    comes to if one activity slips by 3, 6 and 12 months, and until when it can be waited for."""
    first: OwnLevel | None = None
    """For `frontier`: one of the two levels; `schedule_contingency` when left out."""
    second: OwnLevel | None = None
    """For `frontier`: the other; `cost` when left out, `peak_change_load` where nothing is priced.
    """
    points: Annotated[Whole, Field(ge=2, le=MOST_POINTS)] | None = None
    """For `frontier`: so many plans at most; 8 when left out."""
    activity: Annotated[str, Field(min_length=1, max_length=160)] | None = None
    """For `slip`: what slips; the last service transfer of the plan when left out."""
    percent: Annotated[Whole, Field(ge=0, le=MOST_PERCENT)] | None = None
    """For `overrun`: one more step that is tried."""
    weakest: Annotated[Whole, Field(ge=0, le=MOST_WEAKEST)] | None = None
    """For `resilience`: of so many of the weakest it is found what they bear with everything else
    planned again; of five when left out."""
    time_limit_seconds: Annotated[float, Field(ge=1, le=LONGEST_ANALYSIS)] = 600.0
    """In all; what is known by then is the answer."""
    question_limit_seconds: Annotated[float, Field(ge=0.1, le=LONGEST_ANALYSIS)] = 20.0
    """For one question put to the solver."""
    priority: Priority = "normal"
    """Among what is yours and waits: what is higher goes first. Others are not overtaken by it."""
    target_percent: Annotated[float, Field(gt=0, le=100)] = 90.0
    """Of kind `hold`: in how many of a hundred runs all should be in time."""
    workers: Annotated[Whole, Field(ge=1, le=MOST_SIDE_BY_SIDE)] | None = None
    """Questions answered side by side; as many as the worker allows when left out."""

    def settings(self) -> dict[str, Any]:
        """Return what the worker needs to know; the priority stands beside it."""
        named = ("first", "second", "points", "activity", "percent", "weakest")
        given = {name: getattr(self, name) for name in named}
        return {
            "kind": self.kind,
            **{name: value for name, value in given.items() if value is not None},
            "time_limit_seconds": self.time_limit_seconds,
            "question_limit_seconds": self.question_limit_seconds,
            "workers": self.workers,
            "target_percent": self.target_percent,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class AnalysisSettings:
    """How an analysis is made: what was asked for, with what was left out filled in."""

    __pydantic_config__ = OPEN

    kind: str
    time_limit_seconds: float
    question_limit_seconds: float
    workers: int | None
    target_percent: float | None = None
    """Null of analyses from before it could be asked for."""
    first: str | None = None
    """Of a `frontier`, where it was named; so are the two below."""
    second: str | None = None
    points: int | None = None
    activity: str | None = None
    """Of a `slip`, where it was named."""
    percent: int | None = None
    """Of an `overrun`, where one more step was asked for."""
    weakest: int | None = None
    """Of a `resilience`, where it was said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnalysisProgress:
    """How far the newest attempt has come."""

    __pydantic_config__ = OPEN

    questions: int
    """Put to the solver and answered."""
    rows: int
    """Told of."""
    seconds: float
    """Since the attempt began."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnalysisFacts:
    """An analysis without its rows and its document, as in lists."""

    __pydantic_config__ = WIRE

    id: AnalysisId
    kind: str
    plan: PlanId
    """The plan that it is about."""
    state: State
    """`completed`, `cancelled` and `failed` are final."""
    programme: ProgrammeId
    revision: int
    """The revision of the programme that the plan was made for."""
    priority: Priority
    settings: AnalysisSettings
    submitted_at: datetime
    submitted_by: str
    started_at: datetime | None
    finished_at: datetime | None
    attempts: int
    """How often a worker has taken it up."""
    outcome: Completeness | None
    """Null until the end is known; `partial` where something ended it early."""
    stopped_by: StoppedBy | None
    """What ended it early."""
    failure: PlanFailure | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AnalysisResource:
    """An analysis with its state, what is known so far and, once final, its document.

    Where it was stopped or its time was up, the document says what was known by then.
    """

    __pydantic_config__ = OPEN

    id: AnalysisId
    kind: str
    plan: PlanId
    """The plan that it is about."""
    state: State
    """`completed`, `cancelled` and `failed` are final."""
    programme: ProgrammeId
    revision: int
    """The revision of the programme that the plan was made for."""
    priority: Priority
    settings: AnalysisSettings
    submitted_at: datetime
    submitted_by: str
    started_at: datetime | None
    finished_at: datetime | None
    attempts: int
    """How often a worker has taken it up."""
    outcome: Completeness | None
    """Null until the end is known; `partial` where something ended it early."""
    stopped_by: StoppedBy | None
    """What ended it early."""
    failure: PlanFailure | None
    queue_position: int | None
    """1 is next, plans and analyses counted alike; null when it does not wait."""
    progress: AnalysisProgress | None
    rows: tuple[dict[str, Any], ...]
    """Partial results in the order found, each with its sort in `row`; a later one about the same
    thing takes the place of an earlier one. Plans stand in the document only."""
    document: dict[str, Any] | None
    """What the command of this kind prints: for `latest` that of `phased-exit latest --json`, for
    an `explanation` that of `explain --json`; `contingency` has no command. Null until the end,
    and where a worker was lost before it could write it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnalysisList:
    """Analyses of a plan, newest first."""

    __pydantic_config__ = WIRE

    analyses: tuple[AnalysisFacts, ...]
    next: str | None
    """Give as `after` for the next page; null on the last one."""

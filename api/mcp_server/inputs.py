"""What tools take. Everything is limited, and what is not known is refused."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from pydantic import ConfigDict, Field

from scheduler.domain.limits import DEFAULT_LIMITS

STRICT = ConfigDict(extra="forbid", use_attribute_docstrings=True)

LONGEST_PATH = 1000
LONGEST_DOCUMENT = DEFAULT_LIMITS.file_bytes
PATTERN_OF_PLANS = r"^pln_[a-z2-7]{20}$"
PATTERN_OF_PROGRAMMES = r"^prg_[a-z2-7]{20}$"
PATTERN_OF_IDS = r"^[A-Za-z][A-Za-z0-9_.-]*$"

PlanId = Annotated[str, Field(pattern=PATTERN_OF_PLANS)]
ProgrammeId = Annotated[str, Field(pattern=PATTERN_OF_PROGRAMMES)]
Id = Annotated[str, Field(pattern=PATTERN_OF_IDS, max_length=120)]
Document = dict[str, Any]
PathOrId = Annotated[str, Field(min_length=1, max_length=LONGEST_PATH)]
Wait = Annotated[float, Field(ge=0, le=1800)]
Search = Annotated[float, Field(ge=1, le=900)]
Question = Annotated[float, Field(ge=5, le=900)]
Revision = Annotated[int, Field(ge=1, le=2_147_483_647)]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanInput:
    """What to plan."""

    __pydantic_config__ = STRICT

    programme: Document | PathOrId
    """The programme document itself, the path of a programme file (`.json`), the id of a stored
    programme (`prg_…`), or the id of a plan (`pln_…`) to go on waiting for."""
    time_limit_seconds: Search = 60.0
    """The search takes at most so long; the best checked plan found by then is the answer."""
    wait_seconds: Wait = 90.0
    """Wait at most so long; after that the answer is `working`, with the id to ask again with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckInput:
    """A plan, and the programme that it should be a plan of."""

    __pydantic_config__ = STRICT

    plan: Document | PathOrId
    """The plan: an answer document of `plan --json` or its plan object, the path of a file that
    holds one, or the id of a stored plan (`pln_…`)."""
    programme: Document | PathOrId | None = None
    """The programme: a document, a path or `prg_…`; of a stored plan it may be left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WhyDateInput:
    """An activity of a stored plan."""

    __pydantic_config__ = STRICT

    plan: PlanId
    activity: Id
    """As `plan` and `diff` name it, such as `PAY.cutover_1`."""
    time_limit_seconds: Question = 90.0


@dataclass(frozen=True, slots=True, kw_only=True)
class WhyNotInput:
    """A wish: a sourcing option of a service group, or a date of a service or an activity."""

    __pydantic_config__ = STRICT

    plan: PlanId
    group: Id | None = None
    """With `option`: the service group."""
    option: Id | None = None
    """With `group`: the sourcing option that is wished for."""
    activity: Id | None = None
    """With `by`: a service, which should be live by then, or an activity, which should start."""
    by: date | None = None
    """With `activity`: the day."""
    time_limit_seconds: Question = 90.0


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoverInput:
    """A programme of which no plan exists."""

    __pydantic_config__ = STRICT

    programme: Document | PathOrId
    """As for `plan`; the id of a plan (`pln_…`) whose outcome is that none exists will do."""
    time_limit_seconds: Search = 60.0
    wait_seconds: Wait = 180.0


@dataclass(frozen=True, slots=True, kw_only=True)
class LatestInput:
    """A stored plan."""

    __pydantic_config__ = STRICT

    plan: PlanId
    time_limit_seconds: Annotated[float, Field(ge=1, le=1800)] = 300.0
    wait_seconds: Wait = 300.0


@dataclass(frozen=True, slots=True, kw_only=True)
class DiffInput:
    """Either two stored plans, or two revisions of a stored programme."""

    __pydantic_config__ = STRICT

    plan: PlanId | None = None
    """The newer plan."""
    against: PlanId | None = None
    """The older plan; the plan in force when left out."""
    programme: ProgrammeId | None = None
    """In place of `plan`: whose revisions are compared."""
    from_revision: Revision | None = None
    """The parent of the newer one when left out."""
    to_revision: Revision | None = None
    """The latest when left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeInput:
    """A change of a stored programme, and how to plan what it becomes."""

    __pydantic_config__ = STRICT

    programme: ProgrammeId
    revision: Revision
    """The revision that the change was written for, which must be the latest."""
    change: Document | PathOrId
    """A change document (fields `title`, `reason`, `status_date`, and `patch`, a JSON Patch whose
    paths may name entries by id as in `/rules[id=X]/min_lag`, or `merge`, a merge patch), or the
    path of a file that holds one."""
    plan: PlanId | None = None
    """The plan in force, from which as little as can be is changed; the programme's own baseline
    when left out."""
    time_limit_seconds: Search = 60.0
    wait_seconds: Wait = 180.0

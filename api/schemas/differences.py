"""What is said over HTTP of a changed programme at once, and of the difference of two plans."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field

from scheduler.domain.standing import CommitmentLevel
from scheduler.interchange.plan_document import OPEN
from scheduler.rules.rule import Violation


@dataclass(frozen=True, slots=True, kw_only=True)
class BrokenRule:
    """A planning rule that the plan in force breaks."""

    __pydantic_config__ = OPEN

    rule: str
    statement: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TrafficLightBody:
    """Whether a changed programme still has a plan, as far as is known without search."""

    __pydantic_config__ = OPEN

    state: Literal["feasible", "impossible", "unknown"]
    """`feasible` comes with a checked plan, `impossible` with what cannot be."""
    how: Literal["unchanged", "mended", "planned anew"] | None
    """Of `feasible`: the plan in force still holds, or what was made of it."""
    words: str
    """The light in a sentence."""
    broken: tuple[BrokenRule, ...]
    """What keeps the plan in force from being one."""
    cause: dict[str, Any] | None
    """Of `impossible`: what collides, with its `words`."""
    rules: tuple[str, ...]
    """That the cause rests on."""
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class InputChangeBody:
    """One change of the programme."""

    __pydantic_config__ = OPEN

    path: str
    kind: Literal["added", "removed", "changed"]
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BoughtBody:
    """What moving something by choice has brought: a level, in the plan and if it had stayed."""

    __pydantic_config__ = OPEN

    level: str
    unit: str
    plan: int
    if_kept: int
    proved: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WhyBody:
    """Why something did not stay; fields beside `causes` only where it was looked for."""

    __pydantic_config__ = OPEN

    causes: tuple[InputChangeBody, ...]
    """The smallest set of changes that forces it, as far as is known."""
    finding: Literal["forced", "by choice", "unknown"] = "unknown"
    minimal: bool = False
    """Whether without any one of the causes it could have stayed."""
    proved: bool = False
    """Whether two configurations of the solver found that it cannot stay."""
    bought: tuple[BoughtBody, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedActivity(WhyBody):
    """An activity with other dates than before; null where a plan does not have it."""

    __pydantic_config__ = OPEN

    activity: str
    name: str
    kind: str
    service: str | None
    field: Literal["start", "finish", "performed"]
    from_: Annotated[date | None, Field(alias="from")]
    """First day before."""
    to: date | None
    from_finish: date | None
    to_finish: date | None
    working_days: int | None
    """From the old first day to the new one, negative when earlier."""
    announced: bool
    """Whether it is a transfer or a technical cutover."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedOption(WhyBody):
    """A service group with another sourcing option than before."""

    __pydantic_config__ = OPEN

    group: str
    name: str
    from_: Annotated[str | None, Field(alias="from")]
    to: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedCommitment(WhyBody):
    """A promise that the old plan kept and the new one does not, or the other way round."""

    __pydantic_config__ = OPEN

    id: str
    level: CommitmentLevel
    points: int
    promised: str
    """The date or the option."""
    now: str | None
    kept_again: bool
    told_to: str
    activity: str | None
    group: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedFigure:
    """What the plans amount to, where they differ in it."""

    __pydantic_config__ = OPEN

    name: str
    unit: str
    from_: Annotated[int | str | None, Field(alias="from")]
    to: int | str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ToTell:
    """Somebody who has to hear of the change."""

    __pydantic_config__ = OPEN

    role: Literal["users", "staff", "owner", "provider", "promised", "meeting"]
    who: str
    about: tuple[str, ...]
    """Activities and service groups."""
    on: date | None
    """Of a meeting its date."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanDifference:
    """What one plan changes of another, as `phased-exit diff --json` says it."""

    __pydantic_config__ = OPEN

    same: bool
    """Whether nothing differs in dates or options."""
    words: tuple[str, ...]
    moved: tuple[MovedActivity, ...]
    options: tuple[ChangedOption, ...]
    commitments_changed: tuple[ChangedCommitment, ...]
    figures: tuple[ChangedFigure, ...]
    tell: tuple[ToTell, ...]
    """Who must be told."""
    changes: tuple[InputChangeBody, ...]
    """What changed of the programme in between."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanComparison(PlanDifference):
    """The difference of two stored plans."""

    __pydantic_config__ = OPEN

    plan: str
    against: str | None
    """The older plan; null for a plan in force that is none of those stored."""
    violations: tuple[Violation, ...] = ()
    """What the plan breaks, where it was made elsewhere."""
    violations_before: tuple[Violation, ...] = ()
    """What the older plan breaks, where that one was."""

"""What a rule kind is: its declaration, its wording, its check on dates and its posting.

`check` and `post` state the same rule twice, in different arithmetic and without shared code: one
walks dates of a finished plan, the other constrains axis days of a plan to be found. The agreement
harness in `tests/agreement` proves them equal.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.domain.planning_rules import PlanningRule
from scheduler.domain.values import Price
from scheduler.rules.easing import WAIVED, Easing

if TYPE_CHECKING:
    from scheduler.model.enforcement import Enforcement
    from scheduler.model.model_build import ModelBuild

Declared = TypeVar("Declared", bound=PlanningRule)


@dataclass(frozen=True, slots=True, kw_only=True)
class Breach:
    """How a plan falls short of a rule: who, by how much."""

    activities: tuple[str, ...]
    measured: object
    """What the plan does: a date, a count, a number of days."""
    allowed: object
    """What the rule allows, in the same unit."""
    shortfall: int = 1
    """In the unit of the rule kind; 1 where a kind measures none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """A breach of a hard rule, with the rule's words."""

    rule: str
    kind: str
    statement: str
    activities: tuple[str, ...]
    measured: object
    allowed: object


@dataclass(frozen=True, slots=True, kw_only=True)
class Concession:
    """A soft rule not fully met, with its shortfall and what that costs."""

    rule: str
    kind: str
    statement: str
    activities: tuple[str, ...]
    shortfall: int
    unit: str
    points: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleKind(Generic[Declared]):
    """One kind of planning rule, all its faces together."""

    declares: type[Declared]
    statement: Callable[[Declared, ExpandedProgramme], str]
    """The rule in the planner's words: the only wording of it anywhere."""
    check: Callable[[Declared, ExpandedProgramme, Plan], Iterator[Breach]]
    """Dates only. An activity missing from the plan is taken as not performed."""
    post: Callable[[Declared, ModelBuild, Enforcement], None]
    """Axis days only, through the model build."""
    unit: str | None = None
    """Unit of the shortfall; none where a soft version can only be priced once."""
    easing: Easing = WAIVED
    """What a hard rule offers when no plan exists otherwise, growing step by step."""


def concession_of(
    rule: PlanningRule, price: Price, kind: RuleKind[Any], words: str, breaches: list[Breach]
) -> Concession:
    """Return the concession that the breaches of one soft rule add up to."""
    shortfall = sum(breach.shortfall for breach in breaches)
    involved = dict.fromkeys(a for breach in breaches for a in breach.activities)
    return Concession(
        rule=rule.id,
        kind=getattr(rule, "kind", ""),
        statement=words,
        activities=tuple(involved),
        shortfall=shortfall,
        unit=kind.unit or "times",
        points=price.points * (shortfall if price.per == "unit" else 1),
    )

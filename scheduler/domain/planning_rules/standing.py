"""What has happened, and how much of the plan in force may move."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from scheduler.domain.activities import Selection
from scheduler.domain.planning_rules.planning_rule import PlanningRule
from scheduler.domain.values import Reference


@dataclass(frozen=True, slots=True, kw_only=True)
class ActualDates(PlanningRule):
    """An activity has begun on a day, and is over on one: `start = S`, `finish = last day`.

    Written by `expand` for each entry of `progress`. Shortfall in calendar days, of both together.
    """

    activity: Reference
    """What has begun."""
    start: date
    """Its first day."""
    finish: date | None = None
    """Its last day; of work under way the day on which the rest of it is done."""
    under_way: bool = False
    """Whether the last day is still to come."""
    kind: Literal["actual_dates"] = "actual_dates"


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedLimit(PlanningRule):
    """At most so many selected activities start on another day than in the baseline.

    One that the baseline has and the plan leaves out has moved; one that the baseline does not have
    has not. With `until` only those count that start by that day, in the baseline or in the plan.
    `at_most` 0 pins all of them. Shortfall in activities.
    """

    activities: Selection
    """Those that may move or not."""
    at_most: Annotated[int, Field(ge=0, le=10_000)] = 0
    """How many may."""
    until: date | None = None
    """Last day of the time in which moves count."""
    kind: Literal["moved_limit"] = "moved_limit"


def begun_in(rules: Iterable[PlanningRule]) -> frozenset[str]:
    """Return the activities that have begun, by the facts among the rules of a programme."""
    return frozenset(rule.activity for rule in rules if isinstance(rule, ActualDates))

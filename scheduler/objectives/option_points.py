"""A term that adds up what some field of every chosen sourcing option says."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.objectives import ObjectiveName
from scheduler.domain.plan import Plan
from scheduler.domain.services import SourcingOption
from scheduler.objectives.term import Term

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

    from scheduler.model.model_build import ModelBuild

Points = Callable[[SourcingOption], int | None]
"""What an option costs; nothing counts as 0."""


def option_points(name: ObjectiveName, unit: str, points: Points) -> Term:
    """Return the term of a field of sourcing options."""
    return Term(
        name=name, unit=unit, measure=partial(_measure, points), post=partial(_post, points)
    )


def _measure(points: Points, programme: ExpandedProgramme, plan: Plan) -> int:
    """Add up the points of the options in the plan."""
    return sum(
        points(option) or 0
        for group in programme.document.service_groups
        for option in group.options
        if plan.options.get(group.id) == option.id
    )


def _post(points: Points, build: ModelBuild) -> cp_model.LinearExprT:
    """Weigh the option literals."""
    return sum(
        (points(option) or 0) * build.option(group.id, option.id)
        for group in build.programme.document.service_groups
        for option in group.options
    )

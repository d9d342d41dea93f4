"""Customisation: how many service groups take a customised option."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.objectives.term import Term

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

    from scheduler.model.model_build import ModelBuild


def measure(programme: ExpandedProgramme, plan: Plan) -> int:
    """Count the groups one by one."""
    return sum(
        option.style == "customised"
        for group in programme.document.service_groups
        for option in group.options
        if plan.options.get(group.id) == option.id
    )


def post(build: ModelBuild) -> cp_model.LinearExprT:
    """Add up the literals of customised options."""
    return sum(
        build.option(group.id, option.id)
        for group in build.programme.document.service_groups
        for option in group.options
        if option.style == "customised"
    )


TERM = Term(name="customisation", unit="groups", measure=measure, post=post, best_possible=0)

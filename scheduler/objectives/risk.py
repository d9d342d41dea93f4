"""Risk: likelihood times impact of what may go wrong under the chosen options."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.objectives.term import Term

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

    from scheduler.model.model_build import ModelBuild


def measure(programme: ExpandedProgramme, plan: Plan) -> int:
    """Add up the points of the options in the plan."""
    return sum(
        option.risk or 0
        for group in programme.document.service_groups
        for option in group.options
        if plan.options.get(group.id) == option.id
    )


def post(build: ModelBuild) -> cp_model.LinearExprT:
    """Weigh the option literals."""
    return sum(
        (option.risk or 0) * build.option(group.id, option.id)
        for group in build.programme.document.service_groups
        for option in group.options
    )


TERM = Term(name="risk", unit="risk points", measure=measure, post=post)

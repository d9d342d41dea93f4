"""Peak change load: the worst week of any user group, in load points."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.analysis.measures import weekly_change_load
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.objectives.term import Term

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

    from scheduler.model.model_build import ModelBuild


def measure(programme: ExpandedProgramme, plan: Plan) -> int:
    """Return the largest weekly sum."""
    loads = weekly_change_load(programme, plan)
    return max((points for weeks in loads.values() for points in weeks.values()), default=0)


def post(build: ModelBuild) -> cp_model.LinearExprT:
    """Bound one variable from below by every week of every user group."""
    weeks = [
        (load, most)
        for group in build.programme.document.user_groups
        for load, most in build.weekly_load(group.id).values()
    ]
    peak = build.model.new_int_var(0, max((most for _, most in weeks), default=0), "peak load")
    for load, _ in weeks:
        build.model.add(peak >= load)
    return peak


TERM = Term(name="peak_change_load", unit="load points", measure=measure, post=post)

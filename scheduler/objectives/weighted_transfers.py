"""Weighted transfers: weeks until each service transfer, times the service's criticality."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.domain.activities import TRANSFER
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.objectives.term import Term

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

    from scheduler.model.model_build import ModelBuild


def measure(programme: ExpandedProgramme, plan: Plan) -> int:
    """Count whole weeks from the start of the programme to each transfer."""
    first = programme.document.plan_from
    return sum(
        programme.services[activity.service].criticality
        * ((plan.placed[activity.id].start - first).days // 7)
        for activity in programme.document.activities
        if activity.kind == TRANSFER and activity.service and activity.id in plan.placed
    )


def post(build: ModelBuild) -> cp_model.LinearExprT:
    """Weigh the date literals of each transfer."""
    axis, programme = build.axis, build.programme
    return sum(
        programme.services[activity.service].criticality
        * build.event(activity.id).total(lambda day: axis.ordinal(day) // 7)
        for activity in programme.document.activities
        if activity.kind == TRANSFER and activity.service
    )


TERM = Term(name="weighted_transfers", unit="criticality weeks", measure=measure, post=post)

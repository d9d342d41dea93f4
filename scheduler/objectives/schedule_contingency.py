"""Schedule contingency: working days between the last service transfer and the contract end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.analysis.measures import contingency_working_days
from scheduler.domain.activities import TRANSFER
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.objectives.term import Term

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

    from scheduler.model.model_build import ModelBuild


def measure(programme: ExpandedProgramme, plan: Plan) -> int:
    """Count the free working days; 0 for a plan without transfers."""
    return contingency_working_days(programme, plan) or 0


def post(build: ModelBuild) -> cp_model.LinearExprT:
    """Subtract the latest position after a transfer from the contract end's."""
    model, axis = build.model, build.axis
    end = axis.position_after(build.programme.document.contract.end_date)
    transfers = [
        build.finish(activity.id)
        for activity in build.programme.document.activities
        if activity.kind == TRANSFER
    ]
    last = model.new_int_var(0, axis.size, "last transfer")
    for over in transfers:
        bound = model.add(last >= over.position)
        if over.performed is not True:
            bound.only_enforce_if(over.performed)
    absent = [~over.performed for over in transfers if not isinstance(over.performed, bool)]
    if len(absent) == len(transfers):
        # Where nothing is transferred, no time is kept free.
        model.add(last >= end).only_enforce_if(absent)
    return end - last


TERM = Term(
    name="schedule_contingency", unit="working days", maximise=True, measure=measure, post=post
)

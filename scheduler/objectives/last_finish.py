"""Last finish: working days from the start of the programme to the finish of its last activity."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.domain.calendars import ONE_DAY
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.objectives.term import Term

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

    from scheduler.model.model_build import ModelBuild


def measure(programme: ExpandedProgramme, plan: Plan) -> int:
    """Count the working days of the default calendar up to the last day on which anything runs."""
    first = programme.document.plan_from
    last = max((at.finish for at in plan.placed.values()), default=first - ONE_DAY)
    calendar = programme.default_calendar
    return sum(calendar.is_working(first + n * ONE_DAY) for n in range((last - first).days + 1))


def post(build: ModelBuild) -> cp_model.LinearExprT:
    """Bound one variable from below by the finish of every activity."""
    last = build.model.new_int_var(0, build.axis.size, "last finish")
    for activity in build.programme.document.activities:
        over = build.finish(activity.id)
        bound = build.model.add(last >= over.position)
        if over.performed is not True:
            bound.only_enforce_if(over.performed)
    return last


TERM = Term(name="last_finish", unit="working days", measure=measure, post=post)

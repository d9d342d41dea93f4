"""Levels with a goal: what is better than good enough counts as no better."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.objectives.term import Term

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

    from scheduler.model.model_build import ModelBuild

FAR = 10**15
"""Beyond the value of any level."""


def with_goal(term: Term, goal: int) -> Term:
    """Return the term, cut off at a goal."""

    def measure(programme: ExpandedProgramme, plan: Plan) -> int:
        value = term.measure(programme, plan)
        return min(value, goal) if term.maximise else max(value, goal)

    def post(build: ModelBuild) -> cp_model.LinearExprT:
        """Bound one variable by the goal and by the term, from the side that costs."""
        value = term.post(build)
        if term.maximise:
            capped = build.model.new_int_var(-FAR, goal, f"{term.name} up to {goal}")
            build.model.add(capped <= value)
        else:
            capped = build.model.new_int_var(goal, FAR, f"{term.name} down to {goal}")
            build.model.add(capped >= value)
        return capped

    return replace(term, measure=measure, post=post, best_possible=goal)

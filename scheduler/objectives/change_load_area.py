"""Change load area: load points above a threshold, over all weeks of all user groups."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from scheduler.analysis.measures import weekly_change_load
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.objectives import ObjectiveLevel
from scheduler.domain.plan import Plan
from scheduler.objectives.term import Term

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

    from scheduler.model.model_build import ModelBuild


def measure(programme: ExpandedProgramme, plan: Plan, threshold: int = 0) -> int:
    """Add up what every week has too much."""
    return sum(
        max(0, points - threshold)
        for weeks in weekly_change_load(programme, plan).values()
        for points in weeks.values()
    )


def post(build: ModelBuild, threshold: int = 0) -> cp_model.LinearExprT:
    """Bound one excess from below for each week that could have one."""
    excesses = []
    for group in build.programme.document.user_groups:
        for monday, (load, most) in build.weekly_load(group.id).items():
            if most > threshold:
                excess = build.model.new_int_var(0, most - threshold, f"{group.id}@{monday}")
                build.model.add(excess >= load - threshold)
                excesses.append(excess)
    return sum(excesses)


def term_for(level: ObjectiveLevel) -> Term:
    """Return the term above the threshold of a level."""
    threshold = level.threshold or 0
    return Term(
        name="change_load_area",
        unit="load points",
        measure=partial(measure, threshold=threshold),
        post=partial(post, threshold=threshold),
        best_possible=0,
    )


TERM = term_for(ObjectiveLevel(name="change_load_area"))

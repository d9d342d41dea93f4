"""What is left open once every level is settled: whatever no level speaks of lies anywhere."""

from __future__ import annotations

from ortools.sat.python import cp_model

from scheduler.domain.activities import TRANSFER
from scheduler.domain.plan import Plan
from scheduler.model.model_build import ModelBuild
from scheduler.model.placed_variables import Event


def starts_left_open(
    build: ModelBuild, plan: Plan, *, stays_near: bool
) -> list[cp_model.LinearExprT]:
    """Hold options and transfers where a plan has them, and return the starts of all else.

    Where the plan in force counts, what it has is left alone as well.
    """
    starts: list[cp_model.LinearExprT] = []
    document = build.programme.document
    keeps = document.baseline.dates if document.baseline is not None and stays_near else {}
    for activity in document.activities:
        of = build.placed(activity.id)
        if activity.id not in plan.placed or activity.id in keeps:
            continue
        if isinstance(of, Event) and activity.kind == TRANSFER:
            build.model.add(of.on[plan.placed[activity.id].start] == 1)
        else:
            starts.append(build.start(activity.id).position)
    for group, option in plan.options.items():
        build.model.add_bool_and([build.option(group, option)])
    return starts

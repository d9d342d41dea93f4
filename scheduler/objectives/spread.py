"""Spread: the fewest calendar days between two technical cutovers of critical services."""

from __future__ import annotations

from bisect import bisect_left
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

from scheduler.domain.activities import CUTOVER, Activity
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.objectives import ObjectiveLevel
from scheduler.domain.plan import Plan
from scheduler.objectives.term import Term

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

    from scheduler.model.expressions import Expression
    from scheduler.model.model_build import ModelBuild

CRITICAL = 4
"""From this criticality on; 5 is the highest."""
FAR_ENOUGH = 28
"""Calendar days after which more distance is worth nothing, unless a level has a goal: four weeks
of early life support."""


def measure(programme: ExpandedProgramme, plan: Plan, cap: int = FAR_ENOUGH) -> int:
    """Compare consecutive days; with fewer than two cutovers nothing is near anything."""
    chosen = sorted(
        plan.placed[activity.id].start
        for activity in programme.document.activities
        if _counts(activity, programme) and activity.id in plan.placed
    )
    return min((cap, *((later - day).days for day, later in pairwise(chosen))))


def post(build: ModelBuild, cap: int = FAR_ENOUGH) -> cp_model.LinearExprT:
    """Allow one cutover in any window of d days while the spread is d or more.

    Windows are differences of running totals over the days that have any cutover to choose, so that
    their number does not grow with the number of cutovers.
    """
    model = build.model
    counted = [a.id for a in build.programme.document.activities if _counts(a, build.programme)]
    on: dict[int, list[Expression]] = {}
    for activity in counted:
        for day, literal in build.event(activity).on.items():
            on.setdefault(build.axis.ordinal(day), []).append(literal)
    ordinals = sorted(on)
    totals: list[Expression] = [0]
    for ordinal in ordinals:
        total = model.new_int_var(0, len(counted), f"cutovers to {ordinal}")
        model.add(total == sum(on[ordinal], start=totals[-1]))
        totals.append(total)
    apart = [model.new_bool_var(f"{d + 1} days apart") for d in range(cap)]
    for wider, narrower in zip(apart[1:], apart, strict=False):
        model.add_implication(wider, narrower)
    for length, literal in enumerate(apart, start=1):
        for at, first in enumerate(ordinals):
            after = bisect_left(ordinals, first + length)
            model.add(totals[after] - totals[at] <= 1).only_enforce_if(literal)
    return sum(apart)


def _counts(activity: Activity, programme: ExpandedProgramme) -> bool:
    """Tell whether an activity is a technical cutover of a critical service."""
    if activity.kind != CUTOVER or activity.form != "event" or activity.service is None:
        return False
    return programme.services[activity.service].criticality >= CRITICAL


def term_for(level: ObjectiveLevel) -> Term:
    """Return the term up to the goal of a level."""
    cap = FAR_ENOUGH if level.goal is None else level.goal
    return Term(
        name="spread",
        unit="calendar days",
        maximise=True,
        measure=partial(measure, cap=cap),
        post=partial(post, cap=cap),
        best_possible=cap,
    )


TERM = term_for(ObjectiveLevel(name="spread"))

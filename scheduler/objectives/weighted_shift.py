"""Weighted shift: working days from the starts of the baseline, those soon to come counting more.

A day counts four times where the baseline has the activity within four weeks of the status date,
twice within twelve weeks, else once. What the plan leaves out shifts by nothing: the option that
leaves it out has changed, and is counted as such. A day beyond the horizon is taken for its edge.

Source: weighted starting-time deviation as instability: Leus & Herroelen (2005).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from scheduler.analysis.measures import working_days_between
from scheduler.domain.calendars import ONE_DAY
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.model.placed_variables import Event
from scheduler.objectives.term import Term

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

    from scheduler.model.model_build import ModelBuild

NEAR = ((28 * ONE_DAY, 4), (84 * ONE_DAY, 2))
FAR = 1


def measure(programme: ExpandedProgramme, plan: Plan) -> int:
    """Count the working days of the default calendar between the first days."""
    return sum(
        weight * abs(working_days_between(was, plan.placed[activity].start, programme))
        for activity, was, weight in _weighted(programme)
        if activity in plan.placed
    )


def post(build: ModelBuild) -> cp_model.LinearExprT:
    """Weigh the date literals of events; bound how far work and spans are away from both sides."""
    axis, model = build.axis, build.model
    terms: list[cp_model.LinearExprT] = []
    for activity, was, weight in _weighted(build.programme):
        of, at = build.placed(activity), axis.position(was)
        if isinstance(of, Event):
            terms.append(
                weight * of.total(lambda day, at=at: abs(axis.position(day) - at))  # type: ignore[misc]
            )
            continue
        away = model.new_int_var(0, axis.size, f"shift[{activity}]")
        for apart in (away >= of.start - at, away >= at - of.start):
            bound = model.add(apart)
            if of.performed is not True:
                bound.only_enforce_if(of.performed)
        terms.append(weight * away)
    return sum(terms)


def _weighted(programme: ExpandedProgramme) -> Iterator[tuple[str, date, int]]:
    """Yield activities of the baseline that there still are, their days and what a day counts."""
    document = programme.document
    if document.baseline is None:
        return
    now = document.status_date or document.plan_from
    for activity in document.activities:
        if activity.id in document.baseline.dates:
            was = document.baseline.dates[activity.id].start
            weights = (weight for span, weight in NEAR if was <= now + span)
            edge = min(max(was, document.plan_from), document.plan_until + ONE_DAY)
            yield activity.id, edge, next(weights, FAR)


TERM = Term(name="weighted_shift", unit="days", measure=measure, post=post, best_possible=0)

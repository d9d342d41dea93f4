"""Dates moved: transfers and technical cutovers on another day than in the baseline."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from scheduler.domain.activities import CUTOVER, STAFF_TRANSFER, TRANSFER
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.objectives.term import Term

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

    from scheduler.model.model_build import ModelBuild

COUNTED = (TRANSFER, STAFF_TRANSFER, CUTOVER)
"""Kinds of activities that people prepare for by their date."""


def measure(programme: ExpandedProgramme, plan: Plan) -> int:
    """Compare first days; what the baseline has and the plan leaves out has moved."""
    return sum(
        activity not in plan.placed or plan.placed[activity].start != was
        for activity, was in known_dates(programme)
    )


def post(build: ModelBuild) -> cp_model.LinearExprT:
    """Count those that do not start on their day."""
    known = list(known_dates(build.programme))
    return len(known) - sum(build.starts_on(activity, was) for activity, was in known)


def known_dates(programme: ExpandedProgramme) -> Iterator[tuple[str, date]]:
    """Yield the first days of transfers and cutovers in the baseline that there still are."""
    baseline = programme.document.baseline
    if baseline is None:
        return
    for activity in programme.document.activities:
        if activity.kind in COUNTED and activity.id in baseline.dates:
            yield activity.id, baseline.dates[activity.id].start


TERM = Term(name="dates_moved", unit="dates", measure=measure, post=post, best_possible=0)

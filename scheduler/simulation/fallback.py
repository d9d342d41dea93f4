"""How likely the planned date of an event is missed, and which of its dates is used then."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from scheduler.analysis.hold import FallbackUse, NextDate
from scheduler.analysis.risk import Share
from scheduler.domain.activities import CUTOVER
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.domain.planning_rules import FallbackSlot, RollbackSlot
from scheduler.simulation.held import Scoring
from scheduler.simulation.names import NEVER


def fallback_of(
    programme: ExpandedProgramme, plan: Plan, scoring: Scoring
) -> tuple[FallbackUse, ...]:
    """Return what becomes of cutovers, and of all that a rule keeps a second chance for."""
    found = _uses(programme, plan, scoring)
    return tuple(sorted(found, key=lambda use: (-use.missed.count, use.planned, use.activity)))


def _uses(programme: ExpandedProgramme, plan: Plan, scoring: Scoring) -> Iterator[FallbackUse]:
    under, runs = scoring.runs(plan)
    of = len(runs)
    wanted = _with_second_chance(programme)
    for i, activity in enumerate(programme.document.activities):
        placed = plan.placed.get(activity.id)
        if placed is None or activity.form != "event" or activity.id not in wanted:
            continue
        starts = runs.starts[:, i]
        later = starts > under.axis.ordinal(placed.start)
        days, counts = np.unique(starts[later & (starts != NEVER)], return_counts=True)
        yield FallbackUse(
            activity=activity.id,
            name=activity.name,
            planned=placed.start,
            missed=Share(count=int(np.count_nonzero(later)), of=of),
            never=Share(count=int(np.count_nonzero(starts == NEVER)), of=of),
            next_dates=tuple(
                NextDate(day=under.axis.day_at(int(day)), share=Share(count=int(count), of=of))
                for day, count in zip(days, counts, strict=True)
            ),
        )


def _with_second_chance(programme: ExpandedProgramme) -> frozenset[str]:
    wanted = {a.id for a in programme.document.activities if a.kind == CUTOVER}
    for rule in programme.document.rules:
        if isinstance(rule, FallbackSlot):
            wanted |= set(rule.activities.activities)
        elif isinstance(rule, RollbackSlot):
            wanted |= set(rule.cutovers.activities)
    return frozenset(wanted)

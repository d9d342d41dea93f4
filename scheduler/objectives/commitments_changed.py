"""Commitments changed: the points of promised dates and options that the plan does not keep."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.objectives import ObjectiveLevel
from scheduler.domain.plan import Plan
from scheduler.domain.standing import Commitment, CommitmentLevel
from scheduler.objectives.term import Term

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

    from scheduler.model.expressions import Expression
    from scheduler.model.model_build import ModelBuild


def is_kept(commitment: Commitment, plan: Plan) -> bool:
    """Tell whether a plan does what was promised."""
    if commitment.activity is not None:
        placed = plan.placed.get(commitment.activity)
        return placed is not None and placed.start == commitment.start
    return plan.options.get(commitment.group or "") == commitment.option


def measure(programme: ExpandedProgramme, plan: Plan, level: CommitmentLevel | None = None) -> int:
    """Add up the points of what is not kept."""
    return sum(c.points for c in _of_level(programme, level) if not is_kept(c, plan))


def post(build: ModelBuild, level: CommitmentLevel | None = None) -> cp_model.LinearExprT:
    """Subtract what is kept from what was promised, group by group and date by date."""
    return sum(
        commitment.points * (1 - _kept(commitment, build))
        for commitment in _of_level(build.programme, level)
    )


def _kept(commitment: Commitment, build: ModelBuild) -> Expression:
    if commitment.activity is not None and commitment.start is not None:
        return build.starts_on(commitment.activity, commitment.start)
    return build.options()[commitment.group or ""].get(commitment.option or "", 0)


def _of_level(programme: ExpandedProgramme, level: CommitmentLevel | None) -> Iterator[Commitment]:
    for commitment in programme.document.commitments:
        if level is None or commitment.level == level:
            yield commitment


def term_for(level: ObjectiveLevel) -> Term:
    """Return the term for commitments of one level, or of all."""
    of = level.commitment_level
    return Term(
        name="commitments_changed",
        unit="points",
        measure=partial(measure, level=of),
        post=partial(post, level=of),
        best_possible=0,
    )


TERM = term_for(ObjectiveLevel(name="commitments_changed"))

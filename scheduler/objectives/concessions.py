"""Concessions: the price of every soft rule not fully met, in points."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.objectives.term import Term
from scheduler.rules import kind_of
from scheduler.rules.conditional import breaches_of
from scheduler.rules.rule import concession_of

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

    from scheduler.model.model_build import ModelBuild


def measure(programme: ExpandedProgramme, plan: Plan) -> int:
    """Add up points over the breaches of soft rules."""
    total = 0
    for rule in programme.document.rules:
        if rule.price is None:
            continue
        breaches = list(breaches_of(rule, programme, plan))
        if breaches:
            total += concession_of(rule, rule.price, kind_of(rule), "", breaches).points
    return total


def post(build: ModelBuild) -> cp_model.LinearExprT:
    """Add up points over switches and shortfalls."""
    return sum(points * units for points, units in build.priced)


TERM = Term(name="concessions", unit="points", measure=measure, post=post, best_possible=0)

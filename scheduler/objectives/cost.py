"""Cost: everything that is paid on the days of the horizon, in whole pounds, rounded up.

Pounds are the currency's unit; `analysis.cost` tells what is counted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.analysis.cost import most_pence, pence_spent
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.objectives.term import Term

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

    from scheduler.model.model_build import ModelBuild

PENCE = 100
"""In a pound."""


def measure(programme: ExpandedProgramme, plan: Plan) -> int:
    """Add up what is paid day by day; a pound begun counts whole."""
    return -(-pence_spent(programme, plan) // PENCE)


def post(build: ModelBuild) -> cp_model.LinearExprT:
    """Tie whole pounds to the pence of all days."""
    most = most_pence(build.programme) // PENCE + 1
    pounds = build.model.new_int_var(-most, most, "cost in pounds")
    begun = PENCE * pounds - build.costs.of(None)
    build.model.add_linear_constraint(begun, 0, PENCE - 1)
    return pounds


TERM = Term(name="cost", unit="pounds", measure=measure, post=post)

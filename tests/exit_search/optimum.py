"""The best a programme allows, by the solver alone."""

from ortools.sat.python import cp_model

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.objectives import TERMS
from scheduler.solver.build import build_model


def least_weeks(programme: ExpandedProgramme) -> int:
    """Return the least cost of weighted transfers, proved."""
    build = build_model(programme, feasibility_only=True)
    build.model.minimize(TERMS["weighted_transfers"].post(build))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    assert solver.solve(build.model) == cp_model.OPTIMAL
    return round(solver.objective_value)

"""One call of CP-SAT with default parameters, timed; for models that are not ours."""

from __future__ import annotations

import math
import time
from collections.abc import Callable

from ortools.sat.python import cp_model

from scheduler.benchmarks.run_record import Point, SolverRun, Status
from scheduler.domain.project_instance import ProjectPlan

Value = Callable[[cp_model.LinearExprT], int]

_STATUS: dict[object, Status] = {
    cp_model.OPTIMAL: "optimal",
    cp_model.FEASIBLE: "feasible",
    cp_model.INFEASIBLE: "infeasible",
    cp_model.UNKNOWN: "undecided",
}
_NO_BOUND = 1e15
_ROUNDING_NOISE = 1e-6


def solve_timed(
    model: cp_model.CpModel,
    plan_of: Callable[[Value], ProjectPlan],
    began: float,
    seconds: float,
    workers: int,
) -> SolverRun:
    """Solve a makespan model until `seconds` after `began`, which the building counts against.

    Time limit and workers are all that is set.
    """
    watch = _Watch(began)
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = max(0.1, seconds - (time.monotonic() - began))
    solver.parameters.num_workers = workers
    solver.best_bound_callback = watch.on_bound
    status = _STATUS[solver.solve(model, watch)]
    spent = time.monotonic() - began
    found = status in ("optimal", "feasible")
    bound = None if status == "infeasible" else _whole(solver.best_objective_bound)
    value = round(solver.objective_value) if found else None
    return SolverRun(
        status=status,
        plan=plan_of(solver.value) if found else None,
        value=value,
        bound=bound,
        seconds=spent,
        points=(*watch.points, Point(seconds=spent, value=value, bound=bound)),
    )


class _Watch(cp_model.CpSolverSolutionCallback):
    """Notes better values and bounds as they come."""

    def __init__(self, began: float) -> None:
        super().__init__()
        self._began = began
        self._value: int | None = None
        self.points: list[Point] = []

    def on_solution_callback(self) -> None:
        self._value = round(self.objective_value)
        self.on_bound(self.best_objective_bound)

    def on_bound(self, bound: float) -> None:
        self.points.append(
            Point(seconds=time.monotonic() - self._began, value=self._value, bound=_whole(bound))
        )


def _whole(bound: float) -> int | None:
    if math.isnan(bound) or abs(bound) >= _NO_BOUND:
        return None
    return math.ceil(bound - _ROUNDING_NOISE)

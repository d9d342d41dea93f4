"""The compile-and-solve path of any programme, put to an instance."""

from __future__ import annotations

from typing import cast

from scheduler.benchmarks.as_programme import programme_of, project_plan
from scheduler.benchmarks.run_record import Point, SolverRun, Status
from scheduler.domain.project_instance import ProjectInstance
from scheduler.expansion.expand import expand
from scheduler.solver.in_process import SearchTrace, search_in_process
from scheduler.solver.settings import SearchSettings
from scheduler.verification.verify import verify


def solve(instance: ProjectInstance, began: float, seconds: float, workers: int) -> SolverRun:
    """Write the instance as a programme, expand and search it, within the limit."""
    programme = expand(programme_of(instance))
    settings = SearchSettings(time_limit_seconds=seconds, workers=workers, confirm=False)
    trace = search_in_process(programme, settings, began)
    plan = trace.plan
    violations = () if plan is None else verify(programme, plan).violations
    return SolverRun(
        status=_status(trace),
        plan=None if plan is None else project_plan(instance, plan),
        value=trace.measured if plan is not None else None,
        bound=trace.bound,
        seconds=trace.seconds,
        points=tuple(Point(seconds=m.seconds, value=m.value, bound=m.bound) for m in trace.moments),
        broken=tuple(f"the checker refuses the plan: {v.statement}" for v in violations),
    )


def _status(trace: SearchTrace) -> Status:
    if trace.plan is not None:
        return "optimal" if trace.proved else "feasible"
    return cast("Status", trace.outcome)

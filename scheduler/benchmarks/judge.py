"""Verification of answers: each is checked on the instance itself and against what is known."""

from __future__ import annotations

from scheduler.benchmarks.check_instance import broken, makespan
from scheduler.benchmarks.run_record import BestKnown, SolverRun
from scheduler.domain.project_instance import ProjectInstance


def defect_of(instance: ProjectInstance, run: SolverRun, known: BestKnown | None) -> str:
    """Return what is wrong with an answer in words; nothing when it stands."""
    if run.broken:
        return run.broken[0]
    if run.plan is not None:
        found = broken(instance, run.plan)
        if found:
            return f"the plan breaks {len(found)} demand(s), first: {found[0]}"
        measured = makespan(instance, run.plan)
        if measured != run.value:
            return f"the value is told as {run.value}, the plan has {measured}"
        if run.bound is not None and run.bound > measured:
            return f"the bound {run.bound} is above the value {measured}"
    return _against_known(run, known)


def _against_known(run: SolverRun, known: BestKnown | None) -> str:
    if known is None:
        return ""
    if known.no_plan and run.plan is not None:
        return "a plan was found where none is said to exist; one of the two is wrong"
    if known.value is None:
        return ""
    if run.status == "infeasible":
        return f"no plan is said to exist; {known.value} is published"
    if run.bound is not None and run.bound > known.value:
        return f"the bound {run.bound} is above {known.value}, which is published as reached"
    return ""

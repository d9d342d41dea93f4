"""The comparison: every instance to every solver in one run, the order alternated."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib import import_module

from scheduler.benchmarks.instance_files import InstanceFile
from scheduler.benchmarks.judge import defect_of
from scheduler.benchmarks.run_record import Record, SolverRun
from scheduler.domain.project_instance import (
    ProjectInstance,
    ProjectLink,
    ProjectMode,
)

Solve = Callable[[ProjectInstance, float, float, int], SolverRun]
"""Takes the instance, when it was handed over, the limit in seconds and the number of workers."""

SOLVERS: Mapping[str, str] = {
    "ours": "scheduler.benchmarks.solvers.ours",
    "pyjobshop": "scheduler.benchmarks.solvers.pyjobshop_peer",
    "plain": "scheduler.benchmarks.solvers.plain",
}
"""Name to module, loaded when asked for."""

_WARM_UP_SECONDS = 5.0


def compare(
    files: Sequence[InstanceFile], solvers: Sequence[str], *, seconds: float, workers: int
) -> Iterator[Record]:
    """Yield a record for each instance and solver, verified.

    All solvers run in this process, one after the other. Each solves a trifle first, so that
    loading and compiling code is charged to nobody; nor is reading the file. Building a model is.
    """
    loaded = {name: load_solver(name) for name in solvers}
    for solve in loaded.values():
        solve(_trifle(), time.monotonic(), _WARM_UP_SECONDS, workers)
    for number, file in enumerate(files):
        instance = file.read()
        turn = number % len(solvers)
        for name in (*solvers[turn:], *solvers[:turn]):
            run = loaded[name](instance, time.monotonic(), seconds, workers)
            yield Record(
                group=file.group,
                instance=file.path.name,
                solver=name,
                best_known=file.best_known,
                run=run,
                defect=defect_of(instance, run, file.best_known),
            )


def load_solver(name: str) -> Solve:
    """Return a solver by its name."""
    solve: Solve = import_module(SOLVERS[name]).solve
    return solve


def _trifle() -> ProjectInstance:
    """Return a project that is shorter by its work than by its best plan: all is loaded for it."""
    nothing, some = ProjectMode(duration=0, demands=(0,)), ProjectMode(duration=2, demands=(2,))
    return ProjectInstance(
        name="trifle",
        capacities=(3,),
        activities=((nothing,), (some,), (some,), (some,), (nothing,)),
        links=tuple(ProjectLink(before=b, after=a) for n in (1, 2, 3) for b, a in ((0, n), (n, 4))),
    )

"""PyJobShop with its OR-Tools back-end: its own model of the instance, solved with its defaults.

It sets a time limit and the number of workers, nothing else; so does this, with the same solver
beneath, so that values and bounds can be noted as they come.
"""

from __future__ import annotations

from typing import Any

from scheduler.benchmarks.run_record import SolverRun
from scheduler.benchmarks.solvers.timed_solve import Value, solve_timed
from scheduler.domain.project_instance import ProjectInstance, ProjectPlan
from scheduler.errors import InputError


class PeerMissing(InputError):
    """A solver to compare with is not installed."""

    code = "peer_missing"


def solve(instance: ProjectInstance, began: float, seconds: float, workers: int) -> SolverRun:
    """Build and solve within the limit.

    Raises PeerMissing where PyJobShop is not installed.
    """
    peer = peer_model(instance)
    tasks, modes = peer.variables.task_vars, peer.variables.mode_vars
    offsets = [0]
    for ways in instance.activities:
        offsets.append(offsets[-1] + len(ways))

    def plan_of(value: Value) -> ProjectPlan:
        return ProjectPlan(
            starts=tuple(value(task.start) for task in tasks),
            modes=tuple(
                next(m for m in range(len(ways)) if value(modes[offsets[n] + m]))
                for n, ways in enumerate(instance.activities)
            ),
        )

    return solve_timed(peer.model, plan_of, began, seconds, workers)


def peer_model(instance: ProjectInstance) -> Any:  # noqa: ANN401  # of a package without types
    """Return PyJobShop's CP model of an instance.

    Raises PeerMissing where PyJobShop is not installed.
    """
    try:
        # A development dependency, and without types.
        import pyjobshop  # type: ignore[import-untyped]  # noqa: PLC0415
        from pyjobshop.solvers.ortools import (  # type: ignore[import-untyped]  # noqa: PLC0415
            CPModel,
        )
    except ImportError:
        message = "PyJobShop is not installed: pip install pyjobshop, or leave it out of --solvers"
        raise PeerMissing(message) from None
    made = pyjobshop.Model()
    resources = [made.add_renewable(capacity) for capacity in instance.capacities]
    resources += [made.add_consumable(amount) for amount in instance.amounts]
    tasks = []
    for n, ways in enumerate(instance.activities):
        fixed = {"latest_start": 0} if n == 0 and instance.begins_with_dummy else {}
        task = made.add_task(**fixed)
        tasks.append(task)
        for mode in ways:
            asked = [*mode.demands, *mode.uses]
            some = [(r, amount) for r, amount in zip(resources, asked, strict=True) if amount]
            made.add_mode(task, [r for r, _ in some], mode.duration, [a for _, a in some])
    for link in instance.links:
        add = made.add_end_before_start if link.from_finish else made.add_start_before_start
        add(tasks[link.before], tasks[link.after], link.lag)
    return CPModel(made.data())

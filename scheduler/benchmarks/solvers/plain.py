"""A textbook CP-SAT model with default parameters: what anybody would write first.

Source: Laborie, Rogerie, Shaw & Vilim (2018), IBM ILOG CP Optimizer for scheduling, section 4; the
same intervals and cumulative constraints in CP-SAT's words.
"""

from __future__ import annotations

from ortools.sat.python import cp_model

from scheduler.benchmarks.run_record import SolverRun
from scheduler.benchmarks.solvers.timed_solve import Value, solve_timed
from scheduler.domain.project_instance import ProjectInstance, ProjectPlan


def solve(instance: ProjectInstance, began: float, seconds: float, workers: int) -> SolverRun:
    """Build and solve within the limit."""
    model = cp_model.CpModel()
    horizon = instance.horizon
    starts = [model.new_int_var(0, horizon, f"start{n}") for n in range(len(instance.activities))]
    finishes: list[cp_model.LinearExprT] = []
    literals: list[list[cp_model.IntVar]] = []
    asking: list[tuple[cp_model.IntervalVar, tuple[int, ...]]] = []
    for n, modes in enumerate(instance.activities):
        if len(modes) == 1:
            mode = modes[0]
            interval = model.new_fixed_size_interval_var(starts[n], mode.duration, f"work{n}")
            asking.append((interval, mode.demands))
            finishes.append(starts[n] + mode.duration)
            literals.append([])
            continue
        chosen = [model.new_bool_var(f"mode{n}_{m}") for m in range(len(modes))]
        finish = model.new_int_var(0, horizon, f"finish{n}")
        model.add_exactly_one(chosen)
        for mode, literal in zip(modes, chosen, strict=True):
            interval = model.new_optional_interval_var(
                starts[n], mode.duration, finish, literal, f"work{n}"
            )
            asking.append((interval, mode.demands))
        finishes.append(finish)
        literals.append(chosen)
    if instance.begins_with_dummy:
        model.add(starts[0] == 0)
    for link in instance.links:
        instant = finishes[link.before] if link.from_finish else starts[link.before]
        model.add(starts[link.after] >= instant + link.lag)
    for resource, capacity in enumerate(instance.capacities):
        some = [(interval, asked[resource]) for interval, asked in asking if asked[resource]]
        model.add_cumulative([i for i, _ in some], [asked for _, asked in some], capacity)
    for resource, amount in enumerate(instance.amounts):
        model.add(_used(instance, literals, resource) <= amount)
    last = model.new_int_var(0, horizon, "last")
    model.add_max_equality(last, finishes)
    model.minimize(last)

    def plan_of(value: Value) -> ProjectPlan:
        chosen = (next((m for m, on in enumerate(some) if value(on)), 0) for some in literals)
        return ProjectPlan(starts=tuple(map(value, starts)), modes=tuple(chosen))

    return solve_timed(model, plan_of, began, seconds, workers)


def _used(
    instance: ProjectInstance, literals: list[list[cp_model.IntVar]], resource: int
) -> cp_model.LinearExprT:
    always = sum(modes[0].uses[resource] for modes in instance.activities if len(modes) == 1)
    return always + cp_model.LinearExpr.sum(
        [
            mode.uses[resource] * literal
            for modes, some in zip(instance.activities, literals, strict=True)
            for mode, literal in zip(modes, some, strict=False)
        ]
    )

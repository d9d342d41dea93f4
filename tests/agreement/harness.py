"""All plans of a small world, listed twice: those the solver finds and those the checker accepts.

The checker's list is made by brute force over options and dates; it knows nothing of axis days,
literals or start classes. If the two lists differ, one face of a rule is wrong.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import product

from ortools.sat.python import cp_model

from scheduler.domain.activities import Activity
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Placed, Plan
from scheduler.domain.planning_rules import Placement
from scheduler.domain.programme import Programme
from scheduler.model.decode import decode
from scheduler.model.model_build import ModelBuild
from scheduler.model.placed_variables import Event
from scheduler.solver.build import build_model
from scheduler.verification.verify import verify

Key = tuple[tuple[tuple[str, str], ...], tuple[tuple[str, date, date], ...]]
"""A plan that can be put into a set: options, then activities with their dates."""


def key_of(plan: Plan) -> Key:
    """Return a plan as a value that can be compared and sorted."""
    placed = ((name, at.start, at.finish) for name, at in plan.placed.items())
    return tuple(sorted(plan.options.items())), tuple(sorted(placed))


def plan_of(key: Key) -> Plan:
    """Return the plan of a key."""
    options, placed = key
    return Plan(
        options=dict(options),
        placed={name: Placed(start=first, finish=last) for name, first, last in placed},
    )


@dataclass(frozen=True)
class SolverPlans:
    """What the solver enumerates."""

    plans: frozenset[Key]
    callbacks: int
    """Solutions reported; more than plans when a plan has several assignments."""


def solver_plans(programme: ExpandedProgramme) -> SolverPlans:
    """Return every plan that meets the posted hard rules."""
    build = build_model(programme, exact=True, feasibility_only=True)
    collected = _Collector(build)
    solver = _solver()
    solver.parameters.enumerate_all_solutions = True
    status = solver.solve(build.model, collected)
    if status not in (cp_model.OPTIMAL, cp_model.INFEASIBLE):
        message = f"enumeration ended {solver.status_name(status)}: {build.model.validate()}"
        raise AssertionError(message)
    return SolverPlans(frozenset(collected.found), collected.callbacks)


def checker_plans(programme: ExpandedProgramme) -> frozenset[Key]:
    """Return every plan the checker accepts, tried one by one."""
    return frozenset(
        key_of(plan) for plan in every_placement(programme) if verify(programme, plan).holds
    )


def every_placement(programme: ExpandedProgramme) -> Iterator[Plan]:
    """Yield every combination of options and dates that the checker's placement accepts.

    Each activity is tried alone, absent and on every first and last day, in a programme that holds
    nothing else; placement never looks at two activities together.
    """
    document = programme.document
    bare = replace(
        document, activities=(), rules=tuple(r for r in document.rules if isinstance(r, Placement))
    )
    groups = [
        [(group.id, name) for name in (None, *(option.id for option in group.options))]
        for group in document.service_groups
    ]
    for picked in product(*groups):
        options = {group: name for group, name in picked if name is not None}
        if not verify(ExpandedProgramme(bare), Plan(options=options, placed={})).holds:
            continue
        ways = [_ways(activity, bare, options) for activity in document.activities]
        for dates in product(*ways):
            names = (activity.id for activity in document.activities)
            placed = {n: at for n, at in zip(names, dates, strict=True) if at is not None}
            yield Plan(options=options, placed=placed)


def _ways(activity: Activity, bare: Programme, options: dict[str, str]) -> list[Placed | None]:
    alone = ExpandedProgramme(replace(bare, activities=(activity,)))
    days = [
        bare.plan_from + timedelta(days=n)
        for n in range(-1, (bare.plan_until - bare.plan_from).days + 2)
    ]
    candidates = [
        None,
        *(Placed(start=a, finish=b) for i, a in enumerate(days) for b in days[i:]),
    ]
    return [
        at
        for at in candidates
        if verify(
            alone, Plan(options=options, placed={} if at is None else {activity.id: at})
        ).holds
    ]


def disagreement(programme: ExpandedProgramme, *, once: bool = True) -> str:
    """Return how solver and checker differ over a world; nothing when they agree.

    With `once` each plan must also have been enumerated exactly once.
    """
    return difference(programme, solver_plans(programme), checker_plans(programme), once=once)


def difference(
    programme: ExpandedProgramme,
    by_solver: SolverPlans,
    by_checker: frozenset[Key],
    *,
    once: bool = True,
) -> str:
    """Return how two lists of plans differ."""
    only_solver = sorted(by_solver.plans - by_checker)
    only_checker = sorted(by_checker - by_solver.plans)
    told = []
    if only_solver:
        breached = [v.statement for v in verify(programme, plan_of(only_solver[0])).violations]
        told.append(
            f"{len(only_solver)} only by the solver, first {only_solver[0]}: refused for {breached}"
        )
    if only_checker:
        told.append(f"{len(only_checker)} only by the checker, first {only_checker[0]}")
    if once and by_solver.callbacks != len(by_solver.plans):
        told.append(f"{by_solver.callbacks} solutions for {len(by_solver.plans)} plans")
    return "; ".join(told)


def price_disagreement(programme: ExpandedProgramme) -> str:
    """Return how the price of concessions differs between solver and checker over every plan."""
    build = build_model(programme)
    build.model.minimize(sum(points * amount for points, amount in build.priced))
    for key in sorted(checker_plans(programme)):
        plan = plan_of(key)
        paid = least_price(build, plan)
        owed = sum(c.points for c in verify(programme, plan).concessions)
        if paid != owed:
            return f"{key} costs {paid} by the solver, {owed} by the checker"
    return ""


def least_price(build: ModelBuild, plan: Plan) -> int | None:
    """Return the smallest objective with a plan's dates fixed; None when the model refuses it."""
    model, solver = build.model, _solver()
    model.clear_hints()
    for variable, value in primary_decisions(build, plan):
        model.add_hint(variable, value)
    solver.parameters.fix_variables_to_their_hinted_value = True
    status = solver.solve(model)
    if status == cp_model.INFEASIBLE:
        return None
    if status != cp_model.OPTIMAL:
        message = f"pricing ended {solver.status_name(status)}: {model.validate()}"
        raise AssertionError(message)
    return round(solver.objective_value)


def primary_decisions(build: ModelBuild, plan: Plan) -> Iterator[tuple[cp_model.IntVar, int]]:
    """Yield the variables that a plan decides, with their values."""
    for group, literals in build.options().items():
        for name, literal in literals.items():
            yield literal, int(plan.options[group] == name)
    for activity in build.programme.document.activities:
        of, at = build.placed(activity.id), plan.placed.get(activity.id)
        if isinstance(of, Event):
            for day, literal in of.on.items():
                yield literal, int(at is not None and at.start == day)
        elif at is not None:
            yield of.start, build.axis.working.index(at.start)
            if isinstance(of.finish, cp_model.IntVar):
                yield of.finish, build.axis.working.index(at.finish) + 1


def _solver() -> cp_model.CpSolver:
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    return solver


class _Collector(cp_model.CpSolverSolutionCallback):
    """Decodes each solution as it comes."""

    def __init__(self, build: ModelBuild) -> None:
        super().__init__()
        self._build = build
        self.found: set[Key] = set()
        self.callbacks = 0

    def on_solution_callback(self) -> None:
        """Keep the plan."""
        self.callbacks += 1
        self.found.add(key_of(decode(self._build, self.value)))

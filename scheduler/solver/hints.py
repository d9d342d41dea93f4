"""What the solver is told to try first."""

from __future__ import annotations

from ortools.sat.python import cp_model

from scheduler.domain.plan import Plan
from scheduler.model.model_build import ModelBuild
from scheduler.model.placed_variables import Event


def hint_plan(build: ModelBuild, plan: Plan) -> None:
    """Hint options, dates of events and starts of work; the solver completes the rest."""
    model = build.model
    model.clear_hints()
    for group, literals in build.options().items():
        for name, literal in literals.items():
            model.add_hint(literal, plan.options.get(group) == name)
    for activity in build.programme.document.activities:
        at = plan.placed.get(activity.id)
        of = build.placed(activity.id)
        if isinstance(of, Event):
            for day, literal in of.on.items():
                model.add_hint(literal, at is not None and at.start == day)
        elif at is not None:
            # A plan from elsewhere may lie outside the horizon.
            start = min(build.axis.position(at.start), build.axis.size - 1)
            model.add_hint(of.start, start)


def hint_solution(model: cp_model.CpModel, solution: tuple[int, ...]) -> None:
    """Hint every value of a solution."""
    model.clear_hints()
    model.proto.solution_hint.vars.extend(range(len(solution)))
    model.proto.solution_hint.values.extend(solution)


def hint_everything(model: cp_model.CpModel, value: int) -> None:
    """Hint a value for every variable that decisions do not name, such as what counts a makespan.

    Where one variable lacks a hint, CP-SAT has been seen to lose the whole of it.
    """
    hinted = set(model.proto.solution_hint.vars)
    for index, variable in enumerate(model.proto.variables):
        if index not in hinted:
            low, high = variable.domain[0], variable.domain[len(variable.domain) - 1]
            model.add_hint(model.get_int_var_from_proto_index(index), min(max(value, low), high))

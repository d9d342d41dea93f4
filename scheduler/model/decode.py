"""Solver values back to a plan of dates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.domain.plan import Placed, Plan
from scheduler.model.placed_variables import Event, Stretch

if TYPE_CHECKING:
    from collections.abc import Callable

    from scheduler.model.expressions import Expression
    from scheduler.model.model_build import ModelBuild


def decode(build: ModelBuild, value: Callable[[Expression], int]) -> Plan:
    """Return the plan that a solution means, asking only for primary decisions."""
    options = {
        group: name
        for group, literals in build.options().items()
        for name, literal in literals.items()
        if value(literal)
    }
    placed = {}
    for activity in build.programme.document.activities:
        of = build.placed(activity.id)
        if not (of.performed is True or value(of.performed)):
            continue
        if isinstance(of, Event):
            day = next(day for day, on in of.on.items() if value(on))
            placed[activity.id] = Placed(start=day, finish=day)
        elif isinstance(of, Stretch):
            placed[activity.id] = Placed(
                start=build.axis.start_date(value(of.start)),
                finish=build.axis.finish_date(value(of.finish)),
            )
    return Plan(options=options, placed=placed)

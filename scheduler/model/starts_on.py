"""Whether an activity starts on one day, or by one: 1 or 0."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ortools.sat.python import cp_model

from scheduler.model.enforcement import Enforcement
from scheduler.model.expressions import Expression
from scheduler.model.placed_variables import Event, Stretch

if TYPE_CHECKING:
    from scheduler.model.model_build import ModelBuild


def starts_on(activity: str, day: date, build: ModelBuild) -> Expression:
    """Return 1 where the activity is performed and starts on the day."""
    of = build.placed(activity)
    if isinstance(of, Event):
        return of.on.get(day, 0)
    at = build.axis.position(day)
    if build.axis.position_after(day) == at:
        return 0
    return _in_domain(f"{activity} on {day}", of, cp_model.Domain(at, at), build)


def starts_by(activity: str, day: date, build: ModelBuild) -> Expression:
    """Return 1 where the activity is performed and starts on the day or before."""
    of = build.placed(activity)
    if isinstance(of, Event):
        return of.total(lambda other: int(other <= day))
    last = build.axis.position_after(day) - 1
    if last < 0:
        return 0
    return _in_domain(f"{activity} by {day}", of, cp_model.Domain(0, last), build)


def _in_domain(
    name: str, of: Stretch, domain: cp_model.Domain, build: ModelBuild
) -> cp_model.IntVar:
    model = build.model
    there = model.new_bool_var(name)
    always = Enforcement(model)
    always.bind(model.add_linear_expression_in_domain(of.start, domain), there)
    elsewhere = model.add_linear_expression_in_domain(of.start, domain.complement())
    always.bind(elsewhere, ~there, of.performed)
    if of.performed is not True:
        model.add_implication(there, of.performed)
    return there

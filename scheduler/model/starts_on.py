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


Known = dict[tuple[str, date, bool], Expression]


def starts_on(
    activity: str, day: date, build: ModelBuild, known: Known, *, or_before: bool
) -> Expression:
    """Return 1 where the activity is performed and starts on the day, or on it or before.

    What is known is not made again.
    """
    key = activity, day, or_before
    if key not in known:
        known[key] = _made(activity, day, build, or_before=or_before)
    return known[key]


def _made(activity: str, day: date, build: ModelBuild, *, or_before: bool) -> Expression:
    of, axis = build.placed(activity), build.axis
    if isinstance(of, Event):
        return of.total(lambda other: int(other <= day)) if or_before else of.on.get(day, 0)
    first, last = 0 if or_before else axis.position(day), axis.position_after(day) - 1
    if last < first:
        return 0
    name = f"{activity} {'by' if or_before else 'on'} {day}"
    return _in_domain(name, of, cp_model.Domain(first, last), build)


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

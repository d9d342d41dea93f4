"""In which of several periods, each beginning on a day, an activity starts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from scheduler.domain.calendars import ONE_DAY
from scheduler.model.enforcement import Enforcement
from scheduler.model.placed_variables import Event

if TYPE_CHECKING:
    from datetime import date

    from ortools.sat.python import cp_model

    from scheduler.model.model_build import ModelBuild


def started_from(
    activity: str, firsts: Sequence[date | None], build: ModelBuild
) -> list[cp_model.IntVar]:
    """Return a literal for each period: it holds when the activity starts within it.

    Periods are in order; each lasts until the next begins, the last to the end of the horizon.
    None begins with the horizon.
    """
    model, axis, of = build.model, build.axis, build.placed(activity)
    opens = [axis.first if first is None else max(first, axis.first) for first in firsts]
    closes = [*opens[1:], axis.last + ONE_DAY]
    made = [model.new_bool_var(f"{activity} starts from {day}") for day in opens]
    before = model.new_bool_var(f"{activity} starts before all")
    model.add(sum([before, *made]) == of.performed)
    periods = zip([before, *made], [axis.first, *opens], [*opens[:1], *closes], strict=True)
    for literal, first, beyond in periods:
        if isinstance(of, Event):
            inside = [on for day, on in of.on.items() if first <= day < beyond]
            model.add(sum(inside) == literal)
            continue
        holds = Enforcement(model, (literal,))
        holds.bind(model.add(of.start >= axis.position(first)))
        holds.bind(model.add(of.start < axis.position(beyond)))
    return made

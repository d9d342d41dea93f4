"""Instants that lie close together, posted without comparing every pair.

A floating first day stands below all of them, and none is further from it than allowed. Nothing
else holds it, so it is the earliest instant only where plans are enumerated.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

from scheduler.model.placed_variables import Event, Stretch

if TYPE_CHECKING:
    from datetime import date

    from ortools.sat.python import cp_model

    from scheduler.model.enforcement import Enforcement
    from scheduler.model.expressions import Condition, Expression
    from scheduler.model.instant import Instant
    from scheduler.model.model_build import ModelBuild


def post_within(
    instants: Sequence[Instant], calendar_days: int, build: ModelBuild, by: Enforcement
) -> None:
    """Post that the performed instants lie within so many calendar days of each other.

    All of them are starts, or all are finishes. Missed days are one shortfall.
    """
    if len(instants) <= 1:
        return
    events = [instant.of for instant in instants if isinstance(instant.of, Event)]
    exactly = calendar_days == 0 and not by.per_unit
    if exactly and len(events) == len(instants):
        _post_same_date(events, build, by)
        return
    places: list[tuple[Expression, Condition]]
    if exactly and all(isinstance(instant.of, Stretch) for instant in instants):
        # Starts of equal position are on one day, and so are finishes; no table is needed.
        top, places = build.axis.size, [(i.position, i.performed) for i in instants]
    else:
        top, places = build.axis.calendar_days, [(i.ordinal, i.performed) for i in instants]
    first = build.model.new_int_var(0, top, "first of those together")
    give = by.give(top)
    for place, performed in places:
        by.bind(build.model.add(place >= first), performed)
        by.bind(build.model.add(place <= first + calendar_days + give), performed)
    if build.exact:
        _pin_to_earliest(first, places, top, build)


def _pin_to_earliest(
    first: cp_model.IntVar,
    places: Sequence[tuple[Expression, Condition]],
    top: int,
    build: ModelBuild,
) -> None:
    """Make the floating day a function of the plan: the last one where nothing is performed."""
    model = build.model
    candidates: list[Expression] = []
    for place, performed in places:
        if isinstance(performed, bool):
            candidates.append(place if performed else top)
            continue
        counted = model.new_int_var(0, top, "counted if performed")
        model.add(counted == place).only_enforce_if(performed)
        model.add(counted == top).only_enforce_if(~performed)
        candidates.append(counted)
    model.add_min_equality(first, candidates)


def _post_same_date(events: Sequence[Event], build: ModelBuild, by: Enforcement) -> None:
    """Post one date for all performed events, by a literal for each date that any may take."""
    model = build.model
    taking: defaultdict[date, list[cp_model.IntVar]] = defaultdict(list)
    for event in events:
        for day, on in event.on.items():
            taking[day].append(on)
    chosen = []
    for day, literals in sorted(taking.items()):
        here = model.new_bool_var(f"together@{day}")
        chosen.append(here)
        for on in literals:
            model.add_implication(on, here)
        if build.exact:
            model.add(sum(literals) >= here)
    by.bind(model.add_at_most_one(chosen))

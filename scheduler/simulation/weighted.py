"""Programmes in which what often makes a plan late comes first, whatever else may wait.

A plan that is late for the sake of a few chains of events is made again with one wish: each of
these events as early as can be, by how often it makes the plan late. Where work starts as soon as
it can, planned starts are no more than the order in which people are given out, and this order is
what the wish is about.

Source  Criticality of an activity as its priority: Van Slyke (1963), Stork (2001).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from scheduler.domain.activities import Selection
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.objectives import ObjectiveLevel
from scheduler.domain.planning_rules import TargetDate
from scheduler.domain.values import Price

MOST_POINTS = 100
"""For each day of an event that makes the plan late in every sample."""


def with_weights(programme: ExpandedProgramme, late: Mapping[str, float]) -> ExpandedProgramme:
    """Return a programme whose only objective is that events that make it late are early.

    `late`: in what part of the samples each activity does; work counts through its events. Soft
    rules of the programme are left out.
    """
    document = programme.document
    wishes = tuple(
        TargetDate(
            id=f"wish: {name} early",
            activities=Selection(activities=(name,)),
            target=document.plan_from,
            direction="late",
            price=Price(points=max(1, int(MOST_POINTS * part)), per="unit"),
        )
        for name, part in late.items()
        if programme.activities[name].form == "event"
    )
    hard = tuple(rule for rule in document.rules if rule.price is None)
    objectives = (ObjectiveLevel(name="concessions"),)
    return ExpandedProgramme(replace(document, rules=(*hard, *wishes), objectives=objectives))

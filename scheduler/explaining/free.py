"""The nearest day to which an activity could move by itself, all else as planned."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from scheduler.analysis.holding import Direction
from scheduler.domain.plan import Placed
from scheduler.domain.planning_rules import Rule
from scheduler.explaining.readers import breaches_after
from scheduler.explaining.reasons import Scene

STAYS_BROKEN = frozenset(
    (
        "acceptance",
        "continuity",
        "date_limit",
        "decision",
        "hypercare",
        "move_together",
        "partial_termination",
        "precedence",
        "rehearsal",
        "service_level",
        "shared_component",
        "synchronised",
    )
)
"""Kinds that bound distances from fixed days: an activity that has moved so far that one is broken
breaks it further on as well. A test compares with trying every day."""


def free_on(scene: Scene, name: str, way: Direction = "earlier") -> date | None:
    """Return the nearest other start on one side at which an activity breaks no hard rule.

    None where there is none.
    """
    activity, placed = scene.programme.activities[name], scene.plan.placed[name]
    rules = scene.speaking.hard.get(name, ())
    staying = [rule for rule in rules if rule.kind in STAYS_BROKEN]
    others = [rule for rule in rules if rule.kind not in STAYS_BROKEN]
    for to in scene.positions.beside(activity, placed, scene.plan, way):
        if _first_broken(staying, scene, name, to) is not None:
            return None
        at = _first_broken(others, scene, name, to)
        if at is None:
            return to.start
        # What is broken here is likely to be broken on the next day too.
        others.insert(0, others.pop(at))
    return None


def _first_broken(rules: Iterable[Rule], scene: Scene, name: str, to: Placed) -> int | None:
    for at, rule in enumerate(rules):
        found = breaches_after(rule, scene.programme, scene.plan, scene.speaking, {name: to})
        if next(found, None) is not None:
            return at
    return None

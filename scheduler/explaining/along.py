"""What holds activities that are bound to one another, such as a transfer and its hypercare.

Moved alone, each breaks the rule that binds them, which tells nothing. So the one is moved, those
bound to it are moved after it until their rules are met, and what is broken then holds them all.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from scheduler.analysis.holding import Direction, Reason
from scheduler.domain.plan import Placed
from scheduler.domain.planning_rules import Rule
from scheduler.explaining.readers import moved
from scheduler.explaining.reasons import Scene, follows, reason_of
from scheduler.rules.conditional import breaches_of
from scheduler.rules.rule import Breach
from scheduler.rules.words import listed

MOST_TRIES = 40
MOST_MOVED = 8


def reasons_together(scene: Scene, name: str, way: Direction = "earlier") -> tuple[Reason, ...]:
    """Return what holds an activity and those bound to it; nothing where that was not found."""
    activity, placed = scene.programme.activities[name], scene.plan.placed[name]
    candidates = scene.positions.beside(activity, placed, scene.plan, way)
    for to in islice(candidates, MOST_TRIES):
        settled = _settled(scene, name, to, way)
        if settled is None:
            continue
        changes, left = settled
        along = tuple(other for other in changes if other != name)
        found = tuple(
            replace(
                reason_of(scene, activity, rule, breaches, to, way), along=along, comes_along=False
            )
            for rule, breaches in left
        )
        return tuple(replace(r, other=_outside(r, along)) for r in found) or (
            Reason(
                kind="objective_only",
                rule=None,
                statement="No hard planning rule keeps it where it is, if it moves together with "
                f"{listed(along, scene.programme)}.",
                on=to.start,
                along=along,
            ),
        )
    return ()


def _outside(reason: Reason, along: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in reason.other if name not in along)


def _settled(
    scene: Scene, name: str, to: Placed, way: Direction
) -> tuple[dict[str, Placed], list[tuple[Rule, list[Breach]]]] | None:
    """Return the activities moved together and what that breaks; None where they cannot be."""
    changes = {name: to}
    while len(changes) <= MOST_MOVED:
        broken = list(scene.broken(changes))
        bound = next(_bound(scene, broken, changes, way), None)
        if bound is None:
            return changes, broken
        rule, other = bound
        after = _mended(scene, rule, other, changes, way)
        if after is None:
            return None
        changes[other] = after
    return None


def _bound(
    scene: Scene,
    broken: list[tuple[Rule, list[Breach]]],
    changes: dict[str, Placed],
    way: Direction,
) -> Iterator[tuple[Rule, str]]:
    """Yield rules broken with an activity that is bound to one of those moved."""
    for rule, breaches in broken:
        for breach in breaches:
            others = [n for n in breach.activities if n not in changes and n in scene.plan.placed]
            # An expiry names only who uses what is too old.
            movers = [n for n in breach.activities if n in changes] or list(changes)
            for other in others:
                if any((mover, other) in scene.links(rule) for mover in movers) or (
                    scene.programme.activities[other].form != "span"
                    and any(follows(scene, rule, mover, other, way) for mover in movers)
                    and not scene.links(rule)
                ):
                    yield rule, other


def _mended(
    scene: Scene, rule: Rule, other: str, changes: dict[str, Placed], way: Direction
) -> Placed | None:
    """Return the nearest placement of another activity at which a rule is met again."""
    activity, placed = scene.programme.activities[other], scene.plan.placed[other]
    for to in scene.positions.beside(activity, placed, scene.plan, way):
        there = moved(scene.plan, {**changes, other: to})
        if not any(True for _ in breaches_of(rule, scene.programme, there)):
            return to
    return None

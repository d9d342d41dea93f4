"""Levers allow more with every rung, and none eases law, technical need or what a plan is."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.values import Basis
from scheduler.expansion.adjustments import adjusted
from scheduler.expansion.expand import expand
from scheduler.rules.levers import Lever, levers_of
from scheduler.verification.verify import verify
from tests.agreement.harness import every_placement, key_of
from tests.agreement.random_programmes import Draw
from tests.agreement.worlds import KINDS, file_worlds

MOST_PLANS = 150
MOST_WORLDS = 4
NOTHING_TO_EASE = {"placement", "parallel_running", "continuity", "actual_dates"}


def with_basis(programme: ExpandedProgramme, basis: Basis) -> ExpandedProgramme:
    """Return the programme with every rule hard and resting on one thing."""
    document = programme.document
    rules = tuple(replace(rule, basis=basis, price=None) for rule in document.rules)
    return ExpandedProgramme(replace(document, rules=rules))


def worlds_of(kind: str) -> Iterator[ExpandedProgramme]:
    worlds = [world for world in file_worlds() if world.kind == kind]
    for world in worlds[:MOST_WORLDS]:
        yield with_basis(world.programme, "policy")


def shrinks(programme: ExpandedProgramme, lever: Lever) -> str:
    """Return the rung that refuses a plan of the rung before it; nothing when none does."""
    placements = list(every_placement(programme))[:MOST_PLANS]
    before = {key_of(plan) for plan in placements if verify(programme, plan).holds}
    for number, rung in enumerate(lever.rungs, start=1):
        eased = adjusted(programme, rung.adjustments)
        after = {key_of(plan) for plan in placements if verify(eased, plan).holds}
        if not before <= after:
            return f"{lever.id} to {number}: {rung.after}"
        before = after
    return ""


@pytest.mark.parametrize("kind", KINDS)
def test_every_rung_allows_what_the_rung_before_allows(kind: str) -> None:
    moved = 0
    for programme in worlds_of(kind):
        for lever in levers_of(programme):
            assert shrinks(programme, lever) == ""
            rules = {rule.id: rule for rule in programme.document.rules}
            moved += lever.rule in rules and rules[lever.rule].kind == kind
    if kind == "sourcing_choice":
        return
    assert (moved > 0) == (kind not in NOTHING_TO_EASE)


def test_every_rung_of_random_worlds_allows_what_the_rung_before_allows() -> None:
    seen = 0
    for seed in range(30):
        programme = with_basis(expand(Draw(seed).programme()), "estimate")
        for lever in levers_of(programme):
            assert shrinks(programme, lever) == "", f"seed {seed}"
            seen += 1
    assert seen > 25

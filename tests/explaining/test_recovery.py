"""Recovery options are those that trying every position of the levers finds."""

import math
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest

from scheduler.answers import RecoveryOption
from scheduler.asking.in_process import Answering
from scheduler.asking.question import Question, Reply
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.domain.programme import Programme
from scheduler.expansion.adjustments import adjusted
from scheduler.expansion.expand import expand
from scheduler.explaining.cheapest import goes_beyond
from scheduler.explaining.panel import Panel
from scheduler.explaining.recovery import recovery_options
from scheduler.rules.levers import levers_of
from scheduler.solver.settings import SearchSettings
from scheduler.verification.verify import verify
from tests.explaining.small_worlds import positions, without_plan

AT_MOST = 5
ALL = (True, True, True)
MOST_TRIALS = 1_500
WITH_SEVERAL_WAYS = (25, 207)
"""Worlds with more than one way that no other is part of, few as they are."""


def answering() -> Answering:
    return Answering(threading.Event(), SearchSettings(workers=1))


def least_positions(panel: Panel, placements: list[Plan]) -> list[dict[int, int]]:
    """Return every position with a plan of which no lever can be lowered, the cheapest first."""
    found: list[dict[int, int]] = []
    for position in sorted(positions(panel), key=panel.price):
        if not any(goes_beyond(position, one) for one in found):
            programme = panel.at(position)
            if any(verify(programme, plan).holds for plan in placements):
                found.append(position)
    return found


def position_of(option: RecoveryOption, panel: Panel) -> dict[int, int]:
    """Return how far an option moves each lever, told by what holds afterwards."""
    changed = {(change.rule, change.after) for change in option.changes}
    return {
        lever: rung
        for lever, of in enumerate(panel.levers)
        for rung, moved in enumerate(of.rungs, start=1)
        if (of.rule, moved.after) in changed
    }


def judge(programme: ExpandedProgramme, placements: list[Plan], seed: int) -> None:
    panel = Panel(programme, levers_of(programme))
    expected = least_positions(panel, placements)
    recovery = recovery_options(programme, answering(), at_most=AT_MOST, seconds=120.0)
    found = [position_of(option, panel) for option in recovery.options]
    prices = [panel.price(position) for position in found]
    told = f"seed {seed}: {found} for {expected[:AT_MOST]}"
    assert prices == [panel.price(position) for position in expected[:AT_MOST]], told
    assert all(position in expected for position in found), told
    assert recovery.complete == (len(expected) < AT_MOST), told
    for option in recovery.options:
        assert (option.checked, option.cheapest_proved, option.irreducible_proved) == ALL, told
        assert verify(adjusted(programme, option.adjustments), option.plan).holds, told


@dataclass(frozen=True)
class World:
    """A programme without a plan, small enough to try every position of its levers."""

    seed: int
    programme: ExpandedProgramme
    placements: list[Plan]
    panel: Panel


def small_worlds(*seeds: int) -> Iterator[World]:
    for seed in seeds:
        world = without_plan(seed)
        if world is None:
            continue
        programme, placements = world
        panel = Panel(programme, levers_of(programme))
        if math.prod(len(of.rungs) + 1 for of in panel.levers) * len(placements) <= MOST_TRIALS:
            yield World(seed, programme, placements, panel)


def worlds(first: int, last: int) -> int:
    judged = 0
    for world in small_worlds(*range(first, last)):
        judge(world.programme, world.placements, world.seed)
        judged += 1
    return judged


def test_options_of_small_worlds_are_those_of_brute_force() -> None:
    assert worlds(0, 60) >= 6


@pytest.mark.slow
@pytest.mark.parametrize("chunk", range(9))
def test_options_of_many_small_worlds_are_those_of_brute_force(chunk: int) -> None:
    assert worlds(60 + 220 * chunk, 280 + 220 * chunk) >= 20


def test_adjustments_in_the_file_do_what_they_do_afterwards_and_removing_them_undoes_it() -> None:
    seen = 0
    for seed in range(30):
        world = without_plan(seed)
        if world is None:
            continue
        programme = world[0]
        for option in recovery_options(programme, answering(), at_most=2).options:
            from_file = expand(_with(programme, option))
            assert from_file.document == adjusted(programme, option.adjustments).document
            undone = expand(_with(programme, None))
            assert undone.document == programme.document
            seen += 1
    assert seen > 2


def _with(programme: ExpandedProgramme, option: RecoveryOption | None) -> Programme:
    adjustments = () if option is None else option.adjustments
    return replace(programme.document, adjustments=adjustments)


def test_the_search_and_the_descent_beside_it_agree_with_brute_force() -> None:
    seen = 0
    lock = threading.Lock()
    for world in small_worlds(*range(30)):
        programme, panel = world.programme, world.panel
        expected = least_positions(panel, world.placements)
        one_process = answering()

        def ask(question: Question, answer: Answering = one_process) -> Reply:
            with lock:
                return answer(question)

        recovery = recovery_options(programme, ask, at_most=2, seconds=60.0, side_by_side=2)
        prices = [(option.contract_points, option.price) for option in recovery.options]
        costs = [panel.price(position) for position in expected[:2]]
        assert prices == [(contract, contract + others) for contract, others, _ in costs]
        assert all(option.cheapest_proved for option in recovery.options)
        seen += len(recovery.options)
    assert seen > 2


def test_ways_not_known_to_be_cheapest_are_irreducible_too(monkeypatch: pytest.MonkeyPatch) -> None:
    # Without time for the search for the cheapest there is still time to lower levers.
    monkeypatch.setattr("scheduler.explaining.recovery.SHARE_TO_DESCEND", 1.0)
    seen = 0
    for world in small_worlds(*range(45)):
        seed, programme, panel = world.seed, world.programme, world.panel
        expected = least_positions(panel, world.placements)
        recovery = recovery_options(programme, answering(), at_most=3, seconds=60.0)
        assert bool(recovery.options) == bool(expected), f"seed {seed}"
        for option in recovery.options:
            assert position_of(option, panel) in expected, f"seed {seed}"
            assert (option.checked, option.irreducible_proved) == (True, True)
            if option.cheapest_proved:
                assert option.price == sum(panel.price(expected[0])[:2]), f"seed {seed}"
        seen += len(recovery.options)
    assert seen > 3


def test_ways_told_move_different_levers_and_are_all_checked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("scheduler.explaining.recovery.SHARE_TO_DESCEND", 1.0)
    for seed in WITH_SEVERAL_WAYS:
        world = without_plan(seed)
        assert world is not None, f"seed {seed}"
        programme, placements = world
        panel = Panel(programme, levers_of(programme))
        expected = {frozenset(one) for one in least_positions(panel, placements)}
        recovery = recovery_options(programme, answering(), at_most=9, seconds=60.0)
        moved = [frozenset(position_of(option, panel)) for option in recovery.options]
        assert set(moved) == expected, f"seed {seed}"
        assert len(expected) == len(moved) > 1, f"seed {seed}"
        for option in recovery.options:
            assert option.checked, f"seed {seed}"
            after = adjusted(programme, option.adjustments)
            assert verify(after, option.plan).holds, f"seed {seed}"


def test_the_model_of_all_levers_finds_the_cheapest_position_of_brute_force() -> None:
    seen = 0
    for world in small_worlds(*range(45)):
        seed, programme, panel = world.seed, world.programme, world.panel
        expected = least_positions(panel, world.placements)
        reply = answering()(Question(programme=programme, caps=tuple(panel.top.items())))
        assert (reply.finding == "plan") == bool(expected), f"seed {seed}"
        if not expected or reply.plan is None:
            continue
        cheapest = panel.price(expected[0])[:2]
        found = panel.lowered(reply.moved, reply.plan)
        assert reply.price == cheapest, f"seed {seed}"
        assert found is not None, f"seed {seed}"
        assert panel.price(found)[:2] == cheapest, f"seed {seed}"
        seen += 1
    assert seen > 3

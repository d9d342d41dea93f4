"""Where further ways are looked for: everywhere but beyond the way that is known."""

from dataclasses import replace

import pytest

from scheduler.asking.in_process import Answering
from scheduler.explaining.cheapest import goes_beyond
from scheduler.explaining.further import Region, hardly_lowered, next_region, same_levers, unlike
from scheduler.explaining.panel import Panel
from scheduler.explaining.recovery import recovery_options
from scheduler.rules.levers import levers_of
from tests.explaining.small_worlds import positions, without_plan
from tests.explaining.test_recovery import answering

SEEDS = (25, 207)


@pytest.fixture
def ask() -> Answering:
    return answering()


@pytest.mark.parametrize("seed", SEEDS)
def test_regions_hold_every_position_but_those_beyond_the_way_known(
    seed: int, ask: Answering
) -> None:
    world = without_plan(seed)
    assert world is not None
    panel = Panel(world[0], levers_of(world[0]))
    plan = recovery_options(world[0], ask, at_most=1).options[0].plan
    known = max(positions(panel), key=len)
    regions = list(unlike(panel, known, plan))
    for position in positions(panel):
        within = [region for region in regions if goes_beyond(region.caps, position)]
        assert bool(within) != goes_beyond(position, known), position
        assert all(region.without not in position for region in within), position


def test_the_lever_of_most_ways_is_missed_next() -> None:
    regions = [Region(caps={}, without=at) for at in (None, 4, 7)]
    taken = [next_region(regions, [{7: 1}, {4: 1, 7: 2}]).without for _ in range(3)]
    assert taken == [7, 4, None]


def test_the_same_levers_to_other_rungs_are_no_other_way() -> None:
    assert same_levers({1: 2, 4: 1}, [{1: 1}, {1: 1, 4: 3}])
    assert not same_levers({1: 2}, [{1: 1, 4: 3}, {}])


def test_a_way_far_from_the_best_is_hardly_lowered(ask: Answering) -> None:
    world = without_plan(SEEDS[0])
    assert world is not None
    best = recovery_options(world[0], ask, at_most=1).options[0]
    dear = replace(best, price=9 * best.price, contract_points=best.contract_points + 1)
    price, changes = best.price, len(best.changes)
    assert not hardly_lowered(price, changes, [])
    assert not hardly_lowered(5 * price, 2 * changes, [dear, best])
    assert hardly_lowered(5 * price + 1, changes, [dear, best])
    assert hardly_lowered(price, 2 * changes + 1, [dear, best])

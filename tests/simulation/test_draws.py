"""What is drawn: estimates with a driver together, risks as often as they say."""

import numpy as np
import pytest

from scheduler.simulation.chance import Chance, chance_of
from scheduler.simulation.draws import draw
from scheduler.simulation.names import AGAIN, DAYS_OF_WORK, GAP
from scheduler.simulation.policy import carried
from tests.simulation.small import Small, chain, plan_at, serial

WIDE = (10, 100, 190)
SAMPLES = 20_000


def chance(correlation: float) -> Chance:
    works = dict.fromkeys("ABC", WIDE)
    small = Small(works, links=chain(*"ABC"), drivers={"A": "one", "B": "one"}, until="2026-12-31")
    programme = small.programme()
    return chance_of(carried(programme, serial(programme, *"ABC")), correlation=correlation)


@pytest.mark.parametrize("correlation", [0.0, 0.3, 0.5, 1.0])
def test_a_driver_makes_its_estimates_run_long_together(correlation: float) -> None:
    days = draw(chance(correlation), SAMPLES, 1, 0).table[DAYS_OF_WORK]
    # Rank correlation of a Gaussian copula: 6 / pi arcsin(rho / 2).
    ranks = np.argsort(np.argsort(days, axis=0), axis=0)
    found = np.asarray(np.corrcoef(ranks.T))
    expected = 6 / np.pi * np.arcsin(correlation / 2)
    assert found[0, 1] == pytest.approx(expected, abs=0.03)
    assert found[0, 2] == pytest.approx(0, abs=0.03)
    # Its own spread stays: half of the draws are below the middle.
    assert np.mean(days[:, 0] < 100) == pytest.approx(0.5, abs=0.02)


def test_every_number_of_days_is_drawn_as_often_as_it_is_likely() -> None:
    world = chance(0.0)
    days = draw(world, 250, 1, 0).table[DAYS_OF_WORK]
    for i, spread in enumerate(world.spreads[:3]):
        reached = 250 * np.cumsum(spread.chances())
        found = [int((days[:, i] <= day).sum()) for day in range(spread.first, spread.last + 1)]
        assert np.abs(found - reached).max() < 1
    drivers = draw(world, 250, 1, 0).common
    assert np.abs(np.median(drivers)) < 0.02
    # Blocks are not the same draws again, nor are two estimates of one block.
    assert not np.array_equal(days, draw(world, 250, 1, 1).table[DAYS_OF_WORK])
    assert not np.array_equal(days[:, 0], days[:, 2])


def test_an_estimate_known_to_be_likely_leaves_other_draws_alone() -> None:
    before = draw(chance(0.5), 500, 3, 0).table[DAYS_OF_WORK]
    after = draw(chance(0.5).at_likely(1), 500, 3, 0).table[DAYS_OF_WORK]
    assert set(after[:, 1]) == {100}
    assert np.array_equal(after[:, [0, 2]], before[:, [0, 2]])


def struck(**risk: object) -> np.ndarray:
    small = Small(
        dict.fromkeys("AB", (10, 10, 10)),
        links=(("A", "M"), ("B", "N"), ("N", "T")),
        events={"M": "any", "N": "any"},
        date_sets={"any": ["2023-01-16", "2023-02-13", "2023-03-13"]},
        risks=[{"id": "r", **risk}],
    )
    programme = small.programme()
    plan = plan_at(programme, A=0, B=0, M="2023-01-16", N="2023-01-16", T=11)
    return draw(chance_of(carried(programme, plan)), SAMPLES, 2, 0).table


def test_a_risk_happens_as_often_as_it_says_and_to_each_for_itself() -> None:
    table = struck(
        probability_percent=30,
        effect="longer",
        activities={"kinds": ["work"]},
        working_days={"min": 5, "likely": 5, "max": 5},
    )
    hit = table[DAYS_OF_WORK][:, :2] == 15
    assert set(np.unique(table[DAYS_OF_WORK][:, :2])) == {10, 15}
    assert hit.mean(axis=0) == pytest.approx([0.3, 0.3], abs=0.02)
    assert np.logical_and(*hit.T).mean() == pytest.approx(0.09, abs=0.01)
    # Stratified: so often, to one sample.
    assert np.abs(hit.sum(axis=0) - 0.3 * SAMPLES).max() <= 1


def test_a_risk_that_happens_together_happens_to_all_or_none() -> None:
    table = struck(
        probability_percent=30,
        effect="longer",
        activities={"kinds": ["work"]},
        together=True,
        working_days={"min": 1, "likely": 5, "max": 20},
    )
    assert np.array_equal(table[DAYS_OF_WORK][:, 0], table[DAYS_OF_WORK][:, 1])
    assert (table[DAYS_OF_WORK][:, 0] > 10).mean() == pytest.approx(0.3, abs=0.02)


def test_work_that_is_repeated_takes_its_time_again_and_what_lies_between() -> None:
    table = struck(
        probability_percent=50,
        effect="repeat",
        activities={"activities": ["A"]},
        working_days={"min": 3, "likely": 3, "max": 3},
    )
    assert set(np.unique(table[DAYS_OF_WORK][:, 0])) == {10, 23}
    assert set(np.unique(table[DAYS_OF_WORK][:, 1])) == {10}


def test_an_event_is_missed_or_held_again_some_days_later() -> None:
    meetings = {"activities": {"kinds": ["meeting"]}, "probability_percent": 40}
    missed = struck(effect="missed", **meetings)
    assert missed[AGAIN][:, 2:4].mean(axis=0) == pytest.approx([0.4, 0.4], abs=0.02)
    assert not missed[GAP].any()
    again = struck(effect="repeat", working_days={"min": 7, "likely": 7, "max": 7}, **meetings)
    assert set(np.unique(again[GAP][:, 2:4])) == {0, 7}
    assert np.array_equal(again[GAP] > 0, again[AGAIN] > 0)


def test_what_the_plan_leaves_out_is_hit_by_nothing() -> None:
    small = Small(
        dict.fromkeys("AB", (10, 10, 10)),
        links=chain("A"),
        risks=[
            {
                "id": "r",
                "probability_percent": 100,
                "effect": "longer",
                "activities": {"activities": ["B"]},
                "working_days": {"min": 5, "likely": 5, "max": 5},
            }
        ],
    )
    programme = small.programme()
    plan = plan_at(programme, A=0, T=10)
    drawn = draw(chance_of(carried(programme, plan)), 10, 1, 0)
    assert not drawn.happened.any()

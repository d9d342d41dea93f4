"""Spreads are what the three points say: moments, ends, whole days."""

import math
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.domain.values import ThreePoint
from scheduler.simulation.spreads import certain, cumulative, spread_of

POINTS = st.tuples(*(st.integers(0, 200) for _ in range(3))).map(sorted)


@given(POINTS, st.sampled_from(["pert", "triangular"]))
def test_chances_are_of_whole_days_between_the_ends(values: list[int], shape: str) -> None:
    least, likely, most = values
    spread = spread_of(ThreePoint(min=least, likely=likely, max=most), shape)  # type: ignore[arg-type]
    assert (spread.first, spread.last) == (max(1, least), max(1, most))
    assert spread.first <= spread.likely <= spread.last
    chances = spread.chances()
    assert len(chances) == spread.last - spread.first + 1
    assert chances.min() >= 0
    assert math.isclose(chances.sum(), 1, abs_tol=1e-9)


@given(st.integers(0, 50), st.integers(10, 60), st.integers(10, 60))
def test_the_mean_is_that_of_the_distribution(least: int, rise: int, fall: int) -> None:
    likely, most = least + rise, least + rise + fall
    for shape, mean in (
        ("pert", (least + 4 * likely + most) / 6),
        ("triangular", (least + likely + most) / 3),
    ):
        spread = spread_of(ThreePoint(min=least, likely=likely, max=most), shape)  # type: ignore[arg-type]
        days = np.arange(spread.first, spread.last + 1)
        # Rounding to whole days shifts the mean by next to nothing.
        assert float(days @ spread.chances()) == pytest.approx(mean, abs=0.1)


def test_pert_of_a_peak_in_the_middle_is_a_beta_of_three_and_three() -> None:
    # F(x) = 6 x^5 - 15 x^4 + 10 x^3.
    at = np.linspace(0, 1, 21)
    expected = 6 * at**5 - 15 * at**4 + 10 * at**3
    assert cumulative("pert", 0, 0.5, 1, at) == pytest.approx(expected, abs=1e-6)


def test_pert_of_a_peak_at_an_end_is_a_power() -> None:
    # Density 5 (1 - x)^4.
    at = np.linspace(0, 1, 21)
    assert cumulative("pert", 0, 0, 1, at) == pytest.approx(1 - (1 - at) ** 5, abs=1e-6)
    assert cumulative("pert", 0, 1, 1, at) == pytest.approx(at**5, abs=1e-6)


def test_triangular_is_what_its_triangle_says() -> None:
    at = np.array([0.0, 2.0, 4.0, 7.0, 10.0])
    expected = [0, 4 / 40, 16 / 40, 1 - 9 / 60, 1]
    assert cumulative("triangular", 0, 4, 10, at) == pytest.approx(expected)


def test_weeks_are_five_working_days_and_halves_go_up() -> None:
    spread = spread_of(ThreePoint(min=0.5, likely=1, max=1.5, unit="weeks"), "pert")
    assert (spread.first, spread.likely, spread.last) == (3, 5, 8)


def test_three_equal_points_leave_nothing_to_chance() -> None:
    spread = spread_of(ThreePoint(min=7, likely=7, max=7), "pert")
    assert list(spread.days(np.array([-9.0, 0.0, 9.0]))) == [7, 7, 7]
    assert spread == certain(7)


def test_a_draw_of_a_chance_comes_to_the_days_of_that_chance() -> None:
    spread = spread_of(ThreePoint(min=0, likely=4, max=10), "triangular")
    reached = np.cumsum(spread.chances())
    for k, chance in enumerate(reached[:-1]):
        normal = NormalDist().inv_cdf(chance)
        assert spread.days(np.array([normal - 1e-6]))[0] == spread.first + k
        assert spread.days(np.array([normal + 1e-6]))[0] == spread.first + k + 1

"""Latin hypercubes: every stratum once, in orders of their own; normal numbers exactly."""

from statistics import NormalDist
from typing import cast

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.simulation.stratified import hypercube, normal


def stream(seed: int) -> np.random.Generator:
    return np.random.Generator(np.random.PCG64(seed))


@given(st.integers(0, 2**32), st.integers(0, 5), st.integers(1, 300))
def test_each_number_takes_every_stratum_once(seed: int, numbers: int, samples: int) -> None:
    found = hypercube(stream(seed), numbers, samples)
    assert found.shape == (numbers, samples)
    assert ((found > 0) & (found < 1)).all()
    strata = np.sort(np.floor(found * samples), axis=1)
    assert np.array_equal(strata, np.tile(np.arange(samples), (numbers, 1)))


def test_the_order_of_one_number_tells_nothing_of_another() -> None:
    found = hypercube(stream(1), 40, 1_000)
    related = np.corrcoef(found) - np.eye(40)
    # Of 780 pairs the greatest correlation is about three and a half times 1 / sqrt(1000).
    assert np.abs(related).max() < 5 / np.sqrt(1_000)
    inside = found * 1_000 % 1
    assert inside.mean() == pytest.approx(0.5, abs=0.01)
    assert inside.std() == pytest.approx(np.sqrt(1 / 12), abs=0.01)


def test_a_mean_of_what_adds_up_hardly_varies_and_one_of_products_as_ever() -> None:
    def variances(samples: int) -> tuple[float, float]:
        cubes = [hypercube(stream(seed), 2, samples) - 0.5 for seed in range(400)]
        sums = [cube.sum(axis=0).mean() for cube in cubes]
        products = [cube.prod(axis=0).mean() for cube in cubes]
        return float(np.var(sums)), float(np.var(products))

    of_sums, of_products = variances(50)
    # Independent draws would have 2 / 12 and 1 / 144, over 50.
    assert of_sums < 0.001 * (2 / 12 / 50)
    assert of_products == pytest.approx(1 / 144 / 50, rel=0.25)


class _Last:
    """A stream whose every draw is the last there is."""

    def permuted(self, of: np.ndarray, axis: int, out: np.ndarray) -> np.ndarray:
        assert axis == 1
        out[:] = of
        return out

    def random(self, size: tuple[int, int]) -> np.ndarray:
        return np.full(size, np.nextafter(1.0, 0.0))


def test_the_last_draw_there_is_stays_below_one() -> None:
    found = hypercube(cast("np.random.Generator", _Last()), 2, 250)
    assert found.max() < 1
    assert np.isfinite(normal(found)).all()


@given(st.floats(1e-300, 1 - 1e-15))
def test_normal_numbers_are_those_of_the_distribution(chance: float) -> None:
    found = normal(np.array([[chance]]))
    assert found[0, 0] == pytest.approx(NormalDist().inv_cdf(chance), rel=1e-12, abs=1e-15)


def test_all_three_ranges_of_normal_numbers_are_met() -> None:
    chances = np.array([1e-200, 1e-12, 0.01, 0.3, 0.5, 0.7, 0.99, 1 - 1e-12])
    expected = [NormalDist().inv_cdf(chance) for chance in chances]
    assert list(normal(chances)) == pytest.approx(expected, rel=1e-12, abs=1e-15)

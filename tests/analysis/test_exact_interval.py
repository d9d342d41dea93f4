"""Exact intervals against the binomial distribution added up in fractions."""

from fractions import Fraction
from math import comb, isclose

from hypothesis import given
from hypothesis import strategies as st

from scheduler.analysis.exact_interval import beta_reached, exact_interval


def at_least(count: int, of: int, chance: float) -> float:
    """Return the probability of so many or more, without any rounding until the end."""
    p = Fraction(chance)
    return float(sum(comb(of, k) * p**k * (1 - p) ** (of - k) for k in range(count, of + 1)))


@given(st.integers(1, 40).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_at_its_ends_what_was_found_is_as_unlikely_as_said(found: tuple[int, int]) -> None:
    count, of = found
    low, high = exact_interval(count, of)
    assert low <= count / of <= high
    if count:
        assert isclose(at_least(count, of, low), 0.025, rel_tol=1e-8)
    if count < of:
        assert isclose(1 - at_least(count + 1, of, high), 0.025, rel_tol=1e-8)


def test_it_misses_no_probability_more_often_than_said() -> None:
    of = 30
    intervals = [exact_interval(count, of) for count in range(of + 1)]
    for percent in range(1, 100):
        p = percent / 100
        missed = sum(
            comb(of, count) * p**count * (1 - p) ** (of - count)
            for count, (low, high) in enumerate(intervals)
            if not low <= p <= high
        )
        assert missed <= 0.05


def test_of_none_and_of_all_an_end_is_open() -> None:
    assert exact_interval(0, 0) == (0.0, 1.0)
    assert exact_interval(0, 100_000)[0] == 0.0
    assert exact_interval(100_000, 100_000)[1] == 1.0
    # 1 - 0.025 ** (1 / n), all or none being missed.
    assert isclose(exact_interval(0, 100_000)[1], -(0.025 ** (1 / 100_000) - 1), rel_tol=1e-9)


@given(st.integers(1, 5_000), st.integers(1, 5_000), st.floats(0, 1))
def test_two_sides_of_a_beta_distribution_make_one(a: int, b: int, at: float) -> None:
    assert isclose(beta_reached(at, a, b) + beta_reached(1 - at, b, a), 1, abs_tol=1e-9)
    assert beta_reached(0.0, a, b) == 0
    assert beta_reached(1.0, a, b) == 1

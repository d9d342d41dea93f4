"""Figures of samples against values worked out by hand or by other formulas."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.analysis.risk import Share
from scheduler.simulation.figures import (
    MOST_CLASSES,
    classed,
    explained,
    in_classes,
    percentile,
    rank_correlation,
    ranks,
)

WHOLE = st.lists(st.integers(-50, 50), min_size=1, max_size=60)


def test_exact_intervals_are_those_of_the_tables() -> None:
    # Newcombe (1998), table I, method 5: 81 of 263, 15 of 148, 0 of 20, 1 of 29.
    for count, of, low, high in (
        (81, 263, 0.2527, 0.3676),
        (15, 148, 0.0578, 0.1617),
        (0, 20, 0.0, 0.1684),
        (1, 29, 0.0009, 0.1776),
    ):
        assert Share(count=count, of=of).interval == pytest.approx((low, high), abs=5e-5)


def test_an_interval_of_no_samples_is_everything() -> None:
    assert Share(count=0, of=0).interval == (0.0, 1.0)
    assert Share(count=0, of=0).value == 0


@given(WHOLE, st.integers(1, 100))
def test_a_percentile_is_the_least_value_that_enough_do_not_exceed(
    values: list[int], percent: int
) -> None:
    found = percentile(np.array(values), percent)
    assert found in values
    assert 100 * sum(v <= found for v in values) >= percent * len(values)
    assert 100 * sum(v < found for v in values) < percent * len(values)


@given(WHOLE)
def test_ranks_share_the_middle_of_ties(values: list[int]) -> None:
    expected = [sum(o < v for o in values) + (values.count(v) + 1) / 2 for v in values]
    assert list(ranks(np.array(values))) == expected


def test_rank_correlation_of_a_known_table() -> None:
    # No ties: 1 - 6 sum d^2 / (n (n^2 - 1)), with d = 1, 1, 1, 1, 0.
    found = rank_correlation(np.array([1, 2, 3, 4, 5]), ranks(np.array([2, 1, 4, 3, 5])))
    assert found == pytest.approx(1 - 6 * 4 / (5 * 24))


def test_what_never_varies_has_no_rank_correlation() -> None:
    assert rank_correlation(np.array([3, 3, 3]), ranks(np.array([1, 2, 3]))) is None


def test_classes_explain_all_of_what_they_fix_and_little_of_the_rest() -> None:
    stream = np.random.Generator(np.random.PCG64(1))
    classes = stream.integers(0, 5, 10_000)
    noise = stream.standard_normal(10_000)
    assert explained(classes, classes.astype(float)) == pytest.approx(1)
    assert explained(classes, noise) < 0.002
    # Variance 2 of five even classes beside variance 2 of noise.
    assert explained(classes, classes + np.sqrt(2) * noise) == pytest.approx(0.5, abs=0.02)
    assert explained(np.zeros(10, int), noise[:10]) == 0
    assert explained(classes, np.ones(10_000)) == 0


def test_draws_are_sorted_into_classes_of_equal_size() -> None:
    found = classed(np.random.Generator(np.random.PCG64(2)).standard_normal(1_000))
    assert list(np.bincount(found)) == [1_000 // MOST_CLASSES] * MOST_CLASSES


@given(st.lists(st.integers(1, 500), min_size=1, max_size=400))
def test_equal_days_are_in_one_class_and_later_ones_in_no_earlier(days: list[int]) -> None:
    classes = in_classes(np.array(days))
    assert len(set(classes.tolist())) <= MOST_CLASSES + 1
    pairs = sorted(zip(days, classes.tolist(), strict=True))
    assert [c for _, c in pairs] == sorted(c for _, c in pairs)
    assert len(dict(pairs)) == len(set(pairs))

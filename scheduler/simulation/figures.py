"""Figures of samples: order statistics, ranks and shares of variance."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from scheduler.analysis.risk import Percentiles
from scheduler.simulation.names import NEVER
from scheduler.simulation.spreads import Floats
from scheduler.timeline.time_axis import TimeAxis

Whole = npt.NDArray[np.int32] | npt.NDArray[np.int64]

MOST_CLASSES = 20
"""Classes into which draws of a driver are sorted to see what knowing it would explain."""


def percentile(values: Whole, percent: int) -> int:
    """Return the least value that so many of a hundred samples do not exceed."""
    at = max(0, -(-percent * len(values) // 100) - 1)
    return int(np.partition(values, at)[at])


def percentiles(ordinals: Whole, axis: TimeAxis) -> Percentiles:
    """Return by when an event has happened; none where that is after the horizon."""
    found = (percentile(ordinals, percent) for percent in (50, 80, 90))
    p50, p80, p90 = (None if day == NEVER else axis.day_at(day) for day in found)
    return Percentiles(p50=p50, p80=p80, p90=p90)


def ranks(values: Whole) -> Floats:
    """Return the rank of each value, ties sharing the middle of theirs."""
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    middle = last - (counts - 1) / 2
    found: Floats = middle[place]
    return found


def rank_correlation(one: Whole, other: Floats) -> float | None:
    """Return the correlation of the ranks of values with other ranks; none where either is alike.

    Source: Spearman (1904).
    """
    own = ranks(one)
    own, other = own - own.mean(), other - other.mean()
    size = np.sqrt((own @ own) * (other @ other))
    return None if size == 0 else float(own @ other / size)


def explained(classes: Whole, outcome: Floats) -> float:
    """Return the part of the variance of an outcome that lies between classes, less chance.

    Source: correlation ratio, Pearson (1905); its correction, Kelley (1935).
    """
    _, place, counts = np.unique(classes, return_inverse=True, return_counts=True)
    n, k = len(outcome), len(counts)
    deviation = outcome - outcome.mean()
    whole = float(deviation @ deviation)
    if whole == 0 or k < 2 or n <= k:  # noqa: PLR2004  # one class tells nothing
        return 0.0
    sums = np.bincount(place, weights=deviation)
    between = float((sums**2 / counts).sum())
    return max(0.0, 1 - (whole - between) / whole * (n - 1) / (n - k))


def classed(draws: Floats) -> Whole:
    """Return the class of each draw, all equally large."""
    order = np.argsort(draws, kind="stable")
    found = np.empty(len(draws), np.int64)
    found[order] = np.arange(len(draws)) * min(MOST_CLASSES, len(draws)) // max(1, len(draws))
    return found


def in_classes(days: Whole) -> Whole:
    """Return days in about so many classes of equal size, equal days in one."""
    values, counts = np.unique(days, return_counts=True)
    if len(values) <= MOST_CLASSES:
        return days
    below = np.cumsum(counts) - counts
    classes = below * MOST_CLASSES // len(days)
    return classes[np.searchsorted(values, days)]

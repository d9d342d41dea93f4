"""How likely each number of working days is, of an estimate given as three points.

A draw is a standard normal number, so that draws can be made alike by a cause they share; a spread
is the list of numbers at which the next day begins.

Source  PERT, a beta distribution of mean (min + 4 likely + max) / 6: Malcolm, Roseboom, Clark &
        Fazar (1959); with the shape of Vose (2008). Triangular: Johnson (1997).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from statistics import NormalDist
from typing import Literal

import numpy as np
import numpy.typing as npt

from scheduler.domain.values import ThreePoint

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

Shape = Literal["pert", "triangular"]
"""How chance is spread between the three points."""

_CELLS = 1 << 14
_WEIGHT_OF_LIKELY = 4
_NORMAL = NormalDist()
FEWEST_DAYS = 1
"""Of work: less is rounded up, as in a plan."""


@dataclass(frozen=True, slots=True)
class Spread:
    """Whole working days by chance."""

    first: int
    """The fewest days."""
    bounds: Floats = field(repr=False, compare=False)
    """Standard normal numbers; from the k-th on it is `first + k` days at least."""
    likely: int
    """The most likely days."""
    driver: str | None = None
    """What makes it run long together with others."""

    @property
    def last(self) -> int:
        """The most days."""
        return self.first + len(self.bounds)

    def days(self, normal: Floats) -> Ints:
        """Return the days that draws come to."""
        return self.first + np.searchsorted(self.bounds, normal, side="right")

    def chances(self) -> Floats:
        """Return the probability of each number of days, from the fewest on."""
        reached = np.array([0.0, *(_NORMAL.cdf(bound) for bound in self.bounds), 1.0])
        return np.diff(reached)


def spread_of(estimate: ThreePoint, shape: Shape, fewest: int = FEWEST_DAYS) -> Spread:
    """Return the spread of an estimate; days are rounded as those of a plan are."""
    scale = 5 if estimate.unit == "weeks" else 1
    least, likely, most = (estimate.case(c) * scale for c in ("min", "likely", "max"))
    # Halves are rounded up, as working days of a plan are.
    first, middle, last = (max(fewest, int(value + 0.5)) for value in (least, likely, most))
    steps: Floats = np.arange(first, last, dtype=np.float64) + 0.5
    reached = cumulative(shape, least, likely, most, steps) if len(steps) else steps
    bounds = np.array([_normal_at(chance) for chance in reached], np.float64)
    return Spread(first=first, bounds=bounds, likely=middle, driver=estimate.driver)


def certain(days: int) -> Spread:
    """Return the spread of what takes so many days whatever happens."""
    return Spread(first=days, bounds=np.empty(0), likely=days)


def cumulative(shape: Shape, least: float, likely: float, most: float, at: Floats) -> Floats:
    """Return the probabilities of staying below some values; `least < most`."""
    part = np.clip((at - least) / (most - least), 0.0, 1.0)
    peak = (likely - least) / (most - least)
    if shape == "triangular":
        rising = part**2 / peak if peak > 0 else np.zeros_like(part)
        falling = 1 - (1 - part) ** 2 / (1 - peak) if peak < 1 else np.ones_like(part)
        return np.where(part < peak, rising, falling)
    grid, reached = _beta(peak)
    return np.interp(part, grid, reached)


@cache
def _beta(peak: float) -> tuple[Floats, Floats]:
    """Return a grid of [0, 1] and what the beta distribution of a peak has reached there.

    The grid is a half cosine, finer towards the ends, where the density may rise like a root.
    """
    angle = np.linspace(0.0, np.pi, _CELLS + 1)
    grid = (1 - np.cos(angle)) / 2
    rise, fall = _WEIGHT_OF_LIKELY * peak, _WEIGHT_OF_LIKELY * (1 - peak)
    density = grid**rise * (1 - grid) ** fall * np.sin(angle)
    reached = np.concatenate(([0.0], np.cumsum(density[1:] + density[:-1])))
    return grid, reached / reached[-1]


def _normal_at(chance: float) -> float:
    if chance <= 0:
        return -np.inf
    return np.inf if chance >= 1 else _NORMAL.inv_cdf(chance)

"""The exact interval about a probability behind so many of so many.

Source  Clopper & Pearson (1934). The incomplete beta function as a continued fraction: Abramowitz &
        Stegun (1964), 26.5.8, worked out forwards by the method of Lentz (1976).
"""

from __future__ import annotations

from functools import lru_cache
from math import exp, lgamma, log, log1p

_EACH_SIDE = 0.025
_MOST_TERMS = 10_000
_MOST_STEPS = 200
_SMALL = 1e-300
_CLOSE = 1e-15
_ENOUGH = 1e-12
"""As closely as an end is found: far below what is told of it."""


@lru_cache(maxsize=4096)
def exact_interval(count: int, of: int) -> tuple[float, float]:
    """Return the interval of 95 % about the probability; of none all there is.

    It misses the probability behind independent draws in no more than one of twenty cases, whatever
    that probability is. `0 <= count <= of`.
    """
    low = 0.0 if count == 0 else _reached_at(_EACH_SIDE, count, of - count + 1)
    high = 1.0 if count == of else _reached_at(1 - _EACH_SIDE, count + 1, of - count)
    return low, high


def at_most(count: int, of: int, chance: float = 0.95) -> float:
    """Return what the probability does not exceed, wrong in no more than one of twenty cases.

    One side of the exact interval, for `chance` of all cases. `0 <= count <= of`; 1 of none.
    """
    return 1.0 if count == of else _reached_at(chance, count + 1, of - count)


def _reached_at(chance: float, a: int, b: int) -> float:
    """Return where the beta distribution of `a` and `b` has reached a chance.

    Newton's steps from the mean, halving where one would leave what is still possible.
    """
    low, high, at = 0.0, 1.0, a / (a + b)
    for _ in range(_MOST_STEPS):
        over = beta_reached(at, a, b) - chance
        low, high = (low, at) if over > 0 else (at, high)
        density = exp(_log_weight(at, a, b)) / (at * (1 - at))
        step = at - over / density if density > 0 else low
        then = step if low < step < high else (low + high) / 2
        if abs(then - at) < _ENOUGH * at:
            return then
        at = then
    return at


def beta_reached(at: float, a: int, b: int) -> float:
    """Return what the beta distribution of `a` and `b` has reached at a value between 0 and 1."""
    if at <= 0 or at >= 1:
        return float(at >= 1)
    if at > (a + 1) / (a + b + 2):
        # The fraction converges on the near side of the mean.
        return 1 - beta_reached(1 - at, b, a)
    return exp(_log_weight(at, a, b)) / (a * _fraction(at, a, b))


def _log_weight(at: float, a: int, b: int) -> float:
    return lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(at) + b * log1p(-at)


def _fraction(at: float, a: int, b: int) -> float:
    """Return `1 + d1 / (1 + d2 / (1 + …))`."""
    value = above = 1.0
    below = 0.0
    for term in range(1, _MOST_TERMS):
        m = term // 2
        if term % 2:
            d = -(a + m) * (a + b + m) * at / ((a + 2 * m) * (a + 2 * m + 1))
        else:
            d = m * (b - m) * at / ((a + 2 * m - 1) * (a + 2 * m))
        above = 1 + d / above or _SMALL
        below = 1 / (1 + d * below or _SMALL)
        value *= above * below
        if abs(above * below - 1) < _CLOSE:
            break
    return value

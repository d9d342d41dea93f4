"""Random numbers that cover the whole of each of their ranges: Latin hypercubes.

Of so many samples each number takes every one of as many equally likely strata once, somewhere
within it by chance, in an order by chance that no other number shares. What a figure owes to one
number at a time then hardly varies from seed to seed; the rest varies as with independent draws.

Source  McKay, Beckman & Conover (1979). That a mean varies less: Stein (1987); never by more than
        n / (n - 1) of what independent draws have: Owen (1997).
"""

from __future__ import annotations

import numpy as np

from scheduler.simulation.spreads import Floats

_MIDDLE = 0.425
"""As far from one half the first of the three fractions goes."""
_NEAR = 5.0
"""As far, in square roots of minus the logarithm of the tail, the second goes."""
_OFFSET = 1.6
_CONSTANT = 0.180625
Fraction = tuple[tuple[float, ...], tuple[float, ...]]
"""Coefficients above and below, the highest power first."""
_CENTRAL: Fraction = (
    (
        2.5090809287301226727e3,
        3.3430575583588128105e4,
        6.7265770927008700853e4,
        4.5921953931549871457e4,
        1.3731693765509461125e4,
        1.9715909503065514427e3,
        1.3314166789178437745e2,
        3.3871328727963666080e0,
    ),
    (
        5.2264952788528545610e3,
        2.8729085735721942674e4,
        3.9307895800092710610e4,
        2.1213794301586595867e4,
        5.3941960214247511077e3,
        6.8718700749205790830e2,
        4.2313330701600911252e1,
        1.0,
    ),
)
_TAIL: Fraction = (
    (
        7.74545014278341407640e-4,
        2.27238449892691845833e-2,
        2.41780725177450611770e-1,
        1.27045825245236838258e0,
        3.64784832476320460504e0,
        5.76949722146069140550e0,
        4.63033784615654529590e0,
        1.42343711074968357734e0,
    ),
    (
        1.05075007164441684324e-9,
        5.47593808499534494600e-4,
        1.51986665636164571966e-2,
        1.48103976427480074590e-1,
        6.89767334985100004550e-1,
        1.67638483018380384940e0,
        2.05319162663775882187e0,
        1.0,
    ),
)
_FAR_TAIL: Fraction = (
    (
        2.01033439929228813265e-7,
        2.71155556874348757815e-5,
        1.24266094738807843860e-3,
        2.65321895265761230930e-2,
        2.96560571828504891230e-1,
        1.78482653991729133580e0,
        5.46378491116411436990e0,
        6.65790464350110377720e0,
    ),
    (
        2.04426310338993978564e-15,
        1.42151175831644588870e-7,
        1.84631831751005468180e-5,
        7.86869131145613259100e-4,
        1.48753612908506148525e-2,
        1.36929880922735805310e-1,
        5.99832206555887937690e-1,
        1.0,
    ),
)


def hypercube(stream: np.random.Generator, numbers: int, samples: int) -> Floats:
    """Return [number, sample] between 0 and 1, neither included, each number stratified."""
    strata = np.tile(np.arange(samples, dtype=np.float64), (numbers, 1))
    stream.permuted(strata, axis=1, out=strata)
    strata += stream.random((numbers, samples))
    strata /= samples
    # A sum may be rounded up to the end of its stratum: the last would then be 1.
    found: Floats = np.clip(strata, np.finfo(np.float64).tiny, 1 - np.finfo(np.float64).epsneg)
    return found


def normal(chances: Floats) -> Floats:
    """Return the standard normal numbers below which chances lie, to 16 digits.

    Source: algorithm AS 241, Wichura (1988).
    """
    around = chances - 0.5
    found: Floats = around * _ratio(_CENTRAL, _CONSTANT - around * around)
    outside = np.nonzero(np.abs(around) > _MIDDLE)
    side, tail = around[outside], chances[outside]
    far = np.sqrt(-np.log(np.where(side < 0, tail, 1 - tail)))
    size = np.where(far <= _NEAR, _ratio(_TAIL, far - _OFFSET), _ratio(_FAR_TAIL, far - _NEAR))
    found[outside] = np.copysign(size, side)
    return found


def _ratio(of: Fraction, at: Floats) -> Floats:
    above, below = (np.full_like(at, part[0]) for part in of)
    for one, other in zip(of[0][1:], of[1][1:], strict=True):
        above *= at
        above += one
        below *= at
        below += other
    above /= below
    return above

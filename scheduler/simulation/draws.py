"""Drawing: how long work takes in each sample, which risks happen.

Estimates with a driver share a part of their draw: a one-factor Gaussian copula, so that a cause
makes them run long together while each keeps its own spread. Every block of samples has a stream of
its own, so that the answer does not depend on how many are drawn side by side.

A block is one Latin hypercube of what drivers, estimates and risks draw. Blocks do not know of each
other, so that the first samples stay the same where more are drawn, and each is stratified finely
enough: of what one number alone decides a block of 250 leaves a 250th of the variance or less. A
part of a block, where fewer samples are wanted, is some of its strata by chance: no worse than
independent draws, and hardly better where it is small.

Source  One-factor Gaussian copula: Vasicek (1987), Li (2000). Correlation of durations through
        shared risk drivers: Hulett (2011). Latin hypercubes of risk models: Vose (2008); their
        sources are told in `stratified`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from scheduler.exit_search.flat import Ints
from scheduler.simulation.chance import Chance, Hit
from scheduler.simulation.names import AGAIN, DAYS_OF_WORK, GAP
from scheduler.simulation.spreads import Floats, Spread
from scheduler.simulation.stratified import hypercube, normal

_HUNDRED = 100


@dataclass(frozen=True, slots=True)
class Drawn:
    """What chance decided for a block of samples."""

    table: Ints
    """As `kernel.run` reads it."""
    common: Floats
    """[sample, driver]: the part that its estimates share."""
    happened: Ints
    """[sample, risk]: to how many activities it happened."""


def draw(chance: Chance, samples: int, seed: int, block: int) -> Drawn:
    """Draw a block of samples; the same for the same seed, block and number of samples."""
    stream = np.random.Generator(np.random.PCG64(np.random.SeedSequence(seed, spawn_key=(block,))))
    drivers, estimates = len(chance.drivers), len(chance.uncertain)
    risks = sum(map(_numbers, chance.hits))
    chances = hypercube(stream, drivers + estimates + risks, samples)
    normals = normal(chances[: drivers + estimates])
    common = np.ascontiguousarray(normals[:drivers].T)
    table = np.zeros((3, samples, len(chance.spreads)), np.int64)
    table[DAYS_OF_WORK] = [spread.first for spread in chance.spreads]
    for i, own in zip(chance.uncertain, normals[drivers:], strict=True):
        spread = chance.spreads[i]
        table[DAYS_OF_WORK, :, i] = spread.days(_shared(chance, spread, common, own))
    happened = np.zeros((samples, len(chance.hits)), np.int64)
    rows = iter(chances[drivers + estimates :])
    for number, hit in enumerate(chance.hits):
        happened[:, number] = _strike(chance, hit, table, common, rows)
    for group in chance.alike:
        table[DAYS_OF_WORK][:, group] = table[DAYS_OF_WORK][:, group].max(axis=1, keepdims=True)
    return Drawn(table=table, common=common, happened=happened)


def _numbers(hit: Hit) -> int:
    """Return how many numbers a risk draws for a sample: whether, and for how many days."""
    places = len(hit.works) + len(hit.events)
    return 2 * (min(1, places) if hit.risk.together else places)


def _shared(chance: Chance, spread: Spread, common: Floats, own: Floats) -> Floats:
    """Mix draws with what their driver has in store for all its estimates."""
    if spread.driver not in chance.drivers:
        return own
    driver = common[:, chance.drivers.index(spread.driver)]
    part = np.sqrt(chance.correlation)
    mixed: Floats = part * driver + np.sqrt(1 - chance.correlation) * own
    return mixed


def _strike(chance: Chance, hit: Hit, table: Ints, common: Floats, rows: Iterator[Floats]) -> Ints:
    """Let a risk happen; return to how many activities it did in each sample."""
    samples: int = table.shape[1]
    happened = np.zeros(samples, np.int64)
    struck, days = happened, happened
    for place, (i, is_event) in enumerate(
        [*((i, False) for i in hit.works), *((i, True) for i in hit.events)]
    ):
        if place == 0 or not hit.risk.together:
            chances = _HUNDRED * next(rows)
            struck = np.less(chances, hit.risk.probability_percent).astype(np.int64)
            own = normal(next(rows))
            days = struck * hit.delay.days(_shared(chance, hit.delay, common, own))
        happened = happened + struck
        if is_event:
            table[AGAIN, :, i] += struck
            table[GAP, :, i] = np.maximum(table[GAP, :, i], days)
        else:
            again = struck * table[DAYS_OF_WORK, :, i] if hit.risk.effect == "repeat" else 0
            table[DAYS_OF_WORK, :, i] += again + days
    return happened

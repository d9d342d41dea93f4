"""All samples of a plan carried out: blocks side by side, the same answer however many.

Memory: eight bytes for each sample and activity that are kept, some 30 MB for the blocks at work on
a thousand activities.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scheduler.exit_search.flat import Ints
from scheduler.exit_search.lowered import Lowered
from scheduler.simulation.chance import Chance
from scheduler.simulation.draws import draw
from scheduler.simulation.kernel import run
from scheduler.simulation.names import DAYS_OF_WORK, FINISHES, STARTS
from scheduler.simulation.policy import Carried, empty_state
from scheduler.simulation.spreads import Floats

BLOCK = 250
"""Samples drawn from one stream; part of what a seed means."""
MOST_SAMPLES = 100_000
_MOST_WORKERS = 8

Days = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Runs:
    """What became of every activity in every sample."""

    starts: Days
    """[sample, activity]: ordinal of the first day; -1 not performed, `NEVER` after the horizon."""
    finishes: Days
    """[sample, activity]: ordinal of the day after the last."""
    days: Days
    """[sample, uncertain activity]: working days drawn."""
    common: Floats
    """[sample, driver]."""
    happened: Ints
    """[sample, risk]."""
    broken: Ints
    """[link]: in how many samples a lag is not kept."""
    chain: Ints
    """[activity]: in how many samples it lies on the chain that delays the last transfer."""

    def __len__(self) -> int:
        """Return the number of samples."""
        return len(self.starts)


def carry_out(carried: Carried, chance: Chance, *, samples: int, seed: int) -> Runs:
    """Carry a plan out so many times; the same for the same seed."""
    n = len(carried.lowered.activities)
    runs = Runs(
        starts=np.empty((samples, n), np.int32),
        finishes=np.empty((samples, n), np.int32),
        days=np.empty((samples, len(chance.uncertain)), np.int32),
        common=np.empty((samples, len(chance.drivers))),
        happened=np.empty((samples, len(chance.hits)), np.int64),
        broken=np.zeros(len(carried.lowered.links), np.int64),
        chain=np.zeros(n, np.int64),
    )
    tables = (carried.planned, carried.watched, carried.moves)
    workers = max(1, min(os.cpu_count() or 1, _MOST_WORKERS))
    blocks = range(-(-samples // BLOCK))

    def work(mine: range) -> Ints:
        own = own_copy(carried.lowered)
        state = empty_state(own)
        state.option[:] = carried.option
        told = np.zeros(len(own.links) + n, np.int64)
        for block in mine:
            first, last = block * BLOCK, min(samples, (block + 1) * BLOCK)
            drawn = draw(chance, BLOCK, seed, block)
            table = np.ascontiguousarray(drawn.table[:, : last - first])
            dates = np.empty((2, last - first, n), np.int64)
            run(own.flat, state.flat, *tables, table, dates, told)
            runs.starts[first:last], runs.finishes[first:last] = dates[STARTS], dates[FINISHES]
            runs.days[first:last] = table[DAYS_OF_WORK][:, list(chance.uncertain)]
            runs.common[first:last] = drawn.common[: last - first]
            runs.happened[first:last] = drawn.happened[: last - first]
        return told

    with ThreadPoolExecutor(workers) as pool:
        for told in pool.map(work, (blocks[k::workers] for k in range(workers))):
            runs.broken[:] += told[: len(runs.broken)]
            runs.chain[:] += told[len(runs.broken) :]
    return runs


def carry_out_as_drawn(carried: Carried, table: Ints) -> tuple[Ints, Ints]:
    """Return starts and finishes, [sample, activity], for a table as `kernel.run` reads it."""
    own = own_copy(carried.lowered)
    state = empty_state(own)
    state.option[:] = carried.option
    n = len(own.activities)
    told = np.zeros(len(own.links) + n, np.int64)
    dates = np.empty((2, table.shape[1], n), np.int64)
    tables = (carried.planned, carried.watched, carried.moves)
    run(own.flat, state.flat, *tables, table, dates, told)
    return dates[STARTS], dates[FINISHES]


def own_copy(lowered: Lowered) -> Lowered:
    """Return tables of one's own: durations are written into them."""
    return Lowered(
        **{name: getattr(lowered, name) for name in lowered.__dataclass_fields__ if name != "flat"}
    )

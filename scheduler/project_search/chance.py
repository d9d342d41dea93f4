"""Random numbers whose state is an array, so that a seed decides all and threads share none."""

import numpy as np

from scheduler.project_search.compiled import compiled
from scheduler.project_search.network import Int64s


def dice_of(seed: int) -> Int64s:
    """Return the state of a generator."""
    state = np.random.SeedSequence(seed).generate_state(1, np.uint64)
    return (state >> np.uint64(2)).astype(np.int64) + 1


@compiled
def below(dice: Int64s, limit: int) -> int:
    """Return a random integer from 0 to one below the limit (xorshift64*; limits up to 2 ** 31)."""
    x = np.uint64(dice[0])
    x ^= x >> np.uint64(12)
    x ^= x << np.uint64(25)
    x ^= x >> np.uint64(27)
    dice[0] = np.int64(x)
    high = np.int64((x * np.uint64(2685821657736338717)) >> np.uint64(33))
    return int((high * limit) >> 31)

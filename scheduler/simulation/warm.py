"""Compiling the simulation before it is needed: `python -m scheduler.simulation.warm`."""

from __future__ import annotations

from collections.abc import Callable

from numba import int64

from scheduler.exit_search.warm import Entries
from scheduler.exit_search.warm import make_ready as make_all_ready
from scheduler.simulation.kernel import run

_ROW, _TABLE, _CUBE = int64[::1], int64[:, ::1], int64[:, :, ::1]
ENTRIES: Entries = ((run, (_ROW, _ROW, *(_TABLE,) * 3, _CUBE, _CUBE, _ROW)),)
"""What is called from outside, and with what."""


def make_ready(begins: Callable[[], None] = lambda: None) -> float:
    """Load or compile everything; return the seconds it took, 0 when there was nothing to compile.

    `begins` is called before the first function is compiled.
    """
    return make_all_ready(begins, ENTRIES)


if __name__ == "__main__":
    make_ready()

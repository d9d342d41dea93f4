"""Compiling the search before it is needed: `python -m scheduler.exit_search.warm`."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from numba import float64, int64
from numba.core import event

from scheduler.exit_search.bound import least_cost
from scheduler.exit_search.decode import broken_links, decode, late_starts, ordered, restart
from scheduler.exit_search.improve import find_troubled, improve, seed

_TABLE = int64[::1]
Entries = tuple[tuple[Any, tuple[Any, ...]], ...]
"""Compiled functions, each with the types of its arguments."""

ENTRIES: Entries = (
    (late_starts, (_TABLE,)),
    (ordered, (_TABLE,) * 2),
    (decode, (_TABLE,) * 3),
    (restart, (_TABLE,) * 4),
    (broken_links, (_TABLE,) * 2),
    (find_troubled, (_TABLE,) * 4),
    (seed, (int64,)),
    (improve, (*(_TABLE,) * 3, int64, float64, float64, *(_TABLE,) * 4)),
    (least_cost, (_TABLE,) * 3),
)
"""What is called from outside, and with what."""


class _Beginning(event.Listener):
    """Tells once that something is being compiled, not merely loaded."""

    def __init__(self, begins: Callable[[], None]) -> None:
        self.begins, self.begun = begins, False

    def on_start(self, _: object) -> None:
        """Tell of the first function."""
        if not self.begun:
            self.begun = True
            self.begins()

    def on_end(self, _: object) -> None:
        """Need not be told."""


def make_ready(begins: Callable[[], None] = lambda: None, entries: Entries = ENTRIES) -> float:
    """Load or compile everything; return the seconds it took, 0 when there was nothing to compile.

    `begins` is called before the first function is compiled.
    """
    listener = _Beginning(begins)
    began = time.monotonic()
    with event.install_listener("numba:compile", listener):
        for function, signature in entries:
            function.compile(signature)
    return time.monotonic() - began if listener.begun else 0.0


class _NotCompiled(Exception):
    """Something would have to be compiled."""


def is_compiled() -> bool:
    """Load everything if it is compiled already; compile nothing.

    For processes of many threads: what the compiler does to warnings and to the reading of source
    code holds for all of them, and fails what others do at the time.
    """

    def refuse() -> None:
        raise _NotCompiled

    try:
        make_ready(refuse)
    except _NotCompiled:
        return False
    return True


if __name__ == "__main__":
    make_ready()

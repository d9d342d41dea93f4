"""Solver processes launched ahead, so that nobody waits for the solver to load."""

import threading
import time
from collections.abc import Sequence

from api.processes.giving_way import give_way, tell_linux
from scheduler.errors import SolverFailed
from scheduler.solver.process import SolverProcess, launch

FIRST_TO_GO = "500"
"""Where memory runs out, the system ends a solver process before its worker."""

NICENESS = 10
"""Solving gives way to whoever reads. Its worker does not: it would keep readers of a SQLite file
waiting whenever it lost the processor while it writes."""

PAUSE_SECONDS = 1.0
"""After a process is taken: most short searches end within, undisturbed by one that loads."""


class WarmProcesses:
    """As many loaded solver processes as there are slots free for them."""

    def __init__(self, slots: int) -> None:
        """Launch nothing yet."""
        self._slots = slots
        self._ready: list[SolverProcess] = []
        self._lock = threading.Lock()
        self._taken_at = float("-inf")
        self._closed = False

    def take(self) -> SolverProcess:
        """Return a solver process that waits for its request. Raises SolverFailed."""
        with self._lock:
            self._taken_at = time.monotonic()
            while self._ready:
                process = self._ready.pop(0)
                if process.process.poll() is None:
                    return process
                process.close()
        return launched()

    def slot_free(self) -> None:
        """Hear that a search has ended: what loads now disturbs nobody."""
        self._taken_at = float("-inf")

    def refill(self) -> None:
        """Launch what is missing, once the processes taken are well at work."""
        with self._lock:
            dead = [ready for ready in self._ready if ready.process.poll() is not None]
            self._ready = [ready for ready in self._ready if ready not in dead]
            for process in dead:
                process.close()
            rested = time.monotonic() - self._taken_at >= PAUSE_SECONDS
            if rested and not self._closed and len(self._ready) < self._slots:
                self._ready.append(launched())

    def close(self) -> None:
        """End the processes that nobody took, and launch no more."""
        with self._lock:
            self._closed = True
            for process in self._ready:
                process.close()
            self._ready.clear()


def launched(command: Sequence[str] | None = None) -> SolverProcess:
    """Launch a solver process that gives way to others. Raises SolverFailed."""
    try:
        process = launch(command)
    except OSError as error:
        raise SolverFailed(f"no solver process can be started: {error}") from error
    pid = process.process.pid
    give_way(pid, NICENESS)
    tell_linux(pid, "oom_score_adj", FIRST_TO_GO)
    return process

"""The schedule search compiled in the background, so that the first traffic light need not wait.

Run as `python -m api.commands.compiling`; it ends when standard input does.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys

from api.processes.giving_way import give_way
from api.processes.lifeline import when_cut

LEAST_URGENT = 19


class Compiling:
    """A process that compiles what the traffic light uses, gives way to all others, and ends."""

    def __init__(self) -> None:
        """Begin it; where that fails, compiling is left to the first who needs it."""
        self._process: subprocess.Popen[bytes] | None = None
        with contextlib.suppress(OSError):
            self._process = subprocess.Popen(
                [sys.executable, "-m", "api.commands.compiling"],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
            give_way(self._process.pid, LEAST_URGENT)

    def stop(self) -> None:
        """End it, done or not."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()


if __name__ == "__main__":
    # Before what takes long to load, so that it ends with a service that is killed at once, too.
    when_cut(lambda: os._exit(0))
    from scheduler.exit_search.warm import make_ready

    make_ready()

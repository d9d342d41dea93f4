"""The schedule search compiled in the background, so that the first traffic light need not wait."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from pathlib import Path

LEAST_URGENT = 19


class Compiling:
    """A process that compiles what the traffic light uses, gives way to all others, and ends."""

    def __init__(self) -> None:
        """Begin it; where that fails, compiling is left to the first who needs it."""
        self._process: subprocess.Popen[bytes] | None = None
        with contextlib.suppress(OSError):
            self._process = subprocess.Popen(
                [sys.executable, "-m", "scheduler.exit_search.warm"],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
            os.setpriority(os.PRIO_PROCESS, self._process.pid, LEAST_URGENT)
            # A process has a session of its own, and Linux shares processors among sessions first.
            Path(f"/proc/{self._process.pid}/autogroup").write_text(str(LEAST_URGENT), "ascii")

    def stop(self) -> None:
        """End it, done or not."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()

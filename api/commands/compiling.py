"""The schedule search compiled in the background, so that the first traffic light need not wait."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import threading
from pathlib import Path

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
            os.setpriority(os.PRIO_PROCESS, self._process.pid, LEAST_URGENT)
            # A process has a session of its own, and Linux shares processors among sessions first.
            Path(f"/proc/{self._process.pid}/autogroup").write_text(str(LEAST_URGENT), "ascii")

    def stop(self) -> None:
        """End it, done or not."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()


def _end_with_the_service() -> None:
    """End this process when the service's side of its standard input is closed, however it ends."""
    sys.stdin.buffer.read()
    os._exit(0)


if __name__ == "__main__":
    # Before what takes long to load, so that it ends with a service that is killed at once, too.
    threading.Thread(target=_end_with_the_service, daemon=True).start()
    from scheduler.exit_search.warm import make_ready

    make_ready()

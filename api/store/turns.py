"""Turns at writing to a SQLite file, within a process and among processes.

SQLite lets a writer look again and again whether the file is free, each time after a longer
pause. Beside one that writes without a pause, it may look in vain for many seconds: a worker could
not give a sign of life while many plans are submitted. So writers queue up before they ask SQLite:
those of one process for its one turn, and the processes for being the next to ask.
"""

import fcntl
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from api.errors import DatabaseUnavailable

PAUSE_SECONDS = 0.002


class Turns:
    """The queue of those who want to write to a file."""

    def __init__(self, file: Path, timeout_ms: int) -> None:
        """Open the file that the processes lock; not SQLite's own, whose locks that would lose."""
        self._timeout = timeout_ms / 1000
        self._alone = threading.Lock()
        # Closed on exec, so that no child process keeps a turn.
        self._file = os.open(f"{file}-turn", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Be the one in this process who writes. Raises DatabaseUnavailable."""
        if not self._alone.acquire(timeout=self._timeout):
            raise DatabaseUnavailable("too many wait to write to the database")
        try:
            yield
        finally:
            self._alone.release()

    @contextmanager
    def next(self) -> Iterator[None]:
        """Be the one among all processes who asks SQLite. Raises DatabaseUnavailable."""
        deadline = time.monotonic() + self._timeout
        while not self._locked():
            if time.monotonic() > deadline:
                raise DatabaseUnavailable("too many wait to write to the database")
            time.sleep(PAUSE_SECONDS)
        try:
            yield
        finally:
            fcntl.flock(self._file, fcntl.LOCK_UN)

    def _locked(self) -> bool:
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def close(self) -> None:
        """Close the file; nobody writes any more."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1

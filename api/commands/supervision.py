"""The worker processes of `serve`: started, restarted when they end, stopped with it."""

from __future__ import annotations

import logging
import os
import secrets
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress

from api.errors import DatabaseUnavailable
from api.store import workers
from api.store.database import Database

PAUSES_SECONDS = (0.0, 0.0, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0)
"""Before a restart, by how many workers in a row have ended soon."""
STEADY_AFTER_SECONDS = 30.0
"""A worker that lived so long has not ended soon."""
STOP_WITHIN_SECONDS = 20.0

log = logging.getLogger(__name__)


class SupervisedWorker:
    """Keeps one worker process running."""

    def __init__(self, database: Database, arguments: Sequence[str]) -> None:
        """Keep how to start it; nothing begins yet."""
        self._database = database
        self._arguments = tuple(arguments)
        self._leaving = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._keep, name="worker", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def ask_to_stop(self) -> None:
        """Let the worker give back its plans and end, and start none after it."""
        with self._lock:
            self._leaving.set()
            if self._process is not None:
                _cut_lifeline(self._process)

    def wait(self) -> None:
        """Wait for the worker to end, and end it if it does not."""
        self._thread.join(STOP_WITHIN_SECONDS)
        with self._lock:
            if self._process is not None and self._process.poll() is None:
                self._process.kill()
                self._process.wait()

    def _keep(self) -> None:
        pause, quick_ends = 0.0, 0
        while not self._leaving.wait(pause):
            name = f"{socket.gethostname()}-{os.getpid()}-{secrets.token_hex(4)}"
            began = time.monotonic()
            how = self._run_once(name)
            if self._leaving.is_set():
                return
            lived = time.monotonic() - began
            quick_ends = 0 if lived > STEADY_AFTER_SECONDS else quick_ends + 1
            pause = PAUSES_SECONDS[min(quick_ends, len(PAUSES_SECONDS) - 1)]
            log.warning("a worker %s; another starts in %g s", how, pause)
            self._forget(name)

    def _run_once(self, name: str) -> str:
        """Run a worker to its end, and return how that came about."""
        try:
            return f"ended with code {self._code(name)}"
        except Exception as error:  # no memory, no process: there may be some later
            log.exception("a worker could not be started")
            return f"could not be started ({error})"

    def _code(self, name: str) -> int | None:
        words = ["worker", *self._arguments, "--stdin-lifeline", "--name", name]
        with self._lock:
            if self._leaving.is_set():
                return None
            self._process = process = subprocess.Popen(  # noqa: S603 - our own words
                [sys.executable, "-m", "api.cli", *words],
                stdin=subprocess.PIPE,
                # Ctrl-C is for `serve`, which then lets its workers end.
                start_new_session=True,
            )
        return process.wait()

    def _forget(self, name: str) -> None:
        """Tell the others at once: its plans need not wait for its silence to be noticed."""
        try:
            with self._database.writing() as connection:
                workers.forget(connection, name)
        except DatabaseUnavailable as error:
            log.warning("the database is not available: %s", error)
        except Exception:  # the next worker starts all the same
            log.exception("a worker that ended could not be forgotten")


def _cut_lifeline(process: subprocess.Popen[bytes]) -> None:
    if process.stdin is not None:
        with suppress(OSError):
            process.stdin.close()

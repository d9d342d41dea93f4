"""Work done again and again in a thread of its own, whatever happens, until it is told to end."""

import logging
import threading
from collections.abc import Callable
from typing import TypeVar

from api.errors import DatabaseUnavailable
from api.store.failures import is_passing

LONGEST_PAUSE_SECONDS = 5.0

Found = TypeVar("Found")
log = logging.getLogger(__name__)


class Rounds:
    """A thread that does one thing each round, and waits longer while it fails."""

    def __init__(
        self,
        name: str,
        seconds: float,
        work: Callable[[], object],
        *,
        longest: float = LONGEST_PAUSE_SECONDS,
    ) -> None:
        """Keep what to do and how long to wait between; nothing begins yet.

        `longest` is what it waits at most while it fails, in seconds.
        """
        self._name = name
        self._seconds = seconds
        self._work = work
        self._longest = longest
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self, within_seconds: float = 15.0) -> None:
        """Begin no further round, and wait for the one at hand."""
        self._ended.set()
        if self._thread.is_alive() and self._thread is not threading.current_thread():
            self._thread.join(within_seconds)

    def _run(self) -> None:
        pause = self._seconds
        while not self._ended.wait(pause):
            pause = self._seconds if self._done() else min(self._longest, longer(pause))

    def _done(self) -> bool:
        try:
            self._work()
        except Exception as error:  # the worker outlives whatever is wrong with one round
            if isinstance(error, DatabaseUnavailable) or is_passing(error):
                log.warning("%s: the database is not available: %s", self._name, error)
            else:
                log.exception("%s failed; it is tried again", self._name)
        else:
            return True
        return False


def longer(pause: float) -> float:
    """Return the pause after one more failure.

    Units: seconds.
    """
    return min(LONGEST_PAUSE_SECONDS, max(0.25, 2 * pause))


def patiently(
    work: Callable[[], Found], ended: threading.Event, tries_when_ended: int = 3
) -> Found:
    """Return what some work on the database returns, waiting while the database is away.

    Raises DatabaseUnavailable when it stays away after an end was asked for.
    """
    pause = 0.0
    while True:
        try:
            return work()
        except DatabaseUnavailable as error:
            log.warning("the database is not available: %s", error)
            if ended.is_set():
                tries_when_ended -= 1
                if tries_when_ended <= 0:
                    raise
        pause = longer(pause)
        ended.wait(pause)

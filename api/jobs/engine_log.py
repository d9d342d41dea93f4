"""The engine's log, cut down to what somebody has to know, and to that once in a while."""

import logging
import threading
import time

ENGINE = "dbos"
SAME_AFTER_SECONDS = 60.0
SAME_WITHIN_CHARACTERS = 60


class _OnceInAWhile(logging.Filter):
    """Passes a message on unless one that begins alike has just been passed on."""

    def __init__(self) -> None:
        super().__init__()
        self._passed: dict[str, float] = {}
        self._lock = threading.Lock()

    def filter(self, record: logging.LogRecord) -> bool:
        beginning = record.getMessage()[:SAME_WITHIN_CHARACTERS]
        now = time.monotonic()
        with self._lock:
            last = self._passed.get(beginning)
            if last is not None and now - last < SAME_AFTER_SECONDS:
                return False
            self._passed[beginning] = now
        return True


def quieten() -> None:
    """Send the engine's warnings where the worker's go, the same one once a minute at most.

    It polls its queue many times a second, and says so each time that the database is away.
    """
    log = logging.getLogger(ENGINE)
    log.handlers.clear()
    # A handler of its own keeps the engine from adding one.
    log.addHandler(logging.NullHandler())
    log.propagate = True
    log.setLevel(logging.WARNING)
    log.addFilter(_OnceInAWhile())

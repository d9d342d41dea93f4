"""A worker's signs of life."""

import time
from collections.abc import Callable

from api.store import workers
from api.store.database import Database


class Heartbeat:
    """Tells the database that a worker lives, and hears when it was declared dead."""

    def __init__(
        self, database: Database, worker: str, lost_after: float, declared_dead: Callable[[], None]
    ) -> None:
        """Keep whom to tell about; `lost_after` is how long a worker may be silent, in seconds."""
        self._database = database
        self._worker = worker
        self._lost_after = lost_after
        self._declared_dead = declared_dead
        self._last = time.monotonic()
        self._silent_until = float("-inf")

    def beat(self) -> None:
        """Give a sign of life."""
        with self._database.writing() as connection:
            silent_ms = workers.silent_ms(connection, self._worker)
            known = workers.beat(connection, self._worker)
        now = time.monotonic()
        # A clock of this process need not go on while the machine sleeps; the database's may jump.
        silent = max(now - self._last, abs(silent_ms or 0) / 1000)
        if silent > self._lost_after / 2:
            self._silent_until = now
        self._last = now
        if not known:
            self._declared_dead()

    @property
    def is_steady(self) -> bool:
        """Whether this worker may judge others.

        When it was silent itself, the database or the machine was probably away for everybody, and
        the others need a moment for their signs of life.
        """
        now = time.monotonic()
        silent = now - self._last > self._lost_after / 2
        return not silent and now - self._silent_until > self._lost_after

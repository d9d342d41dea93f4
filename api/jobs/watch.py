"""What happens beside an undertaking: writing what it tells, and hearing that it should end."""

from __future__ import annotations

import logging
import threading
from types import TracebackType
from typing import Literal, Self

from api.errors import DatabaseUnavailable
from api.jobs.recording import Recording
from api.jobs.rounds import longer
from api.jobs.undertaking import Undertaking
from api.jobs.workplace import Workplace
from api.jobs.writing import write
from api.store import attempts
from api.store.records import Attempt

SECONDS_BETWEEN = 0.2

Standing = Literal["mine", "stop", "lost", "leaving"]
"""May go on; was asked to end; may write no more; its worker is leaving."""

log = logging.getLogger(__name__)


class Watch:
    """Watches over one undertaking from a thread of its own, while the context lasts."""

    def __init__(self, place: Workplace, attempt: Attempt, undertaking: Undertaking) -> None:
        """Keep what to watch."""
        self.stop = threading.Event()
        """Set when the search should end."""
        self.standing: Standing = "mine"
        self.recording = Recording(plans_at_once=undertaking.plans_at_once)
        self._place = place
        self._attempt = attempt
        self._undertaking = undertaking
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="watch", daemon=True)

    def __enter__(self) -> Self:
        """Begin to watch."""
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Watch no more; what is not written yet stays in the recording."""
        self._over.set()
        self._thread.join()

    def _run(self) -> None:
        pause = SECONDS_BETWEEN
        while not self._over.wait(pause):
            if self._place.leaving.is_set():
                self._end("leaving")
                return
            try:
                self._look()
                pause = SECONDS_BETWEEN
            except DatabaseUnavailable as error:
                # The search goes on: whether it may still write is asked when it does.
                log.warning("%s: the database is not available: %s", self._attempt.plan, error)
                pause = longer(pause)
            except Exception:
                log.exception("%s: what the search told could not be written", self._attempt.plan)
                pause = longer(pause)
            if self.standing == "lost":
                return

    def _look(self) -> None:
        """Ask whether the search may go on, and write what is due.

        Asked first: whatever is wrong with what the search told, an end is heard of.
        """
        with self._place.database.reading() as connection:
            standing = attempts.standing(connection, self._attempt)
        if standing == "lost":
            self._end("lost")
            return
        if standing == "stop" and self.standing == "mine":
            self.standing = "stop"
            self.stop.set()
        due = self.recording.due()
        if due:
            entries = [self._undertaking.written(told) for told in due]
            with self._place.database.writing() as connection:
                kept = write(connection, self._attempt, entries)
            if kept:
                self.recording.written(due)
            else:
                self._end("lost")

    def _end(self, why: Standing) -> None:
        """End the search at once: nobody waits for its answer."""
        self.standing = why
        self.stop.set()
        self._undertaking.cut()

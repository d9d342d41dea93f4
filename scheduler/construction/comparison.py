"""Planning without optimising, tried beside the search, so that nobody waits for it."""

from __future__ import annotations

import threading
import time

from scheduler.answers import BaselineOutcome
from scheduler.construction.baselines import baselines
from scheduler.domain.expanded import ExpandedProgramme

_LOOKED_AT_SECONDS = 0.05


class Comparison:
    """What naive ways of planning give; worked out in a thread of its own once it is begun."""

    def __init__(self, programme: ExpandedProgramme) -> None:
        """Begin with nothing."""
        self._programme = programme
        self._found: list[BaselineOutcome] = []
        self._failed: BaseException | None = None
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="comparison", daemon=True)

    def begin(self) -> None:
        """Begin, unless it has begun."""
        if not self._thread.ident:
            self._thread.start()

    def until(self, latest: float, stop: threading.Event) -> tuple[BaselineOutcome, ...]:
        """Return what is known by an instant, or at a stop, and work out no more.

        Raises what went wrong in working it out.
        """
        if time.monotonic() < latest:
            self.begin()
        while self._thread.is_alive() and not stop.is_set() and time.monotonic() < latest:
            self._thread.join(_LOOKED_AT_SECONDS)
        self._over.set()
        if self._failed is not None:
            raise self._failed
        return tuple(self._found)

    def stop(self) -> None:
        """Work out no more."""
        self._over.set()

    def _run(self) -> None:
        try:
            for outcome in baselines(self._programme, cancelled=self._over.is_set):
                self._found.append(outcome)
        except Exception as error:  # noqa: BLE001  # told to whoever asks for the outcome
            self._failed = error

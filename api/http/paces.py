"""How often something may be asked for: a few times at once, then at an even pace."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable

_MOST = 10_000
"""Names kept at hand; who has not asked for longest is forgotten first, which is in his favour."""


class Paces:
    """What is left to each name, in this process; safe to share among threads."""

    def __init__(
        self, at_once: int, seconds: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Allow `at_once` requests of a name, and one more for every `seconds` that pass."""
        self._at_once = at_once
        self._seconds = seconds
        self._clock = clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def wait(self, name: str) -> float:
        """Take one request of a name; return 0, or in how many seconds it may ask again."""
        now = self._clock()
        with self._lock:
            left, at = self._left.pop(name, (float(self._at_once), now))
            left = min(self._at_once, left + (now - at) / self._seconds)
            allowed = left >= 1
            self._left[name] = (left - 1 if allowed else left, now)
            if len(self._left) > _MOST:
                self._left.popitem(last=False)
        return 0.0 if allowed else (1 - left) * self._seconds

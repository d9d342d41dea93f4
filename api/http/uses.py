"""Which keys were used of late, so that not every request writes it down."""

from __future__ import annotations

import threading
import time

from api.store.keys import USED_EVERY_MS

_MOST = 10_000


class Uses:
    """When each key was noted as used last, by this process."""

    def __init__(self) -> None:
        """Begin with nothing noted."""
        self._noted: dict[str, float] = {}
        self._lock = threading.Lock()

    def is_news(self, key_id: str) -> bool:
        """Tell whether a use should be noted now; only one of many at once is told so."""
        now = time.monotonic()
        with self._lock:
            if now - self._noted.get(key_id, float("-inf")) < USED_EVERY_MS / 1000:
                return False
            if len(self._noted) >= _MOST:
                self._noted.clear()
            self._noted[key_id] = now
            return True

"""A few large results kept at hand."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable


class Recent:
    """Bytes used last, up to a total size; safe to share among threads."""

    def __init__(self, most_bytes: int) -> None:
        """Begin with none."""
        self._most = most_bytes
        self._size = 0
        self._kept: OrderedDict[Hashable, bytes] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], bytes]) -> bytes:
        """Return what is kept under a key, made where it is not."""
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
                return found
        # Made outside the lock: twice at worst, but nobody waits for another's.
        made = make()
        with self._lock:
            if key not in self._kept:
                self._kept[key] = made
                self._size += len(made)
            while self._size > self._most:
                self._size -= len(self._kept.popitem(last=False)[1])
        return made

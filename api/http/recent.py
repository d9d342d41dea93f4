"""A few results that take long to make, kept at hand."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Kept = TypeVar("Kept")


class Recent(Generic[Kept]):
    """What was used last, up to a total size; safe to share among threads."""

    def __init__(self, most: int, size_of: Callable[[Kept], int]) -> None:
        """Begin with none; `most` is in the unit of `size_of`."""
        self._most = most
        self._size_of = size_of
        self._size = 0
        self._kept: OrderedDict[Hashable, Kept] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], Kept]) -> Kept:
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
                self._size += self._size_of(made)
            while self._size > self._most:
                self._size -= self._size_of(self._kept.popitem(last=False)[1])
        return made

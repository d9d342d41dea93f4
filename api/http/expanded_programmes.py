"""Programmes written out, kept at hand: expanding a large one takes a while."""

from __future__ import annotations

import threading
from collections import OrderedDict

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.expansion.expand import expand
from scheduler.interchange.programme_json import read_programme

MOST_KEPT = 16


class ExpandedProgrammes:
    """The programmes used last, by the hash of their documents; safe to share among threads."""

    def __init__(self, most: int = MOST_KEPT) -> None:
        """Begin with none."""
        self._most = most
        self._kept: OrderedDict[str, ExpandedProgramme] = OrderedDict()
        self._lock = threading.Lock()

    def expanded(self, hash_: str, document: str) -> ExpandedProgramme:
        """Return a stored, hence valid, document written out."""
        with self._lock:
            found = self._kept.get(hash_)
            if found is not None:
                self._kept.move_to_end(hash_)
                return found
        made = expand(read_programme(document.encode()))
        self.keep(hash_, made)
        return made

    def keep(self, hash_: str, programme: ExpandedProgramme) -> None:
        """Keep a programme that was just written out."""
        with self._lock:
            self._kept[hash_] = programme
            self._kept.move_to_end(hash_)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)

"""Programmes written out, kept at hand: expanding a large one takes a while."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import replace
from typing import TypeAlias

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.values import DurationCase
from scheduler.expansion.expand import expand
from scheduler.interchange.programme_json import read_programme

MOST_KEPT = 16

_Key: TypeAlias = tuple[str, DurationCase | None, str | None]


class ExpandedProgrammes:
    """The programmes used last, by hash, durations and profile; safe to share among threads."""

    def __init__(self, most: int = MOST_KEPT) -> None:
        """Begin with none."""
        self._most = most
        self._kept: OrderedDict[_Key, ExpandedProgramme] = OrderedDict()
        self._lock = threading.Lock()

    def expanded(
        self,
        hash_: str,
        document: str,
        durations: DurationCase | None = None,
        profile: str | None = None,
    ) -> ExpandedProgramme:
        """Return a stored, hence valid, document written out; on other durations where asked.

        A profile likewise takes the place of the programme's own.
        """
        key = (hash_, durations, profile)
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
                return found
        programme = read_programme(document.encode())
        if durations is not None:
            programme = replace(programme, durations=durations)
        if profile is not None:
            programme = replace(programme, profile=profile)
        made = expand(programme)
        self._keep(key, made)
        return made

    def keep(self, hash_: str, programme: ExpandedProgramme) -> None:
        """Keep a programme that was just written out, on its own durations."""
        self._keep((hash_, None, None), programme)

    def _keep(self, key: _Key, programme: ExpandedProgramme) -> None:
        with self._lock:
            self._kept[key] = programme
            self._kept.move_to_end(key)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)

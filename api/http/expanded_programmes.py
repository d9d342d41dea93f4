"""Programmes written out, kept at hand: expanding a large one takes a while."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import replace
from typing import TypeAlias

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.programme import Programme
from scheduler.domain.values import DurationCase
from scheduler.expansion.expand import expand
from scheduler.interchange.programme_json import read_programme
from scheduler.regenerating.in_force import with_stability_first
from scheduler.validation import find_issues

MOST_KEPT = 16

_Key: TypeAlias = tuple[str, DurationCase | None, str | None, bool]


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
        *,
        near: bool = False,
    ) -> ExpandedProgramme:
        """Return a stored, hence valid, document written out; on other durations where asked.

        A profile likewise takes the place of the programme's own. `near` puts levels of stability
        first, as of a plan that stays near the one in force.
        """
        key = (hash_, durations, profile, near)
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
        made = _written_out(programme)
        if near:
            made = with_stability_first(made)
        self._keep(key, made)
        return made

    def keep(self, hash_: str, programme: ExpandedProgramme) -> None:
        """Keep a programme that was just written out, on its own durations."""
        self._keep((hash_, None, None, False), programme)

    def _keep(self, key: _Key, programme: ExpandedProgramme) -> None:
        with self._lock:
            self._kept[key] = programme
            self._kept.move_to_end(key)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)


def _written_out(programme: Programme) -> ExpandedProgramme:
    """Return a programme written out, where rules that facts have broken give way."""
    if programme.progress or programme.decided_options:
        found, _ = find_issues(programme)
        if found is not None:
            return found
    return expand(programme)

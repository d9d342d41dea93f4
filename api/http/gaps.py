"""How far plans finished lately may be from the best there is, from their stored answers."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from threading import Lock
from typing import Any

from sqlalchemy import Connection

from api.store.finished import answers_of, finished_lately

READ_AT_ONCE = 100
"""Answers are large: after a start, what the last hour has is read in several looks."""


class Gaps:
    """Gaps of the plans finished in the last hour; answers never change, so each is read once."""

    def __init__(self) -> None:
        self._known: dict[str, float] = {}
        self._lock = Lock()

    def lately(self, connection: Connection) -> tuple[float, ...]:
        """Return what is known of them by now, in no particular order."""
        ids = finished_lately(connection)
        with self._lock:
            missing = [id for id in ids if id not in self._known][:READ_AT_ONCE]
            found = answers_of(connection, missing) if missing else {}
            known = self._known | {id: gap_of(text) for id, text in found.items()}
            self._known = {id: known[id] for id in ids if id in known}
            return tuple(self._known.values())


def gap_of(answer: str) -> float:
    """Return the gap of the first level of the objective that is not proved, as a share of 1.

    0 where all are proved, infinite where nothing is known of the level. Later levels do not count:
    they are sought among plans that are best in this one.
    """
    levels: Iterable[Mapping[str, Any]] = json.loads(answer).get("objectives") or ()
    for level in levels:
        if level["proved"]:
            continue
        if level["bound"] is None or level["value"] is None:
            return math.inf
        return float(abs(level["value"] - level["bound"]) / max(1.0, abs(level["value"])))
    return 0.0

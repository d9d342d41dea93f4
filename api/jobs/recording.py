"""What is told of a job, on its way into the store: everything that matters, but not too often.

The search hands its events over and goes on; another thread writes them. What is not written yet is
kept while the database is away.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scheduler.answers import LevelOutcome
from scheduler.domain.plan import Plan
from scheduler.regenerating.again import light_to_jsonable

SECONDS_BETWEEN = 0.5
"""Between two plans, and between two words on progress; the last of each is always written."""

PLAN = "plan"
PROGRESS = "progress"
TRAFFIC_LIGHT = "traffic_light"

TOLD: Mapping[str, tuple[str, ...]] = {
    "level": ("level", "value", "bound", "proved"),
    "outcome": ("outcome", "confirmed"),
    "clash": ("rules", "minimal", "proved"),
    "retry": (),
}
"""Events of the search that are passed on as they are, with what is passed on of them."""

AGREES: Mapping[str, bool | None] = {"infeasible": True, "unknown": None}
"""Whether a second configuration agrees, by what it said; with anything else it does not."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Told:
    """One event on its way into the store; no other is the same one."""

    type: str
    data: Mapping[str, Any]
    plan: Plan | None = None
    """The checked plan that the event tells of."""
    objectives: tuple[LevelOutcome, ...] = ()
    """Its levels, with what was known of them."""


class Recording:
    """The events of one attempt that wait to be written."""

    def __init__(self, *, plans_at_once: bool = True) -> None:
        """Begin with none; without `plans_at_once`, plans are due at the end only."""
        self._plans_at_once = plans_at_once
        self._waiting: list[Told] = []
        self._lock = threading.Lock()
        self._written_at: dict[str, float] = {}

    def take(self, event: Mapping[str, Any]) -> None:
        """Take in one event of the search."""
        told = told_of(event)
        if told is not None:
            self.add(told)

    def add(self, told: Told) -> None:
        """Take in what is told as it is."""
        with self._lock:
            if told.type in {PLAN, PROGRESS}:
                # The newer plan is the better one, and of progress only the newest matters.
                self._waiting = [w for w in self._waiting if w.type != told.type]
            self._waiting.append(told)

    def due(self, *, everything: bool = False) -> list[Told]:
        """Return what may be written now, in order."""
        now = time.monotonic()
        with self._lock:
            return [w for w in self._waiting if everything or self._is_due(w, now)]

    def written(self, kept: Sequence[Told]) -> None:
        """Forget what is in the store."""
        now = time.monotonic()
        with self._lock:
            self._waiting = [w for w in self._waiting if w not in kept]
            for told in kept:
                self._written_at[told.type] = now

    def _is_due(self, told: Told, now: float) -> bool:
        if told.type not in {PLAN, PROGRESS}:
            return True
        if told.type == PLAN and not self._plans_at_once:
            return False
        return now - self._written_at.get(told.type, float("-inf")) >= SECONDS_BETWEEN


def told_of(event: Mapping[str, Any]) -> Told | None:
    """Return what is told of an event of the search, where anything is."""
    kind = event["type"]
    seconds = round(event.get("seconds", event.get("elapsed", 0.0)), 2)
    if kind in TOLD:
        return Told(type=kind, data={**{n: event[n] for n in TOLD[kind]}, "seconds": seconds})
    match kind:
        case "plan_checked":
            data = {"source": event["source"], "seconds": seconds}
            return Told(type=PLAN, data=data, plan=event["plan"], objectives=event["objectives"])
        case "progress":
            value, bound = event["value"], event["bound"]
            gap = None if value is None or bound is None else abs(value - bound)
            data = {"level": event["level"], "value": value, "bound": bound, "gap": gap}
            return Told(type=PROGRESS, data={**data, "seconds": seconds})
        case "traffic_light":
            return Told(type=TRAFFIC_LIGHT, data=light_to_jsonable(event["light"]))
        case "confirmed":
            agrees = AGREES.get(event["ok"], False)
            data = {"level": event["level"], "agrees": agrees, "seconds": seconds}
            return Told(type="confirmed", data=data)
        case _:
            return None

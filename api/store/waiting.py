"""What a plan or an analysis waits for, about when it begins, and when at the latest.

At the latest: everything before it takes as long as it may. About when: everything before it takes
as long as work of its kind took lately.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import median
from typing import Any

from sqlalchemy import Connection, select

from api.store import workers
from api.store.clock import database_now
from api.store.handing_over import before_in_queue
from api.store.records import settings_in
from api.store.tables import ASKED_FOR, AT_WORK, COMPLETED, plans
from api.store.walls import all_shown

MEASURED = 100
"""So many of what was completed last are looked at."""
_ENOUGH = 3
"""As many of a kind must have been measured."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ahead:
    """What goes before something that waits."""

    others: int
    """Plans and analyses before it in the queue, of all tenants."""
    at_work: int
    """Those that are worked on now."""
    seconds: float
    """Until it begins, if all of these take as long as they may and each worker does one at a
    time: at the latest."""
    usual_seconds: float | None
    """The same if each takes as long as its kind took lately; None where too few were measured."""
    workers: int
    """Workers that gave a sign of life lately."""
    waited_seconds: float
    """Since it was asked for."""


def ahead_of(c: Connection, id: str, submitted_at: int, *, lost_after_ms: int) -> Ahead | None:
    """Return what goes before a plan or an analysis; None of one that does not wait.

    `submitted_at` is when it was asked for, in milliseconds of the database's clock.
    """
    with all_shown(c):
        before = before_in_queue(c, id)
        if before is None:
            return None
        now = database_now(c)
        asked_for = plans.c.kind.in_(ASKED_FOR)
        columns = select(plans.c.settings, plans.c.started_at)
        # Shares give way to whoever waits.
        at_work = list(c.execute(columns.where(plans.c.state.in_(AT_WORK), asked_for)))
        waiting = list(c.execute(columns.where(plans.c.id.in_(before), asked_for)))
        alive = len(workers.alive(c, lost_after_ms))
        jobs = [
            _Job(settings_in(row.settings), (now - (row.started_at or now)) / 1000)
            for row in (*at_work, *waiting)
        ]
        usual = _usual(jobs, _measured(c))
        return Ahead(
            others=len(waiting),
            at_work=len(at_work),
            seconds=sum(job.left for job in jobs) / max(1, alive),
            usual_seconds=None if usual is None else usual / max(1, alive),
            workers=alive,
            waited_seconds=(now - submitted_at) / 1000,
        )


@dataclass(frozen=True, slots=True)
class _Job:
    settings: Mapping[str, Any]
    since: float
    """Seconds it has been worked on."""

    @property
    def left(self) -> float:
        """How long it may take from now on."""
        return max(0.0, longest_seconds(self.settings) - self.since)


def _measured(c: Connection) -> Mapping[str, float]:
    """Return how long work of each kind usually took, in seconds, by what was completed last."""
    found: defaultdict[str, list[float]] = defaultdict(list)
    rows = c.execute(
        select(plans.c.settings, plans.c.started_at, plans.c.finished_at)
        .where(plans.c.state == COMPLETED, plans.c.kind.in_(ASKED_FOR))
        .where(plans.c.started_at.is_not(None))
        .order_by(plans.c.submitted_at.desc(), plans.c.id.desc())
        .limit(MEASURED)
    )
    for row in rows:
        took = (row.finished_at - row.started_at) / 1000
        found[_kind(settings_in(row.settings))].append(took)
    return {kind: median(took) for kind, took in found.items() if len(took) >= _ENOUGH}


def _usual(jobs: Iterable[_Job], measured: Mapping[str, float]) -> float | None:
    """Return how long jobs usually take from now on, together; None where one is not known."""
    total = 0.0
    for job in jobs:
        took = measured.get(_kind(job.settings))
        if took is None:
            return None
        # What has taken longer than usual may take half of what it still may.
        total += min(job.left, took - job.since if took > job.since else job.left / 2)
    return total


def _kind(settings: Mapping[str, Any]) -> str:
    """Return what takes about as long as its like: an analysis of a kind, or a plan of a limit."""
    return str(settings.get("kind") or f"plan of {longest_seconds(settings):g} seconds")


def longest_seconds(settings: Mapping[str, Any]) -> float:
    """Return how long a plan or an analysis may take, the search for causes behind it included."""
    limits = ("time_limit_seconds", "causes_limit_seconds")
    return sum(float(settings.get(name) or 0) for name in limits)

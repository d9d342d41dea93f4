"""What a plan or an analysis waits for, and until when it begins at the latest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from api.store import workers
from api.store.clock import database_now
from api.store.handing_over import before_in_queue
from api.store.records import settings_in
from api.store.tables import ASKED_FOR, AT_WORK, plans
from api.store.walls import all_shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Ahead:
    """What goes before something that waits."""

    others: int
    """Plans and analyses before it in the queue, of all tenants."""
    at_work: int
    """Those that are worked on now."""
    seconds: float
    """Until it begins, if all of these take as long as they may and each worker does one at a
    time."""
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
        at_work = list(
            c.execute(
                # Shares give way to whoever waits.
                select(plans.c.settings, plans.c.started_at).where(
                    plans.c.state.in_(AT_WORK), plans.c.kind.in_(ASKED_FOR)
                )
            )
        )
        waiting = c.execute(select(plans.c.settings).where(plans.c.id.in_(before))).scalars()
        left = sum(
            max(0.0, _limit(row.settings) - (now - (row.started_at or now)) / 1000)
            for row in at_work
        )
        alive = len(workers.alive(c, lost_after_ms))
        return Ahead(
            others=len(before),
            at_work=len(at_work),
            seconds=(left + sum(map(_limit, waiting))) / max(1, alive),
            workers=alive,
            waited_seconds=(now - submitted_at) / 1000,
        )


def longest_seconds(settings: Mapping[str, Any]) -> float:
    """Return how long a plan or an analysis may take, the search for causes behind it included."""
    limits = ("time_limit_seconds", "causes_limit_seconds")
    return sum(float(settings.get(name) or 0) for name in limits)


def _limit(settings: str) -> float:
    return longest_seconds(settings_in(settings))

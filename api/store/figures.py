"""Figures of the installation as a whole, for monitoring and the start page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, case, func, select, text

from api.store import workers
from api.store.clock import now_ms
from api.store.tables import (
    ANALYSIS,
    ASKED_FOR,
    PLAN,
    QUEUED,
    STATES,
    TERMINAL,
    attempts,
    deliveries,
    incumbents,
    outbox,
    plans,
    programmes,
    revisions,
)

LATELY_MS = 3_600_000
MOST_LATELY = 5_000
"""Jobs of the last hour that are looked at."""
ENDINGS = ("finished", "released", "lost", "open")
DELIVERIES = ("waiting", "delivered", "given_up")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lately:
    """How long a job that has ended waited, and was worked on, others' turns included."""

    kind: str
    waited_ms: int
    worked_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """How much there is, and how much waits."""

    programmes: int
    revisions: int
    plans: dict[str, int]
    """By state; every state is there."""
    analyses: dict[str, int]
    """Likewise."""
    incumbents: int
    oldest_wait_ms: int
    """Of the plan or analysis that has waited longest in the queue; 0 where none waits."""
    unsent: int
    """Orders not yet handed to the job engine."""
    workers: int
    """Workers that gave a sign of life lately."""
    attempts: dict[str, int]
    """By ending; every ending is there, and `open` for those under way."""
    deliveries: dict[str, int]
    """Of webhooks: waiting, delivered and given_up; all are there."""
    lately: tuple[Lately, ...]
    """Plans and analyses that ended within an hour of being asked for, the last hour's."""

    @property
    def waiting(self) -> int:
        """Plans and analyses in the queue."""
        return self.plans[QUEUED] + self.analyses[QUEUED]


def count(c: Connection, *, lost_after_ms: int) -> Figures:
    """Count what there is; workers silent for longer than a time are not counted."""
    found = {(row.kind, row.state): row.number for row in c.execute(_BY_STATE)}
    by_state = {
        kind: {state: found.get((kind, state), 0) for state in STATES} for kind in ASKED_FOR
    }
    return Figures(
        programmes=_number(c, select(func.count()).select_from(programmes)),
        revisions=_number(c, select(func.count()).select_from(revisions)),
        plans=by_state[PLAN],
        analyses=by_state[ANALYSIS],
        incumbents=_number(c, select(func.count()).select_from(incumbents)),
        oldest_wait_ms=_number(c, _OLDEST_WAIT),
        unsent=_number(c, select(func.count()).where(outbox.c.sent_at.is_(None))),
        workers=len(workers.alive(c, lost_after_ms)),
        attempts=_all(ENDINGS, c, _BY_ENDING),
        deliveries=_all(DELIVERIES, c, _BY_DELIVERY),
        lately=tuple(Lately(**row) for row in c.execute(_LATELY).mappings()),
    )


def _all(names: tuple[str, ...], c: Connection, wanted: Select[Any, Any]) -> dict[str, int]:
    found = {row.name: row.number for row in c.execute(wanted)}
    return {name: found.get(name, 0) for name in names}


_BY_STATE = select(plans.c.kind, plans.c.state, func.count().label("number")).group_by(
    plans.c.kind, plans.c.state
)
_OLDEST_WAIT = select(func.coalesce(now_ms() - func.min(plans.c.submitted_at), 0)).where(
    plans.c.state == QUEUED, plans.c.kind.in_(ASKED_FOR)
)

_BY_ENDING = select(
    func.coalesce(attempts.c.ending, "open").label("name"), func.count().label("number")
).group_by(text("1"))
_BY_DELIVERY = select(
    case(
        (deliveries.c.delivered_at.is_not(None), "delivered"),
        (deliveries.c.given_up_at.is_not(None), "given_up"),
        else_="waiting",
    ).label("name"),
    func.count().label("number"),
).group_by(text("1"))
_LATELY = (
    select(
        plans.c.kind,
        (plans.c.started_at - plans.c.submitted_at).label("waited_ms"),
        (plans.c.finished_at - plans.c.started_at).label("worked_ms"),
    )
    .where(
        plans.c.state.in_(sorted(TERMINAL)),
        plans.c.kind.in_(ASKED_FOR),
        plans.c.submitted_at > now_ms() - LATELY_MS,
        plans.c.started_at.is_not(None),
    )
    .limit(MOST_LATELY)
)


def _number(c: Connection, wanted: Select[int]) -> int:
    return c.execute(wanted).scalar_one()

"""Figures of the installation as a whole, for monitoring and the start page."""

from dataclasses import dataclass

from sqlalchemy import Connection, Select, func, select

from api.store import workers
from api.store.clock import now_ms
from api.store.tables import (
    ANALYSIS,
    KINDS,
    PLAN,
    QUEUED,
    STATES,
    incumbents,
    outbox,
    plans,
    programmes,
    revisions,
)


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

    @property
    def waiting(self) -> int:
        """Plans and analyses in the queue."""
        return self.plans[QUEUED] + self.analyses[QUEUED]


def count(c: Connection, *, lost_after_ms: int) -> Figures:
    """Count what there is; workers silent for longer than a time are not counted."""
    found = {(row.kind, row.state): row.number for row in c.execute(_BY_STATE)}
    by_state = {kind: {state: found.get((kind, state), 0) for state in STATES} for kind in KINDS}
    return Figures(
        programmes=_number(c, select(func.count()).select_from(programmes)),
        revisions=_number(c, select(func.count()).select_from(revisions)),
        plans=by_state[PLAN],
        analyses=by_state[ANALYSIS],
        incumbents=_number(c, select(func.count()).select_from(incumbents)),
        oldest_wait_ms=_number(c, _OLDEST_WAIT),
        unsent=_number(c, select(func.count()).where(outbox.c.sent_at.is_(None))),
        workers=len(workers.alive(c, lost_after_ms)),
    )


_BY_STATE = select(plans.c.kind, plans.c.state, func.count().label("number")).group_by(
    plans.c.kind, plans.c.state
)
_OLDEST_WAIT = select(func.coalesce(now_ms() - func.min(plans.c.submitted_at), 0)).where(
    plans.c.state == QUEUED
)


def _number(c: Connection, wanted: Select[int]) -> int:
    return c.execute(wanted).scalar_one()

"""How plans have ended, for monitoring."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from api.store.clock import now_ms
from api.store.figures import LATELY_MS, MOST_LATELY
from api.store.tables import PLAN, TERMINAL, plans


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """Plans that ended alike."""

    state: str
    outcome: str | None
    failure_code: str | None
    number: int


def ended(c: Connection) -> list[Ended]:
    """Return how many plans have ended in each way."""
    how = (plans.c.state, plans.c.outcome, plans.c.failure_code)
    rows = c.execute(
        select(*how, func.count().label("number"))
        .where(plans.c.kind == PLAN, plans.c.state.in_(sorted(TERMINAL)))
        .group_by(*how)
    )
    return [
        Ended(
            state=row.state, outcome=row.outcome, failure_code=row.failure_code, number=row.number
        )
        for row in rows
    ]


def finished_lately(c: Connection) -> list[str]:
    """Return the ids of plans with an answer that were finished in the last hour, newest first."""
    wanted = (
        select(plans.c.id)
        .where(
            plans.c.kind == PLAN,
            plans.c.state.in_(sorted(TERMINAL)),
            plans.c.outcome == "plan",
            plans.c.finished_at > now_ms() - LATELY_MS,
        )
        .order_by(plans.c.finished_at.desc())
        .limit(MOST_LATELY)
    )
    return list(c.execute(wanted).scalars())


def answers_of(c: Connection, ids: Sequence[str]) -> dict[str, str]:
    """Return the answers of plans by their ids; those that have none are left out."""
    wanted = select(plans.c.id, plans.c.answer).where(
        plans.c.id.in_(ids), plans.c.answer.is_not(None)
    )
    return {row.id: row.answer for row in c.execute(wanted)}

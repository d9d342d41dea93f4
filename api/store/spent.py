"""How long earlier attempts at a plan have searched."""

from itertools import pairwise

from sqlalchemy import Connection, func, select

from api.store.records import Attempt
from api.store.tables import attempts, events

LOST = "lost"


def spent_ms(c: Connection, attempt: Attempt) -> int:
    """Return how long the attempts before this one have worked.

    Of one that was lost with its worker, until the last event it told of: nobody knows more. Where
    the same worker made the next attempt, only a solver process was lost, and all of it counts.
    Units: milliseconds.
    """
    made = c.execute(
        select(attempts.c.worker, attempts.c.started_at, attempts.c.ended_at, attempts.c.ending)
        .where(attempts.c.plan == attempt.plan, attempts.c.number <= attempt.number)
        .order_by(attempts.c.number)
    ).all()
    spent = 0
    for row, following in pairwise(made):
        end = row.ended_at
        if end is not None and row.ending == LOST and row.worker != following.worker:
            end = _last_event(c, attempt.plan, row.started_at, end)
        if end is not None:
            spent += max(0, end - row.started_at)
    return spent


def _last_event(c: Connection, plan: str, first: int, until: int) -> int | None:
    wanted = select(func.max(events.c.at)).where(
        events.c.plan == plan, events.c.at >= first, events.c.at < until
    )
    found: int | None = c.execute(wanted).scalar_one()
    return found

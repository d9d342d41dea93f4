"""How plans have ended, for monitoring."""

from dataclasses import dataclass

from sqlalchemy import Connection, func, select

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

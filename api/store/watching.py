"""What those who watch plans ask for, many times a second: no documents, one row."""

from dataclasses import dataclass

from sqlalchemy import Connection, select

from api.store.identity import is_possible
from api.store.records import EventRecord, State, from_json
from api.store.tables import TERMINAL, events, plans


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How far a plan has come."""

    state: State
    outcome: str | None
    incumbents: int
    last_event: int

    @property
    def is_terminal(self) -> bool:
        """Whether nothing will change any more."""
        return self.state in TERMINAL


def standing_of(c: Connection, tenant: str, plan_id: str) -> Standing | None:
    """Return how far a plan of a tenant's has come."""
    if not is_possible(plan_id):
        return None
    row = c.execute(
        select(plans.c.state, plans.c.outcome, plans.c.incumbents, plans.c.last_event).where(
            plans.c.tenant == tenant, plans.c.id == plan_id
        )
    ).one_or_none()
    return (
        None
        if row is None
        else Standing(
            state=row.state,
            outcome=row.outcome,
            incumbents=row.incumbents,
            last_event=row.last_event,
        )
    )


def latest_event(c: Connection, tenant: str, plan_id: str, type: str) -> EventRecord | None:
    """Return a plan's newest event of a type."""
    if not is_possible(plan_id):
        return None
    row = c.execute(
        select(events.c.plan, events.c.number, events.c.type, events.c.data, events.c.at)
        .where(events.c.tenant == tenant, events.c.plan == plan_id, events.c.type == type)
        .order_by(events.c.number.desc())
        .limit(1)
    ).one_or_none()
    if row is None:
        return None
    return EventRecord(
        plan=row.plan, number=row.number, type=row.type, data=from_json(row.data), at=row.at
    )

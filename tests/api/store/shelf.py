"""What the tests of the store put into it, and short ways to look at it."""

from typing import Any

from sqlalchemy import Connection, select, text

from api.store import attempts, events, outbox, plans, programmes
from api.store.database import Database
from api.store.records import Attempt, EventRecord, PlanRecord
from api.store.tables import METADATA
from api.store.tables import outbox as outbox_table
from api.store.tables import plans as plans_table

TENANT = "north"
PROGRAMME = "prg_a"
PLAN = "pln_a"
DOCUMENT = '{"id":"exit"}'


def stock(database: Database, *ids: str, tenant: str = TENANT) -> None:
    """Store a programme, where it is missing, and plans of it."""
    with database.writing() as c:
        if programmes.get_programme(c, tenant, PROGRAMME) is None:
            programmes.create_programme(
                c, tenant, "ann", programme_id=PROGRAMME, name="Exit", hash="h1", document=DOCUMENT
            )
    for id in ids or (PLAN,):
        submit(database, id, tenant)


def submit(database: Database, id: str, tenant: str = TENANT, *, priority: int = 0) -> PlanRecord:
    """Ask for a plan."""
    with database.writing() as c:
        return plans.submit_plan(
            c,
            tenant,
            "ann",
            plan_id=id,
            programme=PROGRAMME,
            revision=1,
            settings={"seed": 7, "note": "£"},
            priority=priority,
        )


def claim(database: Database, worker: str = "w1", id: str = PLAN, **options: Any) -> Attempt:
    """Claim a plan that there is to claim."""
    with database.writing() as c:
        found = attempts.claim(c, id, worker, **options)
    assert found is not None
    return found


def claim_nothing(database: Database, worker: str = "w1", id: str = PLAN, **options: Any) -> None:
    """Claim a plan that there is not to claim."""
    with database.writing() as c:
        assert attempts.claim(c, id, worker, **options) is None


def save(database: Database, attempt: Attempt, plan: str) -> bool:
    """Store a checked plan."""
    with database.writing() as c:
        return attempts.save_incumbent(c, attempt, plan, "0.1", "h1", {"plan": plan})


def finish(database: Database, attempt: Attempt, answer: str = "{}") -> bool:
    """End a plan with an answer."""
    with database.writing() as c:
        return attempts.finish(c, attempt, state="completed", answer=answer, outcome="plan")


def release(database: Database, attempt: Attempt) -> bool:
    """Give a plan back."""
    with database.writing() as c:
        return attempts.release(c, attempt)


def stop(database: Database, id: str = PLAN) -> PlanRecord:
    """Ask for the end of a plan."""
    with database.writing() as c:
        found = plans.request_stop(c, TENANT, "bob", id)
    assert found is not None
    return found


def dispatch_again(database: Database, id: str = PLAN, expected: int | None = None) -> bool:
    """Order a plan to be handed over anew."""
    with database.writing() as c:
        return outbox.dispatch_again(c, id, expected)


def look(database: Database, id: str = PLAN, tenant: str = TENANT) -> PlanRecord:
    """Return a plan that is there."""
    with database.reading() as c:
        found = plans.get_plan(c, tenant, id)
    assert found is not None
    return found


def told(database: Database, id: str = PLAN) -> list[EventRecord]:
    """Return every event of a plan, having looked that none is missing."""
    with database.reading() as c:
        found = events.events_after(c, TENANT, id, 0, limit=100_000)
    assert [event.number for event in found] == list(range(1, len(found) + 1))
    assert look(database, id).last_event == len(found)
    return found


def types(database: Database, id: str = PLAN) -> list[str]:
    """Return what kinds of event a plan has had."""
    return [event.type for event in told(database, id)]


def rows(database: Database, table: str, *columns: str) -> list[tuple[Any, ...]]:
    """Return columns of a table, in order of its primary key."""
    found = METADATA.tables[table]
    wanted = select(*[found.c[name] for name in columns]).order_by(*found.primary_key.columns)
    with database.reading() as c:
        return [tuple(row) for row in c.execute(wanted)]


def everything(database: Database) -> dict[str, list[tuple[Any, ...]]]:
    """Return all rows of all tables, to see whether anything changed."""
    return {name: rows(database, name, *table.c.keys()) for name, table in METADATA.tables.items()}


def do(database: Database, statement: str, **values: Any) -> int:
    """Change rows behind the store's back; return how many."""
    with database.writing() as c:
        return c.execute(text(statement), values).rowcount


def unsent(c: Connection, limit: int = 1000) -> list[tuple[str, int]]:
    """Return plan and dispatch of the newest orders not yet carried out, oldest first."""
    rows = c.execute(
        select(outbox_table.c.plan, outbox_table.c.dispatch)
        .select_from(outbox_table.join(plans_table, outbox.CURRENT))
        .where(outbox_table.c.sent_at.is_(None))
        .order_by(outbox_table.c.created_at, outbox_table.c.plan)
        .limit(limit)
    )
    return [(row.plan, row.dispatch) for row in rows]

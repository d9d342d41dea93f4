"""PostgreSQL keeps tenants apart by itself, whatever a statement of ours forgets to ask for."""

import json
import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context

import pytest
from psycopg.errors import InsufficientPrivilege
from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import ProgrammingError

from api.access import OF_ROLE
from api.commands.opening import opened_database
from api.settings import ServiceSettings
from api.store import (
    approvals,
    baselines,
    deliveries,
    handing_over,
    keys,
    questions,
    subscriptions,
    webhooks,
)
from api.store.clock import now_ms
from api.store.database import Database, warn_of_bypass
from api.store.idempotency import remember
from api.store.plans import get_plan
from api.store.tables import METADATA, tenants
from api.store.walls import EVERYBODY, NOBODY, all_shown, for_everybody, work_for
from tests.api.conftest import opened
from tests.api.postgres import SUPERUSER, Postgres
from tests.api.store.shelf import claim, finish, look, save, stock, submit

NORTH, SOUTH = "north", "south"
OWNED = [
    (table, table.c.id if table is tenants else table.c.tenant)
    for table in METADATA.sorted_tables
    if "tenant" in table.c or table is tenants
]
NAMES = [table.name for table, _ in OWNED]


@pytest.fixture
def walled(postgres_url: str) -> Iterator[Database]:
    """A database of PostgreSQL in which two tenants have a row in every table."""
    with opened(postgres_url) as database:
        for tenant in (NORTH, SOUTH):
            _fill(database, tenant)
        yield database


def _fill(database: Database, tenant: str) -> None:
    with database.writing() as c:
        programme = f"prg_{tenant}"
        webhooks.create_webhook(
            c,
            tenant,
            "ann",
            webhook_id=f"whk_{tenant}",
            url="https://example.org/",
            events=["programme.created"],
            programme=None,
            secret=webhooks.new_secret(),
        )
        keys.create_key(
            c,
            tenant,
            "ann",
            key_id=f"key_{tenant}",
            name="Ann",
            role="viewer",
            scopes=OF_ROLE["viewer"],
            groups=None,
            digest="d",
            lasts_ms=None,
        )
        remember(c, tenant, "again", "POST /", "h", 201, {}, "{}")
        deliveries.ping(c, tenant, "ann", f"whk_{tenant}")
    stock(database, f"pln_{tenant}", tenant=tenant)
    attempt = claim(database, id=f"pln_{tenant}")
    save(database, attempt, "p")
    with database.writing() as c:
        questions.put(c, attempt, 1, "asked")
        plan = get_plan(c, tenant, f"pln_{tenant}")
        assert plan is not None
        programme = plan.programme
        approvals.decide(c, "ann", plan, role="approver", decision="approved", comment="")
        baselines.set_baseline(c, tenant, "ann", programme=programme, name="approved", plan=plan.id)
        subscriptions.create_subscription(
            c,
            tenant,
            "ann",
            subscription_id=f"sub_{tenant}",
            programme=programme,
            name="Board",
            shown="published",
            digest="d",
            lasts_ms=None,
        )


def test_a_transaction_of_a_tenant_sees_its_rows_alone(walled: Database) -> None:
    for who, seen in (
        (EVERYBODY, {NORTH, SOUTH}),
        (NORTH, {NORTH}),
        (SOUTH, {SOUTH}),
        ("west", set()),
        (NOBODY, set()),
    ):
        with walled.working_for(who).reading() as c:
            found = {table.name: set(c.execute(select(own)).scalars()) for table, own in OWNED}
        assert found == dict.fromkeys(NAMES, seen), who


def test_a_transaction_of_a_tenant_changes_no_row_of_another(walled: Database) -> None:
    norths = walled.working_for(NORTH)
    for table, own in OWNED:
        with walled.reading() as c:
            row = c.execute(select(table).where(own == SOUTH).limit(1)).mappings().one()
        with norths.writing() as c:
            assert c.execute(update(table).where(own == SOUTH).values(**row)).rowcount == 0
            assert c.execute(delete(table).where(own == SOUTH)).rowcount == 0
        fresh = {**row, **{key.name: _fresh(row[key.name]) for key in table.primary_key.columns}}
        fresh[own.name] = "west" if table is tenants else SOUTH
        for statement in (insert(table).values(**fresh), update(table).values({own.name: SOUTH})):
            with pytest.raises(ProgrammingError) as refused, norths.writing() as c:
                c.execute(statement)
            assert isinstance(refused.value.orig, InsufficientPrivilege), table.name


def _fresh(value: str | int) -> str | int:
    return value + 50 if isinstance(value, int) else f"{value}_fresh"


def test_every_table_of_somebodys_data_has_the_wall_and_binds_its_owner(walled: Database) -> None:
    with walled.reading() as c:
        found = c.exec_driver_sql(
            "SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity"
        )
        assert set(found.scalars()) == set(NAMES)
        assert c.exec_driver_sql("SELECT current_user").scalar_one() != SUPERUSER


def test_a_connection_that_says_nothing_sees_nothing(walled: Database) -> None:
    for _ in range(2):
        with walled.engine.begin() as c:
            assert c.execute(select(METADATA.tables["plans"].c.id)).all() == []
        # What one transaction says does not outlive it.
        with walled.reading() as c:
            assert len(c.execute(select(METADATA.tables["plans"].c.id)).all()) == 2


def test_what_is_counted_over_all_is_shown_for_that_alone(walled: Database) -> None:
    submit(walled, "pln_waits", SOUTH)
    submit(walled, "pln_waits_too", NORTH)
    with walled.working_for(NORTH).reading() as c:
        own = c.execute(select(METADATA.tables["outbox"].c.plan)).all()
        with all_shown(c):
            assert handing_over.place_in_queue(c, "pln_waits_too") == 2
        assert c.execute(select(METADATA.tables["outbox"].c.plan)).all() == own
        record = get_plan(c, NORTH, "pln_waits_too")
        assert record is not None
        assert record.queue_position == 2


def test_whom_a_context_works_for_holds_in_its_threads(database: Database) -> None:
    stock(database)
    requests = database.working_for(NOBODY)

    def seen() -> int:
        with requests.reading() as c:
            return len(c.execute(select(METADATA.tables["plans"].c.id)).all())

    walls = database.dialect == "postgresql"
    with ThreadPoolExecutor(1) as thread:
        for tenant, number in ((NORTH, 1), (SOUTH, 0), (EVERYBODY, 0)):
            context = copy_context()
            context.run(work_for, tenant)
            assert thread.submit(context.run, seen).result() == (number if walls else 1)
        # A thread of which nobody said for whom it works sees nothing.
        assert thread.submit(seen).result() == (0 if walls else 1)
    with for_everybody():
        assert seen() == 1


def test_a_worker_works_for_all(walled: Database) -> None:
    for tenant in (NORTH, SOUTH):
        attempt = claim(walled, "w2", f"pln_{tenant}")
        assert finish(walled, attempt, json.dumps({"of": tenant}))
        assert look(walled, f"pln_{tenant}", tenant).state == "completed"


def test_a_user_above_the_wall_is_told_of_it(
    postgres: Postgres, postgres_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    name = postgres_url.rsplit("/", 1)[1]
    for url, above in ((postgres.url(name), False), (postgres.url(name, SUPERUSER), True)):
        caplog.clear()
        with caplog.at_level(logging.WARNING):
            database = opened_database(ServiceSettings(database_url=url))
        try:
            assert warn_of_bypass(database) is above
            with database.reading() as c:
                c.execute(select(now_ms()))
        finally:
            database.close()
        assert ("superuser" in caplog.text) is above

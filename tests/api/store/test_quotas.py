"""How much may be in the queue, however many ask at once."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from api.errors import QueueFull, TooManyQueued
from api.settings import Quotas
from api.store import plans
from api.store.database import Database
from api.store.programmes import create_programme
from tests.api.store.shelf import PROGRAMME, claim, do, rows

THREADS = 16


def stocked(database: Database, *tenants: str) -> None:
    """Store a programme of each tenant."""
    with database.writing() as c:
        for tenant in tenants:
            create_programme(
                c, tenant, "ann", programme_id=PROGRAMME, name="Exit", hash="h", document="{}"
            )


def known(database: Database, tenant: str, most_queued: int | None = None) -> None:
    """Have a tenant with a row of its own."""
    do(
        database,
        "INSERT INTO tenants (id, name, created_at, most_queued) VALUES (:id, :id, 0, :most)",
        id=tenant,
        most=most_queued,
    )


def ask(database: Database, tenant: str, number: int, **quotas: int) -> str:
    """Ask for a plan; return how that ended."""
    try:
        with database.writing() as c:
            plans.submit_plan(
                c,
                tenant,
                "ann",
                plan_id=f"pln_{tenant}{number}",
                programme=PROGRAMME,
                revision=1,
                settings={},
                quotas=Quotas(**quotas),
            )
    except (TooManyQueued, QueueFull) as error:
        return error.code
    return "stored"


def asked_at_once(database: Database, tenants: str, **quotas: int) -> list[str]:
    """Ask from many threads, tenants in turn; return how each ended, sorted."""
    with ThreadPoolExecutor(THREADS) as pool:
        asked = [
            pool.submit(ask, database, tenants[n % len(tenants)], n, **quotas)
            for n in range(2 * THREADS)
        ]
        return sorted(each.result() for each in asked)


def test_a_race_does_not_pass_a_tenants_quota(database: Database) -> None:
    stocked(database, "a")
    known(database, "a")
    told = asked_at_once(database, "a", queued_per_tenant=5)
    assert told == ["stored"] * 5 + ["too_many_queued"] * 27
    # What was refused left nothing behind.
    assert len(rows(database, "plans", "id")) == 5
    assert len(rows(database, "outbox", "plan")) == 5
    assert len(rows(database, "events", "plan")) == 5


def test_a_race_does_not_pass_the_quota_of_all(database: Database) -> None:
    stocked(database, "a", "b", "c")
    told = asked_at_once(database, "abc", queued_in_all=7)
    assert told == ["queue_full"] * 25 + ["stored"] * 7


def test_a_tenants_own_figure_stands_in_its_row(database: Database) -> None:
    stocked(database, "a", "b")
    known(database, "a", most_queued=1)
    known(database, "b")
    assert [ask(database, "a", n, queued_per_tenant=2) for n in (1, 2)] == [
        "stored",
        "too_many_queued",
    ]
    assert [ask(database, "b", n, queued_per_tenant=2) for n in (1, 2, 3)] == [
        "stored",
        "stored",
        "too_many_queued",
    ]


def test_who_has_no_row_shares_with_nobody(database: Database) -> None:
    stocked(database, "a")
    assert [ask(database, "a", n, queued_per_tenant=1, queued_in_all=3) for n in range(4)] == [
        "stored",
        "stored",
        "stored",
        "queue_full",
    ]


@pytest.mark.parametrize("quota", ["queued_per_tenant", "queued_in_all"])
def test_what_has_begun_waits_no_more(database: Database, quota: str) -> None:
    stocked(database, "a")
    known(database, "a")
    assert ask(database, "a", 1, **{quota: 1}) == "stored"
    assert ask(database, "a", 2, **{quota: 1}) != "stored"
    claim(database, id="pln_a1")
    assert ask(database, "a", 2, **{quota: 1}) == "stored"

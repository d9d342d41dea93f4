from concurrent.futures import ThreadPoolExecutor

import pytest

from api.errors import IdempotencyRace
from api.store import plans
from api.store.database import Database
from api.store.idempotency import forget_replies, remember, remembered
from api.store.records import Remembered
from tests.api.store.shelf import PROGRAMME, TENANT, do, rows, stock

ROUTE = "POST /v1/programmes"
DAY = 86_400_000


def keep(database: Database, key: str = "k1", tenant: str = TENANT, route: str = ROUTE) -> None:
    with database.writing() as c:
        remember(c, tenant, key, route, "abc", 201, {"Location": "/v1/x"}, '{"id":"£"}')


def find(
    database: Database, key: str = "k1", tenant: str = TENANT, route: str = ROUTE
) -> Remembered | None:
    with database.reading() as c:
        return remembered(c, tenant, key, route)


def test_a_reply_is_remembered_for_its_tenant_key_and_route(database: Database) -> None:
    keep(database)
    assert find(database) == Remembered(
        body_hash="abc", status=201, headers={"Location": "/v1/x"}, body='{"id":"£"}'
    )
    assert find(database, key="k2") is None
    assert find(database, tenant="south") is None
    assert find(database, route="POST /v1/plans") is None
    keep(database, tenant="south")
    keep(database, route="POST /v1/plans")


def test_a_key_is_used_once(database: Database) -> None:
    keep(database)
    with pytest.raises(IdempotencyRace):
        keep(database)


def test_of_many_requests_with_one_key_one_has_an_effect(database: Database) -> None:
    stock(database)

    def submit(number: int) -> bool:
        try:
            with database.writing() as c:
                plans.submit_plan(
                    c,
                    TENANT,
                    "ann",
                    plan_id=f"pln_race{number}",
                    programme=PROGRAMME,
                    revision=1,
                    settings={},
                )
                remember(c, TENANT, "k1", ROUTE, "abc", 202, {}, f"pln_race{number}")
        except IdempotencyRace:
            return False
        return True

    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(submit, range(12))) == 1
    found = find(database)
    assert found is not None
    ids = {id for (id,) in rows(database, "plans", "id")}
    assert {id for id in ids if "race" in id} == {found.body}


def test_a_request_that_failed_leaves_its_key_free(database: Database) -> None:
    def fail() -> None:
        with database.writing() as c:
            remember(c, TENANT, "k1", ROUTE, "abc", 201, {}, "")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert find(database) is None
    keep(database)


def test_old_replies_are_dropped(database: Database) -> None:
    keep(database, "old")
    do(database, "UPDATE idempotency SET created_at = created_at - :by", by=2 * DAY)
    keep(database, "new")
    with database.writing() as c:
        assert forget_replies(c, DAY) == 1
    assert find(database, "old") is None
    assert find(database, "new") is not None

"""On PostgreSQL: what is asked of a programme in the moment it is deleted finds it gone."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from sqlalchemy import text

from api.store.database import Database
from api.store.deletion import delete_programme
from tests.api.conftest import opened
from tests.api.routes.conftest import served
from tests.api.routes.service import Service

WAITING = text(
    "SELECT count(*) FROM pg_stat_activity"
    " WHERE datname = current_database() AND wait_event_type = 'Lock'"
)
LONGEST_WAIT = 20.0


@pytest.fixture
def postgresql(postgres_url: str) -> Iterator[Database]:
    """A database of PostgreSQL, which has many writers at once."""
    with opened(postgres_url) as database:
        yield database


def test_what_is_asked_of_a_programme_while_it_is_deleted_finds_nothing(
    postgresql: Database,
) -> None:
    with served(postgresql) as service:
        plan = service.planned()
        programme = service.read(plan)["programme"]
        requests = (
            ("PUT", f"/v1/programmes/{programme}/baselines/approved", {"plan": plan}),
            ("POST", f"/v1/plans/{plan}/analyses", {"kind": "latest"}),
            ("POST", f"/v1/plans/{plan}/decisions", {"decision": "approved"}),
            ("POST", f"/v1/programmes/{programme}/plans", None),
        )
        with ThreadPoolExecutor(len(requests)) as threads:
            with postgresql.writing() as c:
                delete_programme(c, "default", "ann", programme)
                asked = [threads.submit(_send, service, *each) for each in requests]
                _await_waiting(postgresql, len(requests))
            answers = [each.result() for each in asked]
    assert [answer.status_code for answer in answers] == [404] * len(requests)


def _send(service: Service, method: str, address: str, body: object) -> httpx.Response:
    return service.client.request(method, address, json=body)


def _await_waiting(database: Database, number: int) -> None:
    until = time.monotonic() + LONGEST_WAIT
    while True:
        with database.reading() as c:
            if c.execute(WAITING).scalar_one() >= number:
                return
        assert time.monotonic() < until
        time.sleep(0.02)

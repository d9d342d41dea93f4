"""Following an analysis over a real connection: each row once, resumed after a cut."""

from collections.abc import Iterator

import pytest

from api.store.database import Database
from tests.api.programmes import problem
from tests.api.routes.real_server import following, serving
from tests.api.routes.service import Service


@pytest.fixture
def served(database: Database) -> Iterator[Service]:
    """The service behind a real server, on either kind of database."""
    with serving(database) as found:
        yield found


def test_an_analysis_is_followed_row_by_row_and_resumed(served: Service) -> None:
    analysis = served.analysis()
    with following(served, analysis) as events:
        assert next(events).type == "queued"
        worker = served.work(analysis)
        assert next(events).type == "started"
        worker.tell_row("D1", "2023-05-01")
        row = next(events)
        assert (row.type, row.data["row"], row.data["id"]) == ("row", "latest_date", "D1")
    worker.tell_row("D2", "2023-06-01")
    worker.know({"feasible": True})
    with following(served, analysis, row.number) as events:
        rest = list(events)
    assert [(e.number, e.type) for e in rest] == [(4, "row"), (5, "finished")]
    assert rest[-1].data["outcome"] == "complete"
    address = f"/v1/analyses/{analysis}/events"
    assert served.client.get(f"{address}?after=5").status_code == 204
    problem(served.client.get(f"{address}?after=6"), 409, "no_such_event")

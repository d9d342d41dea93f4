"""From a programme to its reasons: a real server and a real worker with a real solver."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from api.settings import ServiceSettings
from api.store.database import migrate
from tests.api.jobs.yard import yard_on
from tests.api.programmes import ROOT
from tests.api.routes.real_server import Event, following, serving
from tests.api.routes.service import Service

PAYROLL = ROOT / "api/openapi/examples/programme.json"
"""The programme `small` cut down to one service, which has two sourcing options."""
CLASH = ROOT / "fixtures/infeasible/schedule_contingency_ten_days.json"


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """Server and worker on one SQLite file."""
    folder: Path = tmp_path_factory.mktemp("whole")
    settings = ServiceSettings(data=folder)
    with yard_on(settings, folder) as yard:
        migrate(yard.database)
        yard.start()
        with serving(yard.database, settings) as service:
            yield service


def planned(service: Service, programme: Path, **wishes: Any) -> dict[str, Any]:
    """Return a plan once it is final, however long that takes here."""
    asked = service.ask(service.programme(programme.read_bytes()), {"compare": False, **wishes})
    list_of_events(service, asked.json()["id"])
    return service.read(asked.json()["id"])


def analysed(service: Service, plan: str, kind: str) -> dict[str, Any]:
    """Return an analysis once it is final."""
    asked = service.analyse(plan, kind).json()["id"]
    list_of_events(service, asked)
    return service.read_analysis(asked)


def list_of_events(service: Service, id: str) -> list[Event]:
    with following(service, id) as events:
        return list(events)


def test_a_plan_has_its_latest_decision_dates_told_row_by_row(whole: Service) -> None:
    # Its first plan comes at once; which plan it is does not matter here.
    plan = planned(whole, PAYROLL, time_limit_seconds=1)
    found = analysed(whole, plan["id"], "latest")
    assert (found["state"], found["outcome"]) == ("completed", "complete")
    document = found["document"]
    heard = list_of_events(whole, found["id"])
    assert [event.number for event in heard] == list(range(1, len(heard) + 1))
    told = [event.data for event in heard if event.type == "row"]
    dates = [row for row in told if row["row"] == "latest_date"]
    assert {(row["id"], row["reading"], row["latest"]) for row in dates} == {
        (row["id"], row["reading"], row["latest"])
        for row in document["decisions"] + document["givens"]
    }
    assert len(told) - len(dates) == len(document["options"])
    # With everything else planned again a decision can wait at least as long.
    free = {row["id"]: row["latest"] for row in dates if row["reading"] == "others free"}
    assert all(free[row["id"]] >= row["latest"] for row in dates)


def test_why_no_plan_exists_comes_with_its_clashes(whole: Service) -> None:
    plan = planned(whole, CLASH)
    assert plan["outcome"] == "infeasible"
    found = analysed(whole, plan["id"], "explanation")
    assert found["document"]["feasible"] is False
    assert found["document"]["clashes"][0]["rules"]
    options = analysed(whole, plan["id"], "options")
    assert (options["outcome"], options["document"]["feasible"]) == ("complete", False)
    assert options["document"]["options"] == []

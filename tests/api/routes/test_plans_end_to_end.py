"""Programmes in, plans out: a real server and a real worker with a real solver."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from api.settings import ServiceSettings
from api.store.database import migrate
from tests.api.jobs.yard import yard_on
from tests.api.programmes import ROOT, problem
from tests.api.routes.real_server import following, serving
from tests.api.routes.service import Service

CLASH = ROOT / "fixtures/infeasible/schedule_contingency_ten_days.json"
LARGE = ROOT / "fixtures/programmes/lincolnshire.json"


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


def test_a_programme_becomes_a_plan_while_the_caller_waits(whole: Service) -> None:
    answer = whole.ask(whole.programme(), headers={"Prefer": "wait=60"})
    assert answer.status_code == 200, answer.text
    plan = answer.json()
    assert (plan["state"], plan["outcome"]) == ("completed", "plan")
    assert plan["baselines"]
    checked = whole.client.post("/v1/check", json={"plan_id": plan["id"]})
    assert checked.json()["ok"] is True
    with following(whole, plan["id"]) as events:
        heard = list(events)
    assert [event.number for event in heard] == list(range(1, len(heard) + 1))
    assert [heard[0].type, heard[1].type, heard[-1].type] == ["queued", "started", "finished"]
    best = [event for event in heard if event.type == "plan"][-1]
    assert best.data["summary"] == plan["summary"]
    for picture in ("gantt.svg", "heatmap.svg"):
        drawn = whole.client.get(f"/v1/plans/{plan['id']}/{picture}")
        assert drawn.status_code == 200
    assert (
        plan["summary"]["headline"].split(";")[0]
        in whole.client.get(f"/v1/plans/{plan['id']}/gantt.svg").text
    )


def test_that_no_plan_exists_comes_with_its_clash(whole: Service) -> None:
    answer = whole.ask(whole.programme(CLASH.read_bytes()), headers={"Prefer": "wait=60"})
    assert answer.status_code == 200, answer.text
    plan = answer.json()
    assert (plan["state"], plan["outcome"], plan["plan"]) == ("completed", "infeasible", None)
    assert plan["claim"] == "bound_confirmed_by_second_configuration"
    assert plan["clashes"][0]["statements"]
    drawn = whole.client.get(f"/v1/plans/{plan['id']}/gantt.svg")
    assert problem(drawn, 409, "no_plan")["final"] is True


@pytest.mark.slow
def test_a_long_search_is_followed_and_stopped_with_its_best_plan(whole: Service) -> None:
    programme = whole.programme(LARGE.read_bytes())
    plan_id = whole.ask(programme, {"compare": False}).json()["id"]
    with following(whole, plan_id) as events:
        for event in events:
            if event.type == "plan":
                break
        running = whole.read(plan_id)
        assert (running["state"], running["outcome"]) == ("running", None)
        assert running["plan"]["activities"]
        assert whole.client.get(f"/v1/plans/{plan_id}/gantt.svg").status_code == 200
        assert whole.client.post(f"/v1/plans/{plan_id}/cancel").status_code in {200, 202}
        last = list(events)[-1]
    assert last.type == "finished"
    plan = whole.read(plan_id)
    assert (plan["state"], plan["outcome"]) == ("cancelled", "plan")
    checked = whole.client.post("/v1/check", json={"programme_id": programme, "plan": plan})
    assert checked.json()["ok"] is True

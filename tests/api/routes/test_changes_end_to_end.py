"""From a change to the plan that changes least: a real server, a real worker, a real solver."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from api.settings import ServiceSettings
from api.store.database import migrate
from tests.api.jobs.yard import yard_on
from tests.api.programmes import ROOT
from tests.api.routes.changing import change
from tests.api.routes.real_server import following, serving
from tests.api.routes.service import Service

PAYROLL = ROOT / "api/openapi/examples/programme.json"
"""The programme `small` cut down to one service, which has two sourcing options."""


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


def finished(service: Service, plan: str) -> dict[str, Any]:
    """Return a plan once it is final, however long that takes here."""
    with following(service, plan) as heard:
        assert list(heard)[-1].type == "finished"
    return service.read(plan)


def test_a_freeze_on_the_day_of_the_transfer_moves_it_and_is_named_as_the_cause(
    whole: Service,
) -> None:
    programme = whole.programme(PAYROLL.read_bytes())
    before = finished(whole, whole.ask(programme, {"compare": False}).json()["id"])
    day = before["plan"]["services"]["PAY"]["cutovers"][0]
    window = {"first": day, "last": day, "name": "The bank moves"}
    path = "/rules[id=freeze-year-end]/windows/-"
    body = {"patch": [{"op": "add", "path": path, "value": window}], "plan": before["id"]}
    made = change(whole, programme, body).json()
    broken = [each["rule"] for each in made["traffic_light"]["broken"]]
    assert broken == ["freeze-year-end"]
    after = finished(whole, made["plan"]["id"])
    assert (after["state"], after["outcome"]) == ("completed", "plan")
    assert [level["name"] for level in after["objectives"]][:2] == [
        "options_changed",
        "dates_moved",
    ]
    assert after["plan"]["options"] == before["plan"]["options"]
    moved = {row["activity"]: row for row in after["diff"]["moved"] if row["announced"]}
    assert "PAY.cutover_1" in moved
    assert [change["path"] for change in after["diff"]["changes"]] == ["/rules[id=freeze-year-end]"]
    # Not every machine finds the cause in time; what is found is true.
    assert all(
        [cause["path"] for cause in row["causes"]] == ["/rules[id=freeze-year-end]"]
        for row in moved.values()
        if row["finding"] == "forced"
    )
    checked = whole.client.post("/v1/check", json={"plan_id": after["id"]})
    assert checked.json()["ok"] is True
    rows = whole.client.get(f"/v1/programmes/{programme}/churn").json()["plans"]
    assert [row["dates_moved"] for row in rows] == [0, len(moved)]

"""How the forecast moved from plan to plan, in rows and drawn."""

from xml.etree import ElementTree as ET

from tests.api.programmes import UNKNOWN, issues, problem
from tests.api.routes.changing import stayed_near
from tests.api.routes.service import Service


def test_each_final_plan_is_compared_with_the_one_before(either_service: Service) -> None:
    service = either_service
    programme, before, made = stayed_near(service)
    service.ask(programme)
    address = f"/v1/programmes/{programme}/churn"
    rows = service.client.get(address).json()["plans"]
    assert [(row["plan"], row["revision"]) for row in rows] == [(before, 1), (made, 2)]
    assert [row["activities_moved"] for row in rows] == [0, 1]
    assert [row["dates_moved"] for row in rows] == [0, 0]
    assert rows[0]["forecast_end"] == rows[1]["forecast_end"]
    newest = service.client.get(address, params={"limit": 1}).json()["plans"]
    assert [(row["plan"], row["activities_moved"]) for row in newest] == [(made, 0)]


def test_churn_is_drawn_and_drawn_again_only_when_it_has_changed(service: Service) -> None:
    programme, _, _ = stayed_near(service)
    address = f"/v1/programmes/{programme}/churn.svg"
    drawn = service.client.get(address)
    assert drawn.headers["Content-Type"] == "image/svg+xml"
    root = ET.fromstring(drawn.text)  # noqa: S314  # our own text
    assert "revision 1" in "".join(root.itertext())
    same = service.client.get(address, headers={"If-None-Match": drawn.headers["ETag"]})
    assert same.status_code == 304
    worker = service.work(service.ask(programme).json()["id"])
    worker.find()
    worker.finish()
    changed = service.client.get(address, headers={"If-None-Match": drawn.headers["ETag"]})
    assert changed.status_code == 200


def test_a_programme_without_plans_has_no_churn(service: Service) -> None:
    programme = service.programme()
    address = f"/v1/programmes/{programme}/churn"
    assert service.client.get(address).json() == {"plans": []}
    assert "There is no final plan yet." in service.client.get(f"{address}.svg").text
    problem(service.client.get(f"/v1/programmes/{UNKNOWN}/churn"), 404, "no_such_programme")
    too_many = service.client.get(address, params={"limit": 51})
    problem(too_many, 422, "malformed_parameter")
    assert issues(too_many) == [("malformed_parameter", "query/limit")]

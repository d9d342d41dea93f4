"""What one stored plan changes of another, without a search."""

import pytest

from tests.api.programmes import issues, problem
from tests.api.routes.changing import LIGHT, difference, in_force, rename, stayed_near
from tests.api.routes.played_worker import later, small
from tests.api.routes.service import Service


def second_plan(service: Service, programme: str) -> str:
    """Return another plan of the latest revision, with one acceptance later."""
    plan = str(service.ask(programme).json()["id"])
    worker = service.work(plan)
    worker.find(later())
    worker.finish(plan=later())
    return plan


def test_plans_of_two_revisions_are_compared(either_service: Service) -> None:
    service = either_service
    programme, first = in_force(service)
    rename(service, programme, "Later")
    second = second_plan(service, programme)
    answer = service.client.get(f"/v1/plans/{second}/diff", params={"against": first})
    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert (told["plan"], told["against"], told["same"]) == (second, first, False)
    (moved,) = told["moved"]
    was, now = small()[1].placed["NET.acceptance"], later().placed["NET.acceptance"]
    assert (moved["activity"], moved["causes"]) == ("NET.acceptance", [])
    assert (moved["from"], moved["to"]) == (str(was.start), str(now.start))
    assert [change["path"] for change in told["changes"]] == ["/name"]
    back = service.client.get(f"/v1/plans/{first}/diff", params={"against": second}).json()
    assert back["moved"][0]["working_days"] == -moved["working_days"]


def test_a_plan_is_the_same_as_itself(service: Service) -> None:
    _, plan = in_force(service)
    told = service.client.get(f"/v1/plans/{plan}/diff", params={"against": plan}).json()
    assert (told["same"], told["moved"], told["tell"]) == (True, [], [])


@pytest.mark.parametrize("named", [True, False])
def test_of_a_plan_that_stayed_near_the_stored_difference_is_told(
    service: Service, *, named: bool
) -> None:
    _, before, made = stayed_near(service)
    given = {"against": before} if named else {}
    told = service.client.get(f"/v1/plans/{made}/diff", params=given).json()
    assert told == {**difference(), "plan": made, "against": before}


def test_a_plan_that_stayed_near_carries_its_light_and_difference(service: Service) -> None:
    programme, before, made = stayed_near(service)
    plan = service.read(made)
    assert (plan["traffic_light"], plan["diff"]) == (LIGHT, difference())
    assert "diff" not in service.read(before)
    other = service.ask(programme, {"regenerate": True}).json()["id"]
    worker = service.work(other)
    worker.tell("traffic_light", LIGHT)
    running = service.read(other)
    assert (running["traffic_light"], running["diff"]) == (LIGHT, None)
    # The check and the pictures know it by the levels that it was made with.
    assert service.client.post("/v1/check", json={"plan_id": made}).json()["ok"] is True
    assert service.client.get(f"/v1/plans/{made}/gantt.svg").status_code == 200


def test_both_plans_must_be_there_final_and_of_one_programme(service: Service) -> None:
    programme, plan = in_force(service)
    address = f"/v1/plans/{plan}/diff"
    without = service.client.get(address)
    problem(without, 422, "malformed_parameter")
    assert issues(without) == [("malformed_parameter", "query/against")]
    other = service.planned()
    problem(service.client.get(address, params={"against": other}), 404, "no_such_plan")
    problem(service.client.get(address, params={"against": "x"}), 404, "no_such_plan")
    waiting = service.ask(programme).json()["id"]
    problem(service.client.get(address, params={"against": waiting}), 409, "plan_not_final")
    given = {"against": plan}
    problem(service.client.get(f"/v1/plans/{waiting}/diff", params=given), 409, "plan_not_final")
    service.client.post(f"/v1/plans/{waiting}/cancel")
    problem(service.client.get(address, params={"against": waiting}), 409, "no_plan")

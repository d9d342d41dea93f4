"""Reading plans: queued, running, finished, stopped, given up; lists of them; stopping them."""

import json
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter

from api.schemas.plans import PlanList, PlanResource
from api.store import attempts
from api.store.plans import get_plan
from scheduler import cli
from scheduler.interchange.plan_document import AnswerDocument
from tests.api.programmes import SMALL, problem
from tests.api.routes.service import Service

UNKNOWN = "pln_" + "a" * 20


def test_a_plan_that_is_being_made_shows_the_best_checked_one_and_the_newest_word(
    either_service: Service,
) -> None:
    plan_id = either_service.plan()
    worker = either_service.work(plan_id)
    started = either_service.read(plan_id)
    assert (started["state"], started["attempts"]) == ("running", 1)
    assert started["queue_position"] is None
    assert started["plan"] is started["summary"] is started["progress"] is None
    worker.find()
    worker.progress(60, 70)
    worker.progress(60, 65)
    plan = either_service.read(plan_id)
    assert plan["outcome"] is plan["claim"] is None
    assert plan["progress"]["bound"] == 65
    assert plan["progress"]["gap"] == 5
    assert plan["plans_checked"] == 1
    assert plan["plan"]["activities"]
    assert plan["summary"]["headline"].startswith("All services transferred by")
    assert [level["name"] for level in plan["objectives"]] == ["schedule_contingency"]


def test_a_finished_plan_is_the_answer_document_with_facts_around_it(
    either_service: Service,
) -> None:
    plan_id = either_service.plan()
    worker = either_service.work(plan_id)
    worker.find()
    worker.finish()
    plan = either_service.read(plan_id)
    assert (plan["state"], plan["outcome"]) == ("completed", "plan")
    assert plan["finished_at"] is not None
    assert TypeAdapter(AnswerDocument).validate_json(json.dumps(plan)).plan is not None
    with either_service.database.reading() as connection:
        stored = get_plan(connection, "default", plan_id)
    assert stored is not None
    assert stored.answer is not None
    answer = json.loads(stored.answer)
    assert {name: plan[name] for name in answer} == answer


def test_a_plan_as_answered_is_a_plan_file(service: Service, tmp_path: Path) -> None:
    plan_id = service.plan()
    worker = service.work(plan_id)
    worker.find()
    running = service.client.get(f"/v1/plans/{plan_id}").content
    worker.finish()
    finished = service.client.get(f"/v1/plans/{plan_id}").content
    (tmp_path / "programme.json").write_bytes(SMALL)
    for body in (running, finished):
        (tmp_path / "plan.json").write_bytes(body)
        files = [str(tmp_path / "programme.json"), str(tmp_path / "plan.json")]
        assert cli.main(["check", *files]) == 0
        request = {"programme": json.loads(SMALL), "plan": json.loads(body)}
        checked = service.client.post("/v1/check", json=request)
        assert checked.status_code == 200, checked.text
        answer = checked.json()
        assert answer["ok"] is True
        assert answer["violations"] == answer["concessions"] == answer["notices"] == []
        whole = "The certificate is whole, and this document is the one it was made for."
        assert (whole in answer["verified"]) is (body is finished)


def test_that_no_plan_exists_is_an_answer(service: Service) -> None:
    plan_id = service.plan()
    service.work(plan_id).find_none()
    plan = service.read(plan_id)
    assert (plan["state"], plan["outcome"]) == ("completed", "infeasible")
    assert plan["claim"] == "bound_confirmed_by_second_configuration"
    assert plan["clashes"][0]["rules"] == ["XMAS", "END"]
    assert plan["plan"] is None


def test_a_worker_lost_while_stopping_leaves_the_best_checked_plan(service: Service) -> None:
    plan_id = service.plan()
    service.work(plan_id).find()
    assert service.client.post(f"/v1/plans/{plan_id}/cancel").status_code == 202
    with service.database.writing() as connection:
        # As the next worker does that finds it.
        assert attempts.claim(connection, plan_id, "w2") is None
    plan = service.read(plan_id)
    assert (plan["state"], plan["outcome"]) == ("cancelled", "plan")
    assert plan["claim"] == "feasible_checked"
    assert plan["plan"]["activities"]
    assert plan["objectives"]


@pytest.mark.parametrize(("found", "outcome"), [(True, "plan"), (False, None)])
def test_a_failed_plan_says_why_and_keeps_the_best(
    service: Service, found: bool, outcome: str | None
) -> None:
    plan_id = service.plan()
    worker = service.work(plan_id)
    if found:
        worker.find()
    worker.fail("solver_failed")
    plan = service.read(plan_id)
    assert plan["state"] == "failed"
    assert plan["failure"]["code"] == "solver_failed"
    assert plan["outcome"] == outcome
    assert (plan["plan"] is not None) is found


def test_every_answer_has_the_published_shape(service: Service) -> None:
    shape: TypeAdapter[PlanResource] = TypeAdapter(PlanResource)
    plan_id = service.plan()
    steps: list[Any] = []

    def seen() -> None:
        answer = service.client.get(f"/v1/plans/{plan_id}")
        steps.append(shape.validate_json(answer.content).state)

    seen()
    worker = service.work(plan_id)
    worker.find()
    worker.progress(3, 4)
    seen()
    service.client.post(f"/v1/plans/{plan_id}/cancel")
    seen()
    worker.finish("cancelled")
    seen()
    assert steps == ["queued", "running", "stopping", "cancelled"]
    TypeAdapter(PlanList).validate_json(service.client.get("/v1/plans").content)


def test_what_has_not_changed_is_not_sent_again(service: Service) -> None:
    plan_id = service.plan()
    worker = service.work(plan_id)
    worker.find()
    address = f"/v1/plans/{plan_id}"
    tag = service.client.get(address).headers["ETag"]
    same = service.client.get(address, headers={"If-None-Match": tag})
    assert (same.status_code, same.content) == (304, b"")
    assert same.headers["ETag"] == tag
    worker.progress(60, 61)
    assert service.client.get(address, headers={"If-None-Match": tag}).status_code == 200


def test_a_plan_moves_up_in_the_queue(service: Service) -> None:
    first, second = service.plan(), service.plan()
    address = f"/v1/plans/{second}"
    tag = service.client.get(address).headers["ETag"]
    assert service.read(second)["queue_position"] == 2
    service.work(first)
    later = service.client.get(address, headers={"If-None-Match": tag})
    assert later.json()["queue_position"] == 1


@pytest.mark.parametrize(
    "id", ["x", UNKNOWN, UNKNOWN + "%00", "pln_%F0%9F%92%A9", "%ED%A0%80", "pln_" + "a" * 5000]
)
@pytest.mark.parametrize("rest", ["", "/events", "/gantt.svg", "/heatmap.svg"])
def test_what_is_not_there_cannot_be_read(service: Service, id: str, rest: str) -> None:
    answer = service.client.get(f"/v1/plans/{id}{rest}")
    assert answer.status_code == 404
    assert answer.json()["code"] in {"no_such_plan", "not_found"}


def test_lists_have_key_figures_and_no_answers(either_service: Service) -> None:
    programme = either_service.programme()
    ids = [either_service.ask(programme).json()["id"] for _ in range(3)]
    worker = either_service.work(ids[1])
    worker.find()
    worker.finish()
    listed = either_service.client.get("/v1/plans").json()
    assert [plan["id"] for plan in listed["plans"]] == ids[::-1]
    assert listed["next"] is None
    done = listed["plans"][1]
    assert (done["state"], done["outcome"]) == ("completed", "plan")
    assert done["summary"]["contingency_weeks"] > 0
    assert "plan" not in done
    assert listed["plans"][0]["summary"] is None


def test_lists_are_filtered_and_come_in_pages(either_service: Service) -> None:
    first, second = either_service.programme(), either_service.programme()
    ids = [either_service.ask(p).json()["id"] for p in (first, second, first, second, first)]
    either_service.work(ids[0])
    get = either_service.client.get

    def listed(address: str) -> list[str]:
        return [plan["id"] for plan in get(address).json()["plans"]]

    assert listed(f"/v1/plans?programme={first}") == [ids[4], ids[2], ids[0]]
    assert listed("/v1/plans?state=running") == [ids[0]]
    assert listed(f"/v1/plans?state=queued&programme={second}") == [ids[3], ids[1]]
    pages, after = [], ""
    while True:
        page = get(f"/v1/plans?limit=2{after}").json()
        pages.append([plan["id"] for plan in page["plans"]])
        if page["next"] is None:
            break
        after = f"&after={page['next']}"
    assert pages == [[ids[4], ids[3]], [ids[2], ids[1]], [ids[0]]]


@pytest.mark.parametrize(
    "query",
    [
        "state=done",
        "limit=0",
        "limit=201",
        "limit=1.5",
        "limit=x",
        "programme=x",
        "after=x",
        "colour=red",
        "limit=1&limit=2",
        "state=%00",
    ],
)
def test_a_list_refuses_what_it_does_not_understand(service: Service, query: str) -> None:
    problem(service.client.get(f"/v1/plans?{query}"), 422, "malformed_parameter")


def test_a_cursor_that_is_none_is_no_plan(service: Service) -> None:
    problem(service.client.get(f"/v1/plans?after={UNKNOWN}"), 404, "no_such_plan")


def test_cancelling_what_waits_ends_it_at_once(either_service: Service) -> None:
    plan_id = either_service.plan()
    for _ in range(2):
        answer = either_service.client.post(f"/v1/plans/{plan_id}/cancel")
        assert answer.status_code == 200
        assert answer.json()["state"] == "cancelled"
        assert answer.json()["outcome"] == "undecided"
        assert answer.json()["finished_at"] is not None


def test_cancelling_what_is_being_made_takes_a_moment_and_keeps_the_best(
    either_service: Service,
) -> None:
    plan_id = either_service.plan()
    worker = either_service.work(plan_id)
    worker.find()
    for _ in range(2):
        answer = either_service.client.post(f"/v1/plans/{plan_id}/cancel")
        assert answer.status_code == 202
        assert answer.headers["Retry-After"] == "1"
        assert answer.json()["state"] == "stopping"
    worker.finish("cancelled")
    answer = either_service.client.post(f"/v1/plans/{plan_id}/cancel")
    assert answer.status_code == 200
    plan = answer.json()
    assert (plan["state"], plan["outcome"]) == ("cancelled", "plan")
    assert plan == either_service.read(plan_id)


def test_cancelling_what_is_not_there_or_done_changes_nothing(service: Service) -> None:
    problem(service.client.post(f"/v1/plans/{UNKNOWN}/cancel"), 404, "no_such_plan")
    problem(service.client.post("/v1/plans/x/cancel"), 404, "no_such_plan")
    plan_id = service.plan()
    service.work(plan_id).find_none()
    before = service.read(plan_id)
    answer = service.client.post(f"/v1/plans/{plan_id}/cancel")
    assert (answer.status_code, answer.json()) == (200, before)

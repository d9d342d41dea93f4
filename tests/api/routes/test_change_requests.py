"""Something changes: a revision, what is known at once, and a plan that stays near."""

from typing import Any

import pytest

from api.errors import RevisionMoved
from api.http.lights import Lights
from api.routes import change_requests
from tests.api.programmes import UNKNOWN, issues, problem, small
from tests.api.routes.changing import (
    NEW_NAME,
    change,
    closed_for_cutovers,
    in_force,
    name_plan,
    rename,
)
from tests.api.routes.played_worker import small as planned_small
from tests.api.routes.service import Service

FORBIDDEN = "PAY.transfer"


def test_a_change_is_a_revision_with_the_plan_in_force_as_its_baseline(
    either_service: Service,
) -> None:
    service = either_service
    programme, plan = in_force(service)
    answer = change(service, programme, {**NEW_NAME, "plan": plan})
    assert answer.status_code == 202, answer.text
    made = answer.json()
    assert (made["revision"]["revision"], made["revision"]["origin"]) == (2, "change")
    assert made["traffic_light"]["state"] == "feasible"
    assert made["traffic_light"]["words"] == "The plan in force still holds."
    asked = made["plan"]
    assert answer.headers["Location"] == f"/v1/plans/{asked['id']}"
    assert (asked["state"], asked["revision"]) == ("queued", 2)
    settings = asked["settings"]
    assert settings["regenerate"] is True
    assert (settings["in_force"], settings["changed_since"]) == (plan, 1)
    document = service.client.get(f"/v1/programmes/{programme}").json()
    assert document["name"] == "Later"
    assert document["baseline"]["name"] == plan
    assert document["baseline"]["options"] == dict(planned_small()[1].options)
    newest = service.client.get(f"/v1/programmes/{programme}/revisions").json()["revisions"][0]
    assert newest["change"] == {**NEW_NAME, "plan": plan}


def test_a_change_that_breaks_the_plan_in_force_says_which_rule(service: Service) -> None:
    programme, plan = in_force(service)
    rule = closed_for_cutovers(FORBIDDEN)
    patch = [{"op": "add", "path": "/rules/-", "value": rule}]
    made = change(service, programme, {"patch": patch, "plan": plan}).json()
    light = made["traffic_light"]
    assert "closed" in [each["rule"] for each in light["broken"]]
    assert light["words"].startswith("The plan in force breaks ")


def test_a_light_that_takes_long_is_not_waited_for(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object) -> Any:
        released.append(True)
        raise AssertionError("not waited for")

    released: list[bool] = []
    programme, plan = in_force(service)
    patch = [{"op": "add", "path": "/rules/-", "value": closed_for_cutovers(FORBIDDEN)}]
    monkeypatch.setattr(Lights, "_in_time", lambda *_: None)
    monkeypatch.setattr("scheduler.regenerating.light.traffic_light", never)
    light = change(service, programme, {"patch": patch, "plan": plan}).json()["traffic_light"]
    assert (light["state"], light["how"]) == ("unknown", None)
    assert [each["rule"] for each in light["broken"]] == ["closed"]
    assert not released


def test_without_a_plan_in_force_it_is_an_ordinary_revision_and_plan(service: Service) -> None:
    programme = service.programme()
    made = change(service, programme, {**NEW_NAME, "solve": {"seed": 7}}).json()
    assert made["traffic_light"] is None
    assert made["revision"]["revision"] == 2
    settings = made["plan"]["settings"]
    assert "regenerate" not in settings
    assert (settings["seed"], settings["compare"]) == (7, True)


def test_the_baseline_of_the_document_is_kept_to(service: Service) -> None:
    programme, plan = in_force(service)
    change(service, programme, {**NEW_NAME, "plan": plan})
    made = change(service, programme, {"merge": {"name": "Later still"}}, '"2"').json()
    assert made["traffic_light"]["state"] == "feasible"
    settings = made["plan"]["settings"]
    assert (settings["regenerate"], settings["in_force"]) == (True, None)
    # The plan that the baseline is named after was made for the first revision.
    assert settings["changed_since"] == 1


def test_a_plan_in_force_can_be_named(service: Service) -> None:
    programme, plan = in_force(service)
    body = {**NEW_NAME, "baseline": "approved"}
    problem(change(service, programme, body), 404, "no_such_baseline")
    assert name_plan(service, programme, "approved", plan).status_code == 201
    made = change(service, programme, body).json()
    assert made["plan"]["settings"]["in_force"] == plan
    both = change(service, programme, {**body, "plan": plan}, '"2"')
    problem(both, 422, "body_rejected")
    assert issues(both) == [("malformed_value", "/baseline")]


def test_the_plan_in_force_is_one_of_the_programme_and_final(service: Service) -> None:
    programme, _ = in_force(service)
    other = service.planned()
    problem(change(service, programme, {**NEW_NAME, "plan": other}), 404, "no_such_plan")
    waiting = service.ask(programme).json()["id"]
    body = {**NEW_NAME, "plan": waiting}
    problem(change(service, programme, body), 409, "plan_not_final")
    service.client.post(f"/v1/plans/{waiting}/cancel")
    problem(change(service, programme, body), 409, "no_plan")
    assert service.client.get(f"/v1/programmes/{programme}").headers["ETag"] == '"1"'


def test_a_change_says_what_it_is_based_on(service: Service) -> None:
    programme, plan = in_force(service)
    body = {**NEW_NAME, "plan": plan}
    address = f"/v1/programmes/{programme}/changes"
    problem(service.client.post(address, json=body), 428, "precondition_required")
    assert problem(change(service, programme, body, '"9"'), 412, "revision_moved")["current"] == 1
    assert change(service, programme, body, "*").status_code == 202
    problem(change(service, UNKNOWN, NEW_NAME), 404, "no_such_programme")


def test_the_same_key_makes_one_revision_and_one_plan(either_service: Service) -> None:
    service = either_service
    programme, plan = in_force(service)
    body = {**NEW_NAME, "plan": plan}
    key = {"Idempotency-Key": "once"}
    first = change(service, programme, body, headers=key)
    # By now If-Match names a revision that is no more the latest.
    again = change(service, programme, body, headers=key)
    assert (first.status_code, again.status_code) == (202, 202)
    assert again.headers["Idempotency-Replayed"] == "true"
    assert again.headers["Location"] == first.headers["Location"]
    assert again.text == first.text
    assert len(service.client.get("/v1/plans").json()["plans"]) == 2
    problem(change(service, programme, NEW_NAME, headers=key), 422, "idempotency_key_reused")


def test_who_waits_gets_the_finished_plan_in_the_same_form(service: Service) -> None:
    programme = service.programme()
    key = {"Idempotency-Key": "once"}
    made = change(service, programme, NEW_NAME, headers=key)
    worker = service.work(made.json()["plan"]["id"])
    worker.find()
    worker.finish()
    answer = change(service, programme, NEW_NAME, headers={**key, "Prefer": "wait=5"})
    assert answer.status_code == 200
    assert answer.headers["Preference-Applied"] == "wait=5"
    assert answer.headers["Location"] == made.headers["Location"]
    assert answer.json()["revision"] == made.json()["revision"]
    assert answer.json()["plan"]["state"] == "completed"


def test_nothing_is_stored_of_what_does_not_fit(service: Service) -> None:
    programme, plan = in_force(service)
    patch = [{"op": "replace", "path": "/services[id=NOPE]/name", "value": "x"}]
    answer = change(service, programme, {"patch": patch, "plan": plan})
    problem(answer, 422, "patch_rejected")
    assert issues(answer) == [("no_such_place", "/patch/0/path")]
    answer = change(service, programme, {"merge": {"default_calendar": "nowhere"}, "plan": plan})
    problem(answer, 422, "programme_rejected")
    answer = change(service, programme, {"merge": {"id": "other"}})
    problem(answer, 422, "id_changed")
    answer = change(service, programme, {"merg": {}})
    problem(answer, 422, "body_rejected")
    answer = change(service, programme, {**NEW_NAME, "solve": {"profile": "none-such"}})
    problem(answer, 422, "body_rejected")
    assert issues(answer) == [("unknown_reference", "/solve/profile")]
    assert service.client.get(f"/v1/programmes/{programme}").headers["ETag"] == '"1"'
    assert len(service.client.get("/v1/plans").json()["plans"]) == 1


def test_a_change_that_changes_nothing_makes_no_revision_but_a_plan(service: Service) -> None:
    programme = service.programme()
    made = change(service, programme, {"title": "Nothing after all"}).json()
    assert made["revision"]["revision"] == 1
    assert made["plan"]["revision"] == 1


def test_a_change_of_whatever_is_the_latest_goes_on_when_overtaken(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    programme, plan = in_force(service)
    stored = change_requests._stored
    overtaken = iter([True])

    def raced(connection: Any, *arguments: Any) -> Any:
        if next(overtaken, False):
            raise RevisionMoved(2, 1)
        return stored(connection, *arguments)

    monkeypatch.setattr(change_requests, "_stored", raced)
    assert change(service, programme, {**NEW_NAME, "plan": plan}, "*").status_code == 202


def test_a_plan_can_be_asked_to_stay_near_the_baseline(service: Service) -> None:
    programme, plan = in_force(service)
    refused = service.ask(programme, {"regenerate": True})
    problem(refused, 422, "body_rejected")
    assert issues(refused) == [("malformed_value", "/regenerate")]
    change(service, programme, {**NEW_NAME, "plan": plan})
    rename(service, programme, "Once more", '"2"')
    asked = service.ask(programme, {"regenerate": True, "changed_since": 1}).json()
    settings = asked["settings"]
    assert (settings["regenerate"], settings["changed_since"]) == (True, 1)
    unknown = service.ask(programme, {"regenerate": True, "changed_since": 9})
    problem(unknown, 404, "no_such_revision")


def test_a_document_may_come_with_its_baseline(service: Service) -> None:
    found = planned_small()[1]
    dates = {
        name: {"start": str(at.start), "finish": str(at.finish)}
        for name, at in found.placed.items()
    }
    baseline = {"name": "paper", "options": dict(found.options), "dates": dates}
    programme = service.programme(small(baseline=baseline))
    made = change(service, programme, NEW_NAME).json()
    assert made["traffic_light"]["how"] == "unchanged"
    assert made["plan"]["settings"]["in_force"] is None

import json
from typing import Any

import pytest
from httpx import Client, Response

from api.http.ids import new_id
from api.store.attempts import claim, save_incumbent
from api.store.database import Database
from api.store.plans import submit_plan
from scheduler.construction.first_plan import first_plan
from scheduler.interchange.plan_check import OTHER_PROGRAMME
from scheduler.interchange.plan_json import plan_to_jsonable
from scheduler.interchange.valid_programme import valid_programme
from tests.api.programmes import JSON, SMALL, UNKNOWN, issues, merge, problem, small, stored

SPACED_OUT = "one-cutover-in-four-weeks"
"""A rule that the plan made without search does not meet."""
WHOLE = json.loads(SMALL)
DOCUMENT = {**WHOLE, "rules": [rule for rule in WHOLE["rules"] if rule["id"] != SPACED_OUT]}
LENIENT = json.dumps(DOCUMENT).encode()


@pytest.fixture(scope="module")
def plan() -> dict[str, Any]:
    """A plan of the lenient programme that meets every hard rule."""
    expanded = valid_programme(LENIENT).expanded
    return plan_to_jsonable(expanded, first_plan(expanded))


def _check(client: Client, **body: object) -> Response:
    return client.post("/v1/check", content=json.dumps(body), headers=JSON)


def test_a_sound_plan_of_a_document_is_found_sound(client: Client, plan: dict[str, Any]) -> None:
    response = _check(client, programme=DOCUMENT, plan=plan)
    assert response.status_code == 200
    assert response.json()["ok"] is True
    assert response.json()["violations"] == []
    assert response.json()["notices"] == []


def test_an_answer_document_is_read_as_its_plan(client: Client, plan: dict[str, Any]) -> None:
    response = _check(client, programme=DOCUMENT, plan={"outcome": "plan", "plan": plan})
    assert response.json()["ok"] is True


def test_a_plan_that_breaks_rules_is_an_answer(client: Client, plan: dict[str, Any]) -> None:
    answer = _check(client, programme=WHOLE, plan=plan)
    assert answer.status_code == 200
    assert answer.json()["ok"] is False
    (violation,) = answer.json()["violations"]
    assert violation["rule"] == SPACED_OUT
    assert (violation["measured"], violation["allowed"]) == (2, 1)
    assert violation["statement"]


def test_a_plan_is_checked_against_a_stored_revision(client: Client, plan: dict[str, Any]) -> None:
    at = stored(client, LENIENT)
    merge(client, at, {"name": "Later"}, '"1"')
    programme = at.rsplit("/", 1)[1]
    assert _check(client, programme_id=programme, revision=1, plan=plan).json()["notices"] == []
    later = _check(client, programme_id=programme, plan=plan).json()
    assert later["notices"] == [OTHER_PROGRAMME]
    refused = _check(client, programme_id=programme, revision=9, plan=plan)
    problem(refused, 404, "no_such_revision")


def test_a_stored_plan_is_checked_against_its_own_programme(
    client: Client, database: Database, plan: dict[str, Any]
) -> None:
    programme = stored(client, LENIENT).rsplit("/", 1)[1]
    name = _stored_plan(database, programme)
    problem(_check(client, plan_id=name), 409, "no_plan")
    with database.writing() as connection:
        attempt = claim(connection, name, "worker")
        assert attempt is not None
        assert save_incumbent(connection, attempt, json.dumps(plan), "0.1.0", "", {})
    assert _check(client, plan_id=name).json()["ok"] is True
    assert _check(client, plan_id=name, programme=WHOLE).json()["ok"] is False


def test_what_is_named_twice_or_not_at_all_is_refused(client: Client) -> None:
    for body, paths in (
        ({}, {"/plan", "/programme"}),
        ({"plan": {}}, {"/programme"}),
        ({"programme": DOCUMENT}, {"/plan"}),
        ({"programme": DOCUMENT, "plan": {}, "plan_id": "pln_" + "a" * 20}, {"/plan"}),
        ({"programme": DOCUMENT, "programme_id": UNKNOWN, "plan": {}}, {"/programme"}),
        ({"programme": DOCUMENT, "revision": 1, "plan": {}}, {"/revision"}),
    ):
        response = _check(client, **body)
        problem(response, 422, "body_rejected")
        assert {path for _, path in issues(response)} == paths


def test_what_is_not_stored_cannot_be_checked(client: Client) -> None:
    problem(_check(client, programme_id=UNKNOWN, plan={}), 404, "no_such_programme")
    problem(_check(client, plan_id=new_id("pln")), 404, "no_such_plan")


def test_issues_are_told_where_they_stand_in_the_body(client: Client, plan: dict[str, Any]) -> None:
    response = _check(client, programme={**DOCUMENT, "name": 5}, plan=plan)
    problem(response, 422, "programme_rejected")
    assert issues(response) == [("wrong_type", "/programme/name")]
    for inside, wrapped in (("/plan", False), ("/plan/plan", True)):
        wrong: dict[str, Any] = {**plan, "options": 5}
        response = _check(client, programme=DOCUMENT, plan={"plan": wrong} if wrapped else wrong)
        problem(response, 422, "plan_rejected")
        assert issues(response) == [("wrong_type", f"{inside}/options")]


def test_a_sound_programme_is_valid(client: Client) -> None:
    response = client.post("/v1/validate", content=SMALL, headers=JSON)
    assert response.status_code == 200
    answer = response.json()
    codes = [issue["code"] for issue in answer["issues"]]
    assert (answer["valid"], codes) == (True, [])
    stored_hash = client.get("/v1/programmes").json()["programmes"]
    assert stored_hash == []
    assert len(answer["hash"]) == 64


def test_everything_wrong_with_a_programme_is_an_answer(client: Client) -> None:
    response = client.post("/v1/validate", content=small(name=5, plan_from="soon"), headers=JSON)
    assert response.status_code == 200
    assert response.json()["valid"] is False
    assert issues(response) == [("wrong_type", "/name"), ("not_a_date", "/plan_from")]
    assert response.json()["hash"] is None


def _stored_plan(database: Database, programme: str) -> str:
    name = new_id("pln")
    with database.writing() as connection:
        submit_plan(
            connection,
            "default",
            "local",
            plan_id=name,
            programme=programme,
            revision=1,
            settings={"durations": None},
        )
    return name

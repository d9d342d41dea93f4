from httpx import Client

from api.http.problem_kinds import PROBLEMS
from scheduler.demo import demo_programmes
from scheduler.rules import RULES
from scheduler.validation.codes import CODES
from tests.api.programmes import problem, stored


def test_every_kind_of_rule_is_told(client: Client) -> None:
    told = client.get("/v1/rules").json()
    assert len(told["rules"]) == len(RULES)
    assert all(rule["says"] and rule["example"] for rule in told["rules"])
    assert {field["name"] for field in told["shared_fields"]} >= {"id", "basis", "price"}


def test_every_code_is_told(client: Client) -> None:
    told = client.get("/v1/issue-codes").json()
    assert {one["code"] for one in told["issues"]} == set(CODES)
    assert {one["code"]: one["status"] for one in told["problems"]} == {
        code: kind.status for code, kind in PROBLEMS.items()
    }


def test_demo_programmes_can_be_stored(client: Client) -> None:
    listed = client.get("/v1/demo-programmes").json()["demo_programmes"]
    assert [one["id"] for one in listed] == [one.id for one in demo_programmes()]
    document = client.get(listed[0]["href"])
    assert document.headers["Content-Type"] == "application/json"
    assert document.content == demo_programmes()[0].document
    assert stored(client, document.content)


def test_there_is_no_other_demo_programme(client: Client) -> None:
    response = client.get("/v1/demo-programmes/smal")
    told = problem(response, 404, "no_such_demo_programme")
    assert "Maybe small is meant." in told["detail"]
    for name in ("..%2f..", "%ED%A0%80", "x" * 5000, "%20"):
        assert client.get(f"/v1/demo-programmes/{name}").status_code == 404

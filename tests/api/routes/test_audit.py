"""What was done can be read, page by page, and verified."""

from api.store import audit
from tests.api.programmes import problem
from tests.api.routes.service import Service
from tests.api.store.shelf import do


def test_what_was_done_is_listed_newest_first(either_service: Service) -> None:
    service = either_service
    plan = service.planned()
    found = service.client.get("/v1/audit").json()
    assert [(each["number"], each["action"]) for each in found["entries"]] == [
        (4, "plan.completed"),
        (3, "plan.started"),
        (2, "plan.submitted"),
        (1, "programme.created"),
    ]
    assert found["next"] is None
    assert {each["subject"] for each in found["entries"][:3]} == {plan}
    assert {each["actor"] for each in found["entries"][2:]} == {"local"}
    first = service.client.get("/v1/audit?limit=3").json()
    assert first["next"] == 2
    rest = service.client.get("/v1/audit?limit=3&after=2").json()
    assert [*first["entries"], *rest["entries"]] == found["entries"]
    assert rest["next"] is None


def test_the_list_is_filtered_by_subject_and_action(service: Service) -> None:
    plan = service.plan()
    service.programme()

    def numbers(words: str) -> list[int]:
        found = service.client.get(f"/v1/audit?{words}").json()["entries"]
        return [each["number"] for each in found]

    assert numbers("action=programme.created") == [3, 1]
    assert numbers(f"subject={plan}") == [2]
    assert numbers(f"subject={plan}&action=programme.created") == []
    assert numbers("action=programme.created&after=3") == [1]
    assert numbers("subject=%00") == []


def test_what_others_did_is_not_shown(service: Service) -> None:
    with service.database.writing() as c:
        audit.note(c, "south", "bob", "thing.done", "x", {})
    assert service.client.get("/v1/audit").json()["entries"] == []
    assert service.client.get("/v1/audit/verification").json() == {
        "holds": True,
        "rows": 0,
        "first_broken": None,
        "head": None,
    }


def test_a_change_behind_the_back_is_told(either_service: Service) -> None:
    service = either_service
    service.plan()
    newest = service.client.get("/v1/audit").json()["entries"][0]
    found = service.client.get("/v1/audit/verification").json()
    head = {"number": 2, "digest": newest["digest"]}
    assert found == {"holds": True, "rows": 2, "first_broken": None, "head": head}
    do(service.database, "UPDATE audit SET actor = 'eve' WHERE number = 2")
    found = service.client.get("/v1/audit/verification").json()
    assert (found["holds"], found["rows"], found["first_broken"]) == (False, 1, 2)


def test_a_cursor_that_is_none_is_refused(service: Service) -> None:
    problem(service.client.get("/v1/audit?after=0"), 422, "malformed_parameter")
    problem(service.client.get("/v1/audit?after=x"), 422, "malformed_parameter")

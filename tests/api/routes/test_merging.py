"""Two changes of one revision are merged, or every collision is named."""

import json
from typing import Any

import httpx
import pytest

from api.errors import RevisionMoved
from api.store import prepared_programmes
from api.store.programmes import add_revision
from tests.api.programmes import SMALL, UNKNOWN, issues, problem
from tests.api.routes.changing import rename
from tests.api.routes.service import Service


def merge(
    service: Service, programme: str, base: int, document: Any, **headers: str
) -> httpx.Response:
    body = {"base": base, "document": document}
    address = f"/v1/programmes/{programme}/merge"
    return service.client.post(address, json=body, headers=headers)


def mine(**fields: Any) -> dict[str, Any]:
    return {**json.loads(SMALL), **fields}


def test_changes_of_different_places_are_both_kept(either_service: Service) -> None:
    service = either_service
    programme = service.programme()
    rename(service, programme, "Theirs")
    answer = merge(service, programme, 1, mine(description="Mine"))
    assert answer.status_code == 200, answer.text
    assert answer.headers["ETag"] == '"3"'
    assert (answer.json()["origin"], answer.json()["parent"]) == ("merged", 2)
    document = service.client.get(f"/v1/programmes/{programme}").json()
    assert (document["name"], document["description"]) == ("Theirs", "Mine")
    newest = service.client.get(f"/v1/programmes/{programme}/revisions").json()["revisions"][0]
    assert [change["path"] for change in newest["change"]] == ["/description"]


def test_a_collision_is_named_and_nothing_is_stored(service: Service) -> None:
    programme = service.programme()
    rename(service, programme, "Theirs")
    answer = merge(service, programme, 1, mine(name="Mine", description="Mine"))
    told = problem(answer, 409, "merge_collision")
    assert told["collisions"] == [
        {
            "path": "/name",
            "base": "Three services leave one supplier",
            "mine": "Mine",
            "theirs": "Theirs",
        }
    ]
    assert (told["collisions_found"], told["current"]) == (1, 2)
    assert service.client.get(f"/v1/programmes/{programme}").headers["ETag"] == '"2"'


def test_a_side_that_has_nothing_is_left_out_of_a_collision(service: Service) -> None:
    programme = service.programme()
    address = f"/v1/programmes/{programme}"
    service.client.patch(
        address,
        json=[{"op": "replace", "path": "/rules[id=change-load-offices]/owner", "value": "Ann"}],
        headers={"If-Match": '"1"', "Content-Type": "application/json-patch+json"},
    )
    rules = [rule for rule in mine()["rules"] if rule["id"] != "change-load-offices"]
    (told,) = problem(merge(service, programme, 1, mine(rules=rules)), 409, "merge_collision")[
        "collisions"
    ]
    assert told["path"] == "/rules[id=change-load-offices]"
    assert "mine" not in told
    assert told["theirs"]["owner"] == "Ann"


def test_merging_what_is_there_already_makes_no_revision(service: Service) -> None:
    programme = service.programme()
    rename(service, programme, "Theirs")
    for document in (mine(), mine(name="Theirs")):
        answer = merge(service, programme, 1, document)
        assert (answer.status_code, answer.json()["revision"]) == (200, 2)


def test_what_is_merged_must_be_a_programme_before_and_after(service: Service) -> None:
    programme = service.programme()
    answer = merge(service, programme, 1, mine(default_calendar="nowhere"))
    problem(answer, 422, "programme_rejected")
    assert ("unknown_reference", "/document/default_calendar") in issues(answer)
    problem(merge(service, programme, 1, mine(id="other")), 422, "id_changed")
    problem(merge(service, programme, 2, mine()), 404, "no_such_revision")
    problem(merge(service, UNKNOWN, 1, mine()), 404, "no_such_programme")
    problem(merge(service, programme, 0, mine()), 422, "body_rejected")


def test_the_same_key_merges_once(service: Service) -> None:
    programme = service.programme()
    key = {"Idempotency-Key": "once"}
    first = merge(service, programme, 1, mine(name="Mine"), **key)
    rename(service, programme, "Theirs", '"2"')
    again = merge(service, programme, 1, mine(name="Mine"), **key)
    assert again.text == first.text
    assert again.headers["Idempotency-Replayed"] == "true"


def test_who_is_overtaken_merges_with_the_newer_one(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    programme = service.programme()
    overtaken = iter([True])

    def raced(*arguments: Any, **named: Any) -> object:
        if next(overtaken, False):
            raise RevisionMoved(2, 1)
        return add_revision(*arguments, **named)

    monkeypatch.setattr(prepared_programmes, "add_revision", raced)
    assert merge(service, programme, 1, mine(name="Mine")).status_code == 200

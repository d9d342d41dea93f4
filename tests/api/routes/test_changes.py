import json

import pytest
from httpx import Client

from api.errors import RevisionMoved
from api.store import prepared_programmes
from api.store.programmes import add_revision
from tests.api.programmes import (
    JSON,
    JSON_PATCH,
    MERGE_PATCH,
    SMALL,
    UNKNOWN,
    issues,
    merge,
    patch,
    problem,
    put,
    small,
    stored,
)


def _revision(client: Client, at: str) -> str:
    return str(client.get(at).headers["ETag"])


def test_a_replacement_is_the_next_revision(client: Client) -> None:
    at = stored(client)
    response = put(client, at, small(name="Later"), '"1"')
    assert response.status_code == 200
    assert response.headers["ETag"] == '"2"'
    revision = response.json()
    assert (revision["revision"], revision["parent"]) == (2, 1)
    assert (revision["origin"], revision["name"]) == ("replaced", "Later")
    assert client.get(at).json()["name"] == "Later"
    assert client.get(f"{at}/revisions/1").json()["name"] == "Three services leave one supplier"


def test_a_replacement_by_the_same_is_a_revision_too(client: Client) -> None:
    assert put(client, stored(client), SMALL, '"1"').json()["revision"] == 2


def test_a_merge_patch_sets_and_takes_away(client: Client) -> None:
    at = stored(client)
    response = merge(client, at, {"name": "Later", "description": None}, '"1"')
    assert response.status_code == 200
    assert response.json()["origin"] == "merge_patch"
    document = client.get(at).json()
    assert document["name"] == "Later"
    assert "description" not in document


def test_a_json_patch_names_entries_by_their_ids(client: Client) -> None:
    at = stored(client)
    operations = [
        {"op": "test", "path": "/services[id=NET]/name", "value": "Network"},
        {"op": "replace", "path": "/services[id=NET]/name", "value": "The network"},
    ]
    response = patch(client, at, operations, '"1"')
    assert response.status_code == 200, response.text
    assert response.json()["origin"] == "json_patch"
    names = {s["id"]: s["name"] for s in client.get(at).json()["services"]}
    assert names["NET"] == "The network"


def test_a_patch_that_fails_changes_nothing(client: Client) -> None:
    at = stored(client)
    operations = [
        {"op": "replace", "path": "/name", "value": "Half"},
        {"op": "replace", "path": "/services[id=NOPE]/name", "value": "x"},
    ]
    response = patch(client, at, operations, '"1"')
    problem(response, 422, "patch_rejected")
    assert issues(response) == [("no_such_place", "/1/path")]
    assert client.get(at).json()["name"] == "Three services leave one supplier"
    assert _revision(client, at) == '"1"'


@pytest.mark.parametrize(
    "body", ["{}", "5", "null", '[{"op": "jump"}]', '[{"op":"test","path":"x"}]']
)
def test_what_is_no_json_patch_is_refused(client: Client, body: str) -> None:
    headers = {"Content-Type": JSON_PATCH, "If-Match": "*"}
    problem(client.patch(stored(client), content=body, headers=headers), 422, "patch_rejected")


@pytest.mark.parametrize("body", ["[]", "5", "null", '"x"'])
def test_a_merge_patch_that_leaves_no_programme_is_refused(client: Client, body: str) -> None:
    headers = {"Content-Type": MERGE_PATCH, "If-Match": "*"}
    problem(client.patch(stored(client), content=body, headers=headers), 422, "programme_rejected")


def test_a_patched_programme_is_validated(client: Client) -> None:
    at = stored(client)
    response = merge(client, at, {"default_calendar": "nowhere"}, '"1"')
    problem(response, 422, "programme_rejected")
    assert ("unknown_reference", "/default_calendar") in issues(response)
    assert _revision(client, at) == '"1"'


@pytest.mark.parametrize(
    "change", [{}, {"name": "Three services leave one supplier"}, {"currency": "GBP"}]
)
def test_a_patch_that_changes_nothing_makes_no_revision(
    client: Client, change: dict[str, object]
) -> None:
    at = stored(client)
    response = merge(client, at, change, '"1"')
    assert response.status_code == 200
    assert response.headers["ETag"] == '"1"'
    assert response.json()["revision"] == 1
    assert len(client.get(f"{at}/revisions").json()["revisions"]) == 1


@pytest.mark.parametrize("method", ["PUT", "PATCH"])
def test_a_change_must_say_what_it_is_based_on(client: Client, method: str) -> None:
    at = stored(client)
    headers = {"Content-Type": "application/json" if method == "PUT" else MERGE_PATCH}
    response = client.request(method, at, content=SMALL, headers=headers)
    problem(response, 428, "precondition_required")


@pytest.mark.parametrize(
    "match", ['"2"', 'W/"1"', "1", '"01"', "", "garbage", '"1', '"1" "1"', "\xff", '*, "9"']
)
@pytest.mark.parametrize("method", ["PUT", "PATCH"])
def test_a_change_of_another_revision_is_refused(client: Client, method: str, match: str) -> None:
    at = stored(client)
    media_type = "application/json" if method == "PUT" else MERGE_PATCH
    headers = [
        (b"Content-Type", media_type.encode()),
        (b"If-Match", match.encode("latin-1")),
    ]
    response = client.request(method, at, content=SMALL, headers=headers)
    told = problem(response, 412, "revision_moved")
    assert told["current"] == 1
    assert response.headers["ETag"] == '"1"'


@pytest.mark.parametrize("match", ["*", '"1"', '"7", "1"', ' "1" ,', 'W/"1", "1"'])
def test_a_change_may_name_several_revisions_or_any(client: Client, match: str) -> None:
    assert put(client, stored(client), small(name="Later"), match).status_code == 200


def test_the_id_of_a_programme_stays(client: Client) -> None:
    at = stored(client)
    for response in (
        put(client, at, small(id="other"), '"1"'),
        merge(client, at, {"id": "other"}, '"1"'),
        patch(client, at, [{"op": "replace", "path": "/id", "value": "other"}], '"1"'),
    ):
        problem(response, 422, "id_changed")
        assert issues(response) == [("id_changed", "/id")]
    assert _revision(client, at) == '"1"'


def test_only_what_is_there_can_be_changed(client: Client) -> None:
    at = f"/v1/programmes/{UNKNOWN}"
    problem(put(client, at, SMALL, '"1"'), 404, "no_such_programme")
    problem(merge(client, at, {}, "*"), 404, "no_such_programme")


def test_a_patch_of_another_media_type_is_refused(client: Client) -> None:
    at = stored(client)
    response = client.patch(at, content=b"{}", headers={**JSON, "If-Match": '"1"'})
    problem(response, 415, "unsupported_media_type")
    assert response.headers["Accept-Patch"] == f"{MERGE_PATCH}, {JSON_PATCH}"


def test_the_patch_is_kept_with_its_revision(client: Client) -> None:
    at = stored(client)
    merge(client, at, {"name": "Later"}, '"1"')
    newest, first = client.get(f"{at}/revisions").json()["revisions"]
    assert newest["change"] == {"name": "Later"}
    assert first["change"] is None


def test_a_patch_of_whatever_is_the_latest_goes_on_when_overtaken(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = stored(client)
    overtaken = iter([True, True])

    def raced(*arguments: object, **named: object) -> object:
        if next(overtaken, False):
            raise RevisionMoved(2, 1)
        return add_revision(*arguments, **named)  # type: ignore[arg-type]  # passed on

    monkeypatch.setattr(prepared_programmes, "add_revision", raced)
    assert merge(client, at, {"name": "Later"}, "*").status_code == 200
    overtaken = iter([True])
    problem(merge(client, at, {"name": "Still later"}, '"2"'), 412, "revision_moved")


def test_a_copying_patch_cannot_grow_without_end(client: Client) -> None:
    at = stored(client)
    bomb = [{"op": "copy", "from": "/services", "path": "/services/-"}] * 200
    response = client.patch(
        at,
        content=json.dumps(bomb).encode(),
        headers={"Content-Type": JSON_PATCH, "If-Match": "*"},
    )
    assert response.status_code == 422

import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from httpx import Client, Response

from api.errors import IdempotencyRace
from api.http import idempotency
from scheduler.interchange.programme_json import programme_hash, read_programme, to_jsonable
from tests.api.programmes import JSON, SMALL, UNKNOWN, issues, problem, put, small, stored


def test_a_programme_is_stored_as_revision_1(client: Client) -> None:
    response = client.post("/v1/programmes", content=SMALL, headers=JSON)
    assert response.status_code == 201
    revision = response.json()
    assert response.headers["Location"] == f"/v1/programmes/{revision['id']}"
    assert response.headers["ETag"] == '"1"'
    assert revision["revision"] == 1
    assert revision["parent"] is None
    assert revision["origin"] == "created"
    assert revision["hash"] == programme_hash(read_programme(SMALL))
    assert revision["name"] == "Three services leave one supplier"
    assert revision["created_by"] == "local"
    assert revision["warnings"] == []


def test_what_is_read_back_is_the_document_normalised(client: Client) -> None:
    at = stored(client, small(currency="GBP"))
    response = client.get(at)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/json"
    assert response.headers["ETag"] == '"1"'
    assert response.headers["Content-Location"] == f"{at}/revisions/1"
    assert response.json() == to_jsonable(read_programme(SMALL))
    assert "currency" not in response.json()


def test_text_comes_back_as_it_was_sent(client: Client) -> None:
    name = "Zürich – “quoted” \\ </script> \U0001f3e6 \u2028 e\u0301"
    at = stored(client, small(name=name))
    assert client.get(at).json()["name"] == name


def test_a_known_revision_is_not_sent_again(client: Client) -> None:
    at = stored(client)
    for known in ('"1"', 'W/"1"', '"7", "1"', "*"):
        response = client.get(at, headers={"If-None-Match": known})
        assert (response.status_code, response.content) == (304, b"")
        assert response.headers["ETag"] == '"1"'
    for other in ('"2"', "1", "", '"1', "garbage, \xff"):
        header = (b"If-None-Match", other.encode("latin-1"))
        assert client.get(at, headers=[header]).status_code == 200


def test_head_says_what_get_would(client: Client) -> None:
    at = stored(client)
    got, asked = client.get(at), client.head(at)
    assert asked.status_code == 200
    assert asked.content == b""
    for name in ("ETag", "Content-Type", "Content-Length", "Content-Location"):
        assert asked.headers[name] == got.headers[name]


def test_every_error_of_a_programme_is_told_at_once(client: Client) -> None:
    data = small(name=5, plan_from="soon", colour="red")
    response = client.post("/v1/programmes", content=data, headers=JSON)
    told = problem(response, 422, "programme_rejected")
    found = {(i["code"], i["path"], json.dumps(i["value"])) for i in told["issues"]}
    assert found == {
        ("wrong_type", "/name", "5"),
        ("not_a_date", "/plan_from", '"soon"'),
        ("unknown_field", "/colour", '"red"'),
    }
    assert client.get("/v1/programmes").json()["programmes"] == []


def test_an_error_of_meaning_is_told_with_its_place(client: Client) -> None:
    data = small(default_calendar="nowhere")
    response = client.post("/v1/programmes", content=data, headers=JSON)
    problem(response, 422, "programme_rejected")
    assert ("unknown_reference", "/default_calendar") in issues(response)


def test_warnings_come_with_what_was_stored(client: Client) -> None:
    data = small(freeze_horizon_weeks=4)
    response = client.post("/v1/programmes", content=data, headers=JSON)
    assert response.status_code == 201
    assert {issue["severity"] for issue in response.json()["warnings"]} == {"warning"}


def test_no_programme_has_another_id(client: Client) -> None:
    for unknown in (UNKNOWN, "prg_A", "x", "%00", "%ED%A0%80", "%FF", "a" * 3000, "..", "%0A"):
        response = client.get(f"/v1/programmes/{unknown}")
        assert response.status_code == 404, unknown
        assert response.json()["code"] in {"no_such_programme", "not_found"}
    problem(client.get(f"/v1/programmes/{UNKNOWN}"), 404, "no_such_programme")


def test_unknown_and_malformed_ids_are_told_alike(client: Client) -> None:
    one, other = (client.get(f"/v1/programmes/{i}").json() for i in (UNKNOWN, "prg_short"))
    for document in (one, other):
        del document["instance"], document["request_id"]
        document["detail"] = document["detail"].replace(UNKNOWN, "…").replace("prg_short", "…")
    assert one == other


def test_lists_go_page_by_page_newest_first(client: Client) -> None:
    made = [stored(client, small(name=f"No {n}")) for n in range(7)]
    seen: list[str] = []
    after = ""
    while True:
        page = client.get(f"/v1/programmes?limit=3{after}").json()
        seen += [f"/v1/programmes/{one['id']}" for one in page["programmes"]]
        if page["next"] is None:
            break
        assert len(page["programmes"]) == 3
        after = f"&after={page['next']}"
    assert sorted(seen) == sorted(made)
    told = client.get("/v1/programmes").json()["programmes"]
    created = [one["created_at"] for one in told]
    assert created == sorted(created, reverse=True)


def test_a_list_shows_the_latest_revision(client: Client) -> None:
    at = stored(client)
    put(client, at, small(name="Later"), '"1"')
    (one,) = client.get("/v1/programmes").json()["programmes"]
    assert (one["name"], one["revision"]) == ("Later", 2)
    assert one["updated_at"] >= one["created_at"]


def test_a_full_last_page_is_the_last(client: Client) -> None:
    for n in range(2):
        stored(client, small(name=f"No {n}"))
    assert client.get("/v1/programmes?limit=2").json()["next"] is None


def test_a_cursor_of_something_else_is_refused(client: Client) -> None:
    problem(client.get(f"/v1/programmes?after={UNKNOWN}"), 404, "no_such_programme")
    for after in ("", "x", "%00", "1", "%ED%A0%80", UNKNOWN + "%0A"):
        response = client.get(f"/v1/programmes?after={after}")
        problem(response, 422, "malformed_parameter")
        assert issues(response) == [("malformed_parameter", "query/after")]


def test_a_repeated_request_stores_nothing_twice(client: Client) -> None:
    headers = {**JSON, "Idempotency-Key": "first-try"}
    once = client.post("/v1/programmes", content=SMALL, headers=headers)
    again = client.post("/v1/programmes", content=SMALL, headers=headers)
    assert "Idempotency-Replayed" not in once.headers
    assert again.headers["Idempotency-Replayed"] == "true"
    assert (again.status_code, again.content) == (201, once.content)
    for name in ("Location", "ETag", "Content-Type"):
        assert again.headers[name] == once.headers[name]
    assert len(client.get("/v1/programmes").json()["programmes"]) == 1


def test_a_key_counts_for_one_body(client: Client) -> None:
    headers = {**JSON, "Idempotency-Key": "k"}
    client.post("/v1/programmes", content=SMALL, headers=headers)
    other = client.post("/v1/programmes", content=small(name="Other"), headers=headers)
    problem(other, 422, "idempotency_key_reused")
    assert len(client.get("/v1/programmes").json()["programmes"]) == 1


def test_a_refused_request_leaves_its_key_free(client: Client) -> None:
    headers = {**JSON, "Idempotency-Key": "k"}
    problem(
        client.post("/v1/programmes", content=small(name=5), headers=headers),
        422,
        "programme_rejected",
    )
    assert client.post("/v1/programmes", content=SMALL, headers=headers).status_code == 201


def test_a_request_whose_twin_is_under_way_is_put_off(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def taken(*_: object) -> None:
        raise IdempotencyRace("the key is taken")

    monkeypatch.setattr(idempotency, "remember", taken)
    headers = {**JSON, "Idempotency-Key": "k"}
    response = client.post("/v1/programmes", content=SMALL, headers=headers)
    problem(response, 409, "idempotency_key_in_use")
    assert response.headers["Retry-After"] == "1"
    assert client.get("/v1/programmes").json()["programmes"] == []


def test_twenty_requests_with_one_key_store_one_programme(client: Client) -> None:
    headers = {**JSON, "Idempotency-Key": "together"}

    def send(_: int) -> Response:
        return client.post("/v1/programmes", content=SMALL, headers=headers)

    with ThreadPoolExecutor(20) as pool:
        responses = list(pool.map(send, range(20)))
    assert {r.status_code for r in responses} <= {201, 409}
    stored_ = [r for r in responses if r.status_code == 201]
    assert len({r.headers["Location"] for r in stored_}) == 1
    assert sum("Idempotency-Replayed" not in r.headers for r in stored_) == 1
    for refused in (r for r in responses if r.status_code == 409):
        problem(refused, 409, "idempotency_key_in_use")
        assert refused.headers["Retry-After"] == "1"
    assert len(client.get("/v1/programmes").json()["programmes"]) == 1

"""Keys are told once, kept as digests, expire, rotate and are revoked, with all their sessions."""

import pytest
from sqlalchemy import select, update

from api.http.caller import COOKIE
from api.store.clock import now_ms
from api.store.tables import METADATA, keys
from tests.api.access.council import Shared
from tests.api.programmes import problem

OTHER = "pe_" + "0" * 12 + "_" + "0" * 64


def test_a_key_is_told_once_and_kept_as_a_digest(sharing: Shared) -> None:
    admin = sharing.client(sharing.key("north", "administrator"))
    made = admin.post("/v1/keys", json={"name": "Programme office", "role": "planner"})
    assert made.status_code == 201
    key = made.json()["key"]
    secret = key.rsplit("_", 1)[1]
    with sharing.database.reading() as connection:
        for table in METADATA.sorted_tables:
            assert secret not in repr(connection.execute(select(table)).all()), table.name
    assert secret not in admin.get("/v1/keys").text
    who = sharing.client(key).get("/v1/caller").json()
    assert (who["tenant"], who["name"], who["role"]) == ("north", "Programme office", "planner")
    assert who["scopes"] == ["plan", "read"]


@pytest.mark.parametrize(
    "header",
    [OTHER, OTHER[:-1], "", "x" * 5000, "pe_é", OTHER + " " + OTHER],
)
def test_what_is_no_key_is_refused_alike(sharing: Shared, header: str) -> None:
    client = sharing.client(None)
    answer = client.get("/v1/plans", headers={b"Authorization": f"Bearer {header}".encode()})
    assert (
        problem(answer, 401, "no_valid_key")["detail"] == "The key is unknown, revoked or expired."
    )


def test_other_schemes_are_refused(sharing: Shared) -> None:
    answer = sharing.client(None).get("/v1/plans", headers={"Authorization": "Basic YTpi"})
    problem(answer, 401, "no_valid_key")


def test_a_secret_of_another_key_does_not_fit(sharing: Shared) -> None:
    one, other = sharing.key("north", "viewer"), sharing.key("south", "viewer")
    mixed = "_".join((*one.split("_")[:2], other.split("_")[2]))
    problem(sharing.client(mixed).get("/v1/plans"), 401, "no_valid_key")


def test_a_revoked_key_is_good_for_nothing(sharing: Shared) -> None:
    admin = sharing.client(sharing.key("north", "administrator"))
    made = admin.post("/v1/keys", json={"name": "Leaver", "role": "viewer"}).json()
    client = sharing.client(made["key"])
    assert client.get("/v1/plans").status_code == 200
    assert admin.delete(f"/v1/keys/{made['id']}").status_code == 204
    problem(client.get("/v1/plans"), 401, "no_valid_key")


def test_a_key_expires(sharing: Shared) -> None:
    key = sharing.key("north", "viewer")
    client = sharing.client(key)
    assert client.get("/v1/plans").status_code == 200
    with sharing.database.writing() as connection:
        connection.execute(update(keys).values(expires_at=now_ms()))
    problem(client.get("/v1/plans"), 401, "no_valid_key")


def test_a_rotated_key_stays_good_for_a_while(sharing: Shared) -> None:
    admin = sharing.client(sharing.key("north", "administrator"))
    old = admin.post("/v1/keys", json={"name": "Tool", "role": "planner"}).json()
    new = admin.post(f"/v1/keys/{old['id']}/rotation", json={"overlap_hours": 1}).json()
    assert (new["name"], new["role"], new["scopes"]) == ("Tool", "planner", old["scopes"])
    for key in (old["key"], new["key"]):
        assert sharing.client(key).get("/v1/plans").status_code == 200
    at_once = admin.post(f"/v1/keys/{new['id']}/rotation", json={"overlap_hours": 0}).json()
    problem(sharing.client(new["key"]).get("/v1/plans"), 401, "no_valid_key")
    assert sharing.client(at_once["key"]).get("/v1/plans").status_code == 200


def test_a_key_can_be_narrower_than_its_role(sharing: Shared) -> None:
    admin = sharing.client(sharing.key("north", "administrator"))
    asked = {"name": "Reader", "role": "planner", "scopes": ["read"]}
    client = sharing.client(admin.post("/v1/keys", json=asked).json()["key"])
    assert client.get("/v1/plans").status_code == 200
    problem(client.post("/v1/programmes", json={}), 403, "not_allowed")
    wider = admin.post("/v1/keys", json={"name": "x", "role": "viewer", "scopes": ["plan"]})
    problem(wider, 422, "body_rejected")


def test_signing_in_opens_a_session_that_ends_with_its_key(sharing: Shared) -> None:
    admin = sharing.client(sharing.key("north", "administrator"))
    made = admin.post("/v1/keys", json={"name": "Ann", "role": "planner"}).json()
    browser = sharing.client(None, {"Accept": "text/html"})
    sent = browser.get("/")
    assert (sent.status_code, sent.headers["Location"]) == (303, "/sign-in?next=/")
    assert browser.post("/sign-in", data={"key": OTHER}).status_code == 401
    opened = browser.post("/sign-in", data={"key": made["key"], "next": "/"})
    assert (opened.status_code, opened.headers["Location"]) == (303, "/")
    cookie = opened.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "samesite=strict" in cookie.lower()
    assert made["key"] not in cookie
    assert browser.get("/").status_code == 200
    other_site = browser.post("/v1/programmes", json={}, headers={"Sec-Fetch-Site": "cross-site"})
    problem(other_site, 403, "cross_site")
    assert admin.delete(f"/v1/keys/{made['id']}").status_code == 204
    assert browser.get("/").status_code == 303


def test_signing_out_ends_the_session_everywhere(sharing: Shared) -> None:
    browser = sharing.client(None, {"Accept": "text/html"})
    browser.post("/sign-in", data={"key": sharing.key("north", "viewer")})
    session = browser.cookies[COOKIE]
    assert browser.get("/").status_code == 200
    assert browser.post("/sign-out").status_code == 303
    stolen = sharing.client(None, {"Accept": "text/html", "Cookie": f"{COOKIE}={session}"})
    assert stolen.get("/").status_code == 303


@pytest.mark.parametrize(
    "back", ["//evil.example", "/\\evil.example", "https://evil.example", "\n/"]
)
def test_nobody_is_sent_elsewhere(sharing: Shared, back: str) -> None:
    browser = sharing.client(None, {"Accept": "text/html"})
    answer = browser.post("/sign-in", data={"key": sharing.key("north", "viewer"), "next": back})
    assert answer.headers["Location"] == "/"


def test_without_keys_everybody_is_the_one_there_is(sharing: Shared) -> None:
    from api.app import create_app  # noqa: PLC0415
    from api.settings import ServiceSettings  # noqa: PLC0415

    alone = Shared(create_app(ServiceSettings(), sharing.database), sharing.database)
    who = alone.client(None).get("/v1/caller").json()
    assert (who["tenant"], who["name"], who["role"]) == ("default", "local", "administrator")
    problem(alone.client(OTHER).get("/v1/plans"), 401, "no_valid_key")

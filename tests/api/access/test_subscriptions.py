"""Addresses of a calendar that need no key: each opens one calendar, and can be taken back."""

from __future__ import annotations

import logging
from collections.abc import Callable

import pytest
from sqlalchemy import select, update

from api.http.state import CALENDARS_AT_ONCE
from api.store.database import Database
from api.store.subscriptions import MOST_SUBSCRIPTIONS
from api.store.tables import METADATA, subscriptions
from api.store.walls import for_everybody
from tests.api.access.council import Shared
from tests.api.programmes import problem
from tests.api.routes.changing import in_force, name_plan, stayed_near
from tests.api.routes.service import Service

NOBODYS = "/v1/calendars/pc_000000000000_" + "0" * 64 + ".ics"


def subscribe(service: Service, programme: str, **asked: object) -> dict[str, str]:
    at = f"/v1/programmes/{programme}/calendar-subscriptions"
    made = service.client.post(at, json={"name": "Board", **asked})
    assert made.status_code == 201, made.text
    assert made.headers["Cache-Control"] == "no-store"
    found: dict[str, str] = made.json()
    return found


def followed(service: Service) -> str:
    """Return a programme with a plan in force."""
    programme, plan = in_force(service)
    name_plan(service, programme, "in-force", plan)
    return programme


def uids(calendar: str) -> set[str]:
    return {line for line in calendar.splitlines() if line.startswith("UID:")}


def test_the_address_needs_no_key_and_follows_the_plan_in_force(sharing: Shared) -> None:
    north = sharing.of("north")
    programme, before, made = stayed_near(north)
    name_plan(north, programme, "in-force", before)
    published = subscribe(north, programme)
    everything = subscribe(north, programme, shown="all")
    stranger = sharing.client(None)
    read = stranger.get(everything["path"])
    assert read.status_code == 200, read.text
    assert read.headers["Content-Type"].startswith("text/calendar")
    assert read.headers["Referrer-Policy"] == "no-referrer"
    ours = north.client.get(f"/v1/programmes/{programme}/calendar.ics?shown=all")
    assert read.content == ours.content
    assert uids(stranger.get(published["path"]).text) < uids(read.text)
    unchanged = stranger.get(everything["path"], headers={"If-None-Match": read.headers["ETag"]})
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    name_plan(north, programme, "in-force", made)
    later = stranger.get(everything["path"], headers={"If-None-Match": read.headers["ETag"]})
    assert later.status_code == 200
    assert later.content != read.content
    assert uids(later.text) == uids(read.text)


def test_it_opens_nothing_else(sharing: Shared) -> None:
    north = sharing.of("north")
    programme = followed(north)
    other = followed(north)
    made = subscribe(north, programme)
    secret = made["path"].removeprefix("/v1/calendars/").removesuffix(".ics")
    for key in (secret, secret.replace("pc_", "pe_")):
        client = sharing.client(key)
        for at in ("/v1/programmes", f"/v1/programmes/{other}/calendar.ics", "/v1/caller"):
            problem(client.get(at), 401, "no_valid_key")
    stranger = sharing.client(None)
    problem(stranger.get(f"/v1/programmes/{programme}/calendar.ics"), 401, "no_valid_key")
    key = sharing.key("north", "administrator").replace("pe_", "pc_")
    problem(stranger.get(f"/v1/calendars/{key}.ics"), 404, "no_such_calendar")
    # Not even what it shows can be asked for otherwise.
    problem(stranger.get(f"{made['path']}?shown=all"), 422, "malformed_parameter")


def _shorter(path: str) -> str:
    return path.replace(".ics", "")[:-1] + ".ics"


def _other_secret(path: str) -> str:
    last = path[-5]
    return path[:-5] + ("1" if last == "0" else "0") + ".ics"


@pytest.mark.parametrize("spoil", [_shorter, _other_secret, lambda _: NOBODYS, str.upper])
def test_an_address_that_is_none_is_not_found(sharing: Shared, spoil: Callable[[str], str]) -> None:
    north = sharing.of("north")
    programme = followed(north)
    path = subscribe(north, programme)["path"]
    assert sharing.client(None).get(path).status_code == 200
    assert sharing.client(None).get(spoil(path)).status_code == 404


def test_revoked_expired_and_unknown_are_told_alike(sharing: Shared, database: Database) -> None:
    north = sharing.of("north")
    programme = followed(north)
    at = f"/v1/programmes/{programme}/calendar-subscriptions"
    made, left, ends = (subscribe(north, programme, expires_in_days=days) for days in (1, None, 2))
    stranger = sharing.client(None)
    assert north.client.delete(f"{at}/{made['id']}").status_code == 204
    assert north.client.delete(f"{at}/{made['id']}").status_code == 204
    with for_everybody(), database.writing() as c:
        of_it = update(subscriptions).where(subscriptions.c.id == ends["id"])
        c.execute(of_it.values(expires_at=subscriptions.c.created_at))
    told = [
        problem(stranger.get(path), 404, "no_such_calendar")["detail"]
        for path in (made["path"], ends["path"], NOBODYS)
    ]
    assert len(set(told)) == 1
    assert stranger.get(left["path"]).status_code == 200
    in_force = north.client.get(at).json()["subscriptions"]
    assert [one["id"] for one in in_force] == [left["id"]]
    every = north.client.get(f"{at}?which=all").json()["subscriptions"]
    listed = {one["id"]: one for one in every}
    assert set(listed) == {made["id"], left["id"], ends["id"]}
    assert listed[made["id"]]["revoked_at"]
    assert listed[left["id"]]["revoked_at"] is None
    assert listed[left["id"]]["used_at"]
    assert listed[made["id"]]["used_at"] is None
    page = north.client.get(f"{at}?which=all&limit=2").json()
    assert len(page["subscriptions"]) == 2
    rest = north.client.get(f"{at}?which=all&after={page['next']}").json()
    assert (len(rest["subscriptions"]), rest["next"]) == (1, None)


def test_so_many_are_in_force_as_is_published(
    sharing: Shared, monkeypatch: pytest.MonkeyPatch
) -> None:
    north = sharing.of("north")
    published = north.client.get("/v1/limits").json()["work"]["subscriptions_per_programme"]
    assert published == MOST_SUBSCRIPTIONS
    monkeypatch.setattr("api.routes.subscriptions.MOST_SUBSCRIPTIONS", 3)
    programme = north.read(north.planned())["programme"]
    other = north.read(north.planned())["programme"]
    at = f"/v1/programmes/{programme}/calendar-subscriptions"
    made = [subscribe(north, programme) for _ in range(3)]
    problem(north.client.post(at, json={"name": "x"}), 409, "too_many_subscriptions")
    subscribe(north, other)
    page = north.client.post(
        f"/programmes/{programme}/calendar", data={"name": "x", "shown": "all", "lasts": ""}
    )
    assert page.status_code == 422
    assert "Revoke one that nobody reads" in page.text
    assert north.client.delete(f"{at}/{made[0]['id']}").status_code == 204
    subscribe(north, programme)


def test_the_secret_is_stored_and_logged_nowhere(
    sharing: Shared, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    north = sharing.of("north")
    programme = followed(north)
    with caplog.at_level(logging.DEBUG):
        made = subscribe(north, programme)
        stranger = sharing.client(None)
        assert stranger.get(made["path"]).status_code == 200
        assert stranger.get(_other_secret(made["path"])).status_code == 404
    secret = made["path"].rpartition("_")[2].removesuffix(".ics")
    assert len(secret) == 64
    logged = [
        f"{record.getMessage()} {vars(record)}"
        for record in caplog.records
        if record.name != "httpx"
    ]
    assert any("/v1/calendars/{token}.ics" in line for line in logged)
    assert not [line for line in logged if secret in line]
    with for_everybody(), database.reading() as c:
        for table in METADATA.sorted_tables:
            assert secret not in str(c.execute(select(table)).all()), table.name
    assert secret not in north.client.get("/v1/audit").text
    noted = {one["action"] for one in north.client.get("/v1/audit").json()["entries"]}
    assert "subscription.created" in noted


def test_a_programme_of_another_council_has_no_subscriptions(sharing: Shared) -> None:
    north, south = sharing.of("north"), sharing.of("south")
    programme = followed(north)
    made = subscribe(north, programme)
    at = f"/v1/programmes/{programme}/calendar-subscriptions"
    problem(south.client.get(at), 404, "no_such_programme")
    problem(south.client.post(at, json={"name": "x"}), 404, "no_such_programme")
    problem(south.client.delete(f"{at}/{made['id']}"), 404, "no_such_programme")
    other = followed(north)
    elsewhere = f"/v1/programmes/{other}/calendar-subscriptions/{made['id']}"
    problem(north.client.delete(elsewhere), 404, "no_such_subscription")
    # A key of another council that is sent along changes nothing.
    assert south.client.get(made["path"]).status_code == 200


def test_each_address_is_asked_a_few_times_at_once(sharing: Shared) -> None:
    north = sharing.of("north")
    programme = followed(north)
    first, second = subscribe(north, programme), subscribe(north, programme)
    stranger = sharing.client(None)
    known = {"If-None-Match": stranger.get(first["path"]).headers["ETag"]}
    statuses = [
        stranger.get(first["path"], headers=known).status_code for _ in range(CALENDARS_AT_ONCE - 1)
    ]
    assert set(statuses) == {304}
    hasty = stranger.get(first["path"], headers=known)
    problem(hasty, 429, "too_many_requests")
    assert int(hasty.headers["Retry-After"]) > 0
    assert stranger.get(second["path"]).status_code == 200
    strange = [stranger.get(NOBODYS).status_code for _ in range(CALENDARS_AT_ONCE + 1)]
    assert strange == [404] * CALENDARS_AT_ONCE + [429]
    assert stranger.get(second["path"]).status_code == 200


def test_before_a_plan_is_in_force_there_is_no_calendar_and_after_the_programme_none_at_all(
    sharing: Shared,
) -> None:
    north = sharing.of("north")
    programme = north.read(north.planned())["programme"]
    path = subscribe(north, programme)["path"]
    problem(sharing.client(None).get(path), 404, "no_such_baseline")
    assert north.client.delete(f"/v1/programmes/{programme}").status_code == 200
    problem(sharing.client(None).get(path), 404, "no_such_calendar")


@pytest.mark.parametrize(
    "asked", [{"name": ""}, {"name": "n", "shown": "none"}, {"name": "n", "expires_in_days": 0}]
)
def test_what_is_no_wish_is_refused(sharing: Shared, asked: dict[str, object]) -> None:
    north = sharing.of("north")
    programme = followed(north)
    at = f"/v1/programmes/{programme}/calendar-subscriptions"
    problem(north.client.post(at, json=asked), 422, "body_rejected")

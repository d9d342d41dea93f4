"""Webhooks over HTTP: kept, changed, tried, their secrets told once."""

import threading
from typing import Any

import pytest

from api.jobs.webhooks import Sender
from api.settings import ServiceSettings
from api.store.database import Database
from tests.api.jobs.receiver import Receiver, receiving, verified
from tests.api.programmes import issues, problem
from tests.api.routes.conftest import served
from tests.api.routes.service import Service

URL = "https://hooks.example.org/plans"
NOBODY = "whk_" + "a" * 20
DEVELOPMENT = ServiceSettings(webhook_loopback=True)


def made(service: Service, **body: Any) -> dict[str, Any]:
    answer = service.client.post("/v1/webhooks", json={"url": URL, **body})
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    assert answer.headers["Location"] == f"/v1/webhooks/{found['id']}"
    return found


def deliveries(service: Service, webhook: str) -> list[dict[str, Any]]:
    answer = service.client.get(f"/v1/webhooks/{webhook}/deliveries")
    assert answer.status_code == 200
    found: list[dict[str, Any]] = answer.json()["deliveries"]
    return found


def send(service: Service) -> None:
    Sender(service.database, "s1", DEVELOPMENT, threading.Event()).send_due()


def test_the_secret_is_told_once_and_read_nowhere(either_service: Service) -> None:
    service = either_service
    first = made(service)
    secret = first.pop("secret")
    place = f"/v1/webhooks/{first['id']}"
    assert secret.startswith("whsec_")
    assert service.client.get(place).json() == first
    assert service.client.get("/v1/webhooks").json() == {"webhooks": [first], "next": None}
    rotated = service.client.post(f"{place}/rotation").json()
    assert rotated["secret"] != secret
    changed = service.client.patch(place, json={"events": ["plan.finished"]})
    assert changed.json()["older_secret_until"] == rotated["older_secret_until"]
    for path in (place, "/v1/webhooks", f"{place}/deliveries"):
        text = service.client.get(path).text
        assert secret not in text
        assert rotated["secret"] not in text


def test_a_change_leaves_what_it_does_not_name(service: Service) -> None:
    programme = service.programme()
    webhook = made(service, programme=programme, events=["plan.finished"])
    place = f"/v1/webhooks/{webhook['id']}"
    off = service.client.patch(place, json={"active": False}).json()
    assert (off["active"], off["url"], off["programme"]) == (False, URL, programme)
    assert off["disabled_because"]
    problem(service.client.post(f"{place}/ping"), 409, "webhook_disabled")
    on = service.client.patch(place, json={"active": True, "programme": None}).json()
    assert (on["active"], on["programme"], on["events"]) == (True, None, ["plan.finished"])
    assert service.client.delete(place).status_code == 204
    problem(service.client.get(place), 404, "no_such_webhook")


@pytest.mark.parametrize(
    "url",
    [
        "http://hooks.example.org/",
        "https://127.0.0.1/",
        "https://localhost/",
        "https://user:x@hooks.example.org/",
        "https://hooks.example.org:22/",
        "https://2130706433/",
    ],
)
def test_addresses_inside_are_not_stored(service: Service, url: str) -> None:
    answer = service.client.post("/v1/webhooks", json={"url": url})
    problem(answer, 422, "body_rejected")
    assert issues(answer) == [("refused_address", "/url")]
    place = f"/v1/webhooks/{made(service)['id']}"
    problem(service.client.patch(place, json={"url": url}), 422, "body_rejected")


def test_what_is_wrong_is_told(service: Service) -> None:
    post = service.client.post
    problem(post("/v1/webhooks", json={"url": URL, "events": ["x"]}), 422, "body_rejected")
    problem(post("/v1/webhooks", json={"url": URL, "events": []}), 422, "body_rejected")
    unknown = {"url": URL, "programme": "prg_" + "a" * 20}
    problem(post("/v1/webhooks", json=unknown), 404, "no_such_programme")
    for path in ("", "/deliveries"):
        problem(service.client.get(f"/v1/webhooks/{NOBODY}{path}"), 404, "no_such_webhook")
    for path in ("/rotation", "/ping"):
        problem(post(f"/v1/webhooks/{NOBODY}{path}"), 404, "no_such_webhook")
    problem(post(f"/v1/deliveries/dlv_{'a' * 20}/replay"), 404, "no_such_delivery")
    for _ in range(50):
        made(service)
    problem(post("/v1/webhooks", json={"url": URL}), 409, "too_many_webhooks")


def test_deliveries_are_listed_page_by_page(service: Service) -> None:
    webhook = made(service)["id"]
    for _ in range(5):
        service.client.post(f"/v1/webhooks/{webhook}/ping")
    ids = [each["id"] for each in deliveries(service, webhook)]
    place = f"/v1/webhooks/{webhook}/deliveries?limit=2"
    first = service.client.get(place).json()
    second = service.client.get(f"{place}&after={first['next']}").json()
    last = service.client.get(f"{place}&after={second['next']}").json()
    pages = [[each["id"] for each in page["deliveries"]] for page in (first, second, last)]
    assert (pages, last["next"]) == ([ids[:2], ids[2:4], ids[4:]], None)


def test_what_happens_is_told_signed_in_order_and_again_by_wish(database: Database) -> None:
    with receiving(Receiver()) as receiver, served(database, DEVELOPMENT) as service:
        webhook = made(service, url=receiver.url)
        plan = service.planned()
        send(service)
        types = [event["type"] for event in receiver.events]
        assert types == [
            *("programme.created", "plan.queued", "plan.running", "plan.improved"),
            "plan.finished",
        ]
        assert [e["data"].get("event") for e in receiver.events] == [None, 1, 2, 3, 4]
        assert service.client.get(receiver.events[-1]["data"]["links"]["plan"]).is_success
        assert receiver.events[-1]["data"]["plan"] == plan
        assert all(verified(webhook["secret"], *each) for each in receiver.came)
        known = deliveries(service, webhook["id"])
        assert {each["state"] for each in known} == {"delivered"}
        rotated = service.client.post(f"/v1/webhooks/{webhook['id']}/rotation").json()
        again = service.client.post(f"/v1/deliveries/{known[0]['id']}/replay")
        assert (again.status_code, again.json()["state"]) == (202, "waiting")
        send(service)
        headers, body = receiver.came[-1]
        assert (headers["webhook-id"], len(receiver.came)) == (known[0]["id"], 6)
        for secret in (webhook["secret"], rotated["secret"]):
            assert verified(secret, headers, body)


def test_failures_are_seen_and_410_ends_it(database: Database) -> None:
    statuses = iter([503, 302, 410])
    receiver = Receiver(answer=lambda _: next(statuses), headers={"Retry-After": "7000"})
    with receiving(receiver), served(database, DEVELOPMENT) as service:
        webhook = made(service, url=receiver.url)["id"]
        for _ in range(3):
            service.client.post(f"/v1/webhooks/{webhook}/ping")
        send(service)
        found = deliveries(service, webhook)[::-1]
        assert [each["last_status"] for each in found] == [503, 302, 410]
        assert {each["state"] for each in found} == {"given_up"}
        assert not service.client.get(f"/v1/webhooks/{webhook}").json()["active"]
        send(service)
        assert len(receiver.came) == 3


def test_a_receiver_that_is_away_keeps_what_was_not_tried_in_order(service: Service) -> None:
    with receiving(Receiver()) as receiver:
        away = receiver.url
    with served(service.database, DEVELOPMENT) as developing:
        webhook = made(developing, url=away)["id"]
        for _ in range(3):
            developing.client.post(f"/v1/webhooks/{webhook}/ping")
        send(developing)
        found = deliveries(developing, webhook)[::-1]
        assert [each["tries"] for each in found] == [1, 0, 0]
        assert found[0]["next_at"] <= found[1]["next_at"]
        assert "no connection" in found[0]["last_error"]

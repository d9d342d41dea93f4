"""Deliveries are written with the deed, for those who want to know, and with nothing of its content."""

import json
from typing import Any

import pytest

from api.store import analyses, baselines, deliveries, plans, programmes, sending, webhooks
from api.store.database import Database
from api.store.records import DeliveryRecord, WebhookRecord
from api.store.telling import TYPES
from tests.api.store.shelf import (
    PLAN,
    PROGRAMME,
    TENANT,
    claim,
    do,
    finish,
    release,
    rows,
    save,
    stock,
    stop,
)

SECRET = "whsec_" + "A" * 44
NEWER = "whsec_bmV3"
MAKE_OLD_FAILURE = "UPDATE deliveries SET created_at = created_at - :ago, tries = 3 WHERE id = :id"
MAKE_OLD_SUCCESS = "UPDATE deliveries SET delivered_at = created_at - :ago + 9 WHERE id = :id"
DAY_MS = 24 * 60 * 60 * 1000


def listen(
    database: Database,
    id: str = "whk_a",
    *,
    tenant: str = TENANT,
    events: tuple[str, ...] = tuple(TYPES),
    programme: str | None = None,
) -> WebhookRecord:
    with database.writing() as c:
        return webhooks.create_webhook(
            c,
            tenant,
            "ann",
            webhook_id=id,
            url="https://hooks.example.org/x?key=hidden",
            events=events,
            programme=programme,
            secret=SECRET,
        )


def told(database: Database, id: str = "whk_a", tenant: str = TENANT) -> list[DeliveryRecord]:
    with database.reading() as c:
        return deliveries.list_deliveries(c, tenant, id, limit=1000)[::-1]


def types(database: Database, id: str = "whk_a") -> list[str]:
    return [each.type for each in told(database, id)]


def data(delivery: DeliveryRecord) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(delivery.payload)["data"]
    return found


def claimed(database: Database, sender: str = "s1", most: int = 50) -> sending.Batch | None:
    with database.writing() as c:
        return sending.claim(c, sender, most=most, lease_ms=60_000)


def look(database: Database, id: str = "whk_a") -> WebhookRecord:
    with database.reading() as c:
        found = webhooks.get_webhook(c, TENANT, id)
    assert found is not None
    return found


def test_what_happens_is_told_in_order_with_ids_alone(database: Database) -> None:
    listen(database)
    stock(database)
    attempt = claim(database)
    save(database, attempt, "a plan")
    release(database, attempt)
    finish(database, claim(database, "w2"))
    with database.writing() as c:
        found = plans.get_plan(c, TENANT, PLAN)
        assert found is not None
        baselines.set_baseline(c, TENANT, "ann", programme=PROGRAMME, name="approved", plan=PLAN)
        analyses.submit_analysis(c, "ann", found, analysis_id="anl_a", settings={})
        analyses.request_stop(c, TENANT, "ann", "anl_a")
        programmes.add_revision(
            c, TENANT, "ann", PROGRAMME, expected=1, name="X", hash="h2", document="{}", origin="o"
        )
    assert types(database) == [
        "programme.created",
        "plan.queued",
        "plan.running",
        "plan.improved",
        "plan.queued",
        "plan.running",
        "plan.finished",
        "baseline.set",
        "analysis.finished",
        "programme.changed",
    ]
    finished = told(database)[6]
    assert data(finished) == {
        "programme": PROGRAMME,
        "revision": 1,
        "plan": PLAN,
        "event": 6,
        "state": "completed",
        "outcome": "plan",
        "links": {
            "programme": f"/v1/programmes/{PROGRAMME}",
            "revision": f"/v1/programmes/{PROGRAMME}/revisions/1",
            "plan": f"/v1/plans/{PLAN}",
        },
    }
    everything = "".join(each.payload for each in told(database))
    for content in ("ann", "Exit", "h1", "a plan", "w2", "note", TENANT):
        assert f'"{content}"' not in everything


def test_a_deed_that_is_not_kept_is_not_told(database: Database) -> None:
    listen(database)
    stock(database)
    before = rows(database, "deliveries", "id")

    def stop_and_fail() -> None:
        with database.writing() as c:
            plans.request_stop(c, TENANT, "ann", PLAN)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        stop_and_fail()
    assert rows(database, "deliveries", "id") == before


def test_only_those_are_told_who_want_to_know(database: Database) -> None:
    listen(database, "whk_ends", events=("plan.finished",))
    listen(database, "whk_other", programme="prg_other")
    listen(database, "whk_south", tenant="south")
    listen(database, "whk_off")
    with database.writing() as c:
        webhooks.disable_webhook(c, TENANT, "ann", "whk_off", webhooks.BY_HAND)
    stock(database)
    stop(database)
    assert types(database, "whk_ends") == ["plan.finished"]
    assert types(database, "whk_other") == types(database, "whk_off") == []
    assert rows(database, "deliveries", "tenant") == [(TENANT,)]


def test_within_a_millisecond_deliveries_stand_in_the_order_of_events(database: Database) -> None:
    listen(database)
    stock(database)
    for _ in range(12):
        release(database, claim(database))
    do(database, "UPDATE deliveries SET created_at = 1 WHERE type <> 'programme.created'")
    numbers = [data(each)["event"] for each in told(database) if "event" in data(each)]
    assert numbers == list(range(1, 26))


def test_deliveries_of_a_webhook_are_one_senders_at_a_time(database: Database) -> None:
    listen(database)
    listen(database, "whk_b", events=("plan.queued",))
    stock(database, "pln_a", "pln_b", "pln_c")
    first, second, third = claimed(database, "s1", 2), claimed(database, "s2", 2), claimed(database)
    assert third is None
    assert first is not None
    assert second is not None
    assert {first.webhook.id, second.webhook.id} == {"whk_a", "whk_b"}
    mine = first if first.webhook.id == "whk_a" else second
    assert [each.id for each in mine.deliveries] == [each.id for each in told(database)][:2]
    do(database, "UPDATE deliveries SET claimed_until = 1 WHERE claimed_until IS NOT NULL")
    assert claimed(database, "s3") is not None


def test_what_a_sender_lost_it_does_not_write(database: Database) -> None:
    listen(database, events=("plan.queued",))
    stock(database)
    late = claimed(database, "s1")
    do(database, "UPDATE deliveries SET claimed_until = 1")
    now = claimed(database, "s2")
    assert late is not None
    assert now is not None
    with database.writing() as c:
        sending.failed(c, "s1", late.deliveries[0], status=500, error="x", again_in_ms=None)
        sending.delivered(c, "s2", now.deliveries[0], 200)
    (only,) = told(database)
    assert (only.given_up_at, only.tries, only.last_status) == (None, 1, 200)
    assert only.delivered_at is not None


def test_a_webhook_that_answers_410_is_told_nothing_more_and_can_be_switched_on(
    database: Database,
) -> None:
    listen(database, events=("plan.queued",))
    stock(database, "pln_a", "pln_b")
    batch = claimed(database)
    assert batch is not None
    with database.writing() as c:
        sending.gone(c, "s1", batch.deliveries[0], 410)
    assert look(database).disabled_because == sending.GONE
    assert [each.next_at for each in told(database)] == [None, None]
    assert all(each.given_up_at for each in told(database))
    stock(database, "pln_c")
    assert len(told(database)) == 2
    with database.writing() as c:
        webhooks.enable_webhook(c, TENANT, "ann", "whk_a")
        again = deliveries.replay_delivery(c, TENANT, "ann", told(database)[1].id)
    assert again is not None
    found = claimed(database)
    assert found is not None
    assert [each.id for each in found.deliveries] == [again.id]


@pytest.mark.parametrize(
    ("days", "taken", "ends"), [(4, False, False), (6, False, True), (6, True, False)]
)
def test_five_days_of_failures_alone_switch_a_webhook_off(
    database: Database, days: int, taken: bool, ends: bool
) -> None:
    listen(database, events=("plan.queued",))
    stock(database, "pln_a", "pln_b", "pln_c")
    long_ago, between, now = [each.id for each in told(database)]
    ago = days * DAY_MS
    do(database, MAKE_OLD_FAILURE, ago=ago, id=long_ago)
    if taken:
        do(database, MAKE_OLD_SUCCESS, ago=ago, id=between)
    batch = claimed(database)
    assert batch is not None
    one = next(each for each in batch.deliveries if each.id == now)
    with database.writing() as c:
        sending.failed(c, "s1", one, status=None, error="no", again_in_ms=5000)
    assert look(database).disabled_because == (sending.FAILING if ends else None)
    if ends:
        # Switched on again, it has five days anew.
        with database.writing() as c:
            webhooks.enable_webhook(c, TENANT, "ann", "whk_a")
        stock(database, "pln_d")
        batch = claimed(database)
        assert batch is not None
        with database.writing() as c:
            sending.failed(c, "s1", batch.deliveries[0], status=500, error="no", again_in_ms=1)
        assert look(database).disabled_at is None


def test_an_old_secret_signs_for_a_day_beside_the_new_one(database: Database) -> None:
    made = listen(database)
    with database.writing() as c:
        now = webhooks.rotate_secret(c, TENANT, "ann", made, secret=NEWER)
    until = now.secrets[1].until
    assert until is not None
    assert now.secrets[0].until is None
    early, late = webhooks.valid_secrets(now, until - 1), webhooks.valid_secrets(now, until)
    assert [each.text for each in early] == [NEWER, SECRET]
    assert [each.text for each in late] == [NEWER]


def test_a_removed_webhook_leaves_nothing_but_what_was_noted(database: Database) -> None:
    listen(database)
    stock(database)
    with database.writing() as c:
        assert not webhooks.remove_webhook(c, "south", "eve", "whk_a")
        assert webhooks.remove_webhook(c, TENANT, "ann", "whk_a")
    assert rows(database, "deliveries", "id") == rows(database, "webhooks", "id") == []
    noted = rows(database, "audit", "action", "detail")
    assert noted[-1][0] == "webhook.removed"
    assert "hidden" not in str(noted)


def test_what_ended_long_ago_is_forgotten(database: Database) -> None:
    listen(database, events=("plan.queued",))
    stock(database, "pln_a", "pln_b")
    first, second = told(database)
    batch = claimed(database)
    assert batch is not None
    with database.writing() as c:
        sending.delivered(c, "s1", batch.deliveries[0], 204)
    do(database, "UPDATE deliveries SET created_at = created_at - :ago", ago=40 * DAY_MS)
    with database.writing() as c:
        assert deliveries.forget_deliveries(c, 30 * DAY_MS) == 1
    assert first.id != second.id
    assert [each.id for each in told(database)] == [second.id]

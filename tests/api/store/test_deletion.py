"""What is deleted is gone from every table, and that it went can be proved."""

import json
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import text

from api.errors import NoSuchProgramme, PlanAtWork
from api.jobs.retaining import Retaining
from api.settings import ServiceSettings, settings_from
from api.store import attempts, audit, baselines, idempotency, subscriptions
from api.store.audit_chain import verify_chains
from api.store.backup import back_up
from api.store.database import Database
from api.store.deletion import delete_programme, forget_tenant
from api.store.programmes import create_programme
from tests.api.store.shelf import (
    PLAN,
    PROGRAMME,
    TENANT,
    claim,
    do,
    everything,
    finish,
    rows,
    save,
    stock,
    submit,
)

WORD = "Zanzibar"
DAY_MS = 86_400_000


@pytest.fixture
def shelf(database: Database) -> Database:
    """A programme with a secret in it and in all that was made of it, beside another's."""
    with database.writing() as c:
        create_programme(
            c, TENANT, "ann", programme_id=PROGRAMME, name=WORD, hash="h1", document=WORD * 2000
        )
    submit(database, PLAN)
    submit(database, "pln_b")
    attempt = claim(database)
    for turn in range(3):
        save(database, attempt, json.dumps({WORD: turn}) * 500)
    with database.writing() as c:
        attempts.add_event(c, attempt, "progress", {"of": WORD})
    finish(database, attempt, json.dumps({"answer": WORD}))
    with database.writing() as c:
        baselines.set_baseline(c, TENANT, "ann", programme=PROGRAMME, name="approved", plan=PLAN)
        subscriptions.create_subscription(
            c,
            TENANT,
            "ann",
            subscription_id="sub_a",
            programme=PROGRAMME,
            name=WORD,
            shown="all",
            digest="d",
            lasts_ms=None,
        )
        for key, body in (("k1", f'{{"id":"{PROGRAMME}","name":"{WORD}"}}'), ("k2", "{}")):
            idempotency.remember(c, TENANT, key, "POST /v1/programmes", "h", 201, {}, body)
        idempotency.remember(c, TENANT, "k3", f"POST /v1/plans/{PLAN}/x", "h", 201, {}, WORD)
        create_programme(
            c, TENANT, "ann", programme_id="prg_b", name="Other", hash="h2", document="{}"
        )
    stock(database, "pln_s", tenant="south")
    return database


def found_in(database: Database, word: str) -> list[str]:
    held = everything(database)
    return [name for name in held if any(word in str(value) for row in held[name] for value in row)]


def test_nothing_of_a_deleted_programme_is_left(shelf: Database, dialect: str) -> None:
    assert set(found_in(shelf, WORD)) >= {
        "programmes", "revisions", "plans", "incumbents", "events", "idempotency", "subscriptions",
    }  # fmt: skip
    others = rows(shelf, "plans", "tenant", "id")
    with shelf.writing() as c:
        gone = delete_programme(c, TENANT, "bob", PROGRAMME)
    assert found_in(shelf, WORD) == []
    assert found_in(shelf, PLAN) == found_in(shelf, "pln_b") == ["audit"]
    # What is another's stays, though its programme has the same id.
    assert rows(shelf, "plans", "tenant", "id") == [row for row in others if row[0] == "south"]
    assert rows(shelf, "programmes", "tenant", "id") == [(TENANT, "prg_b"), ("south", PROGRAMME)]
    assert rows(shelf, "idempotency", "key") == [("k2",)]
    assert {name: taken["rows"] for name, taken in gone.tables.items()} == {
        "events": 8,
        "incumbents": 1,
        "attempts": 1,
        "outbox": 1,
        "baselines": 1,
        "idempotency": 2,
        "plans": 2,
        "subscriptions": 1,
        "revisions": 1,
        "programmes": 1,
    }
    noted = rows(shelf, "audit", "actor", "action", "subject", "detail")
    actor, action, subject, detail = next(row for row in noted if row[1] == "programme.deleted")
    assert (actor, action, subject) == ("bob", "programme.deleted", PROGRAMME)
    assert json.loads(detail) == {"tables": gone.tables}
    with shelf.reading() as c:
        assert all(chain.holds for chain in verify_chains(c))
    if dialect == "sqlite":
        file = Path(str(shelf.engine.url.database))
        assert WORD.encode() not in file.read_bytes()


def test_what_went_is_proved_by_an_older_backup(shelf: Database, tmp_path: Path) -> None:
    back_up(shelf, tmp_path / "older.zip", "0.1.0")
    with shelf.writing() as c:
        gone = delete_programme(c, TENANT, "bob", PROGRAMME)
    with zipfile.ZipFile(tmp_path / "older.zip") as archive:
        held = archive.read("tables/revisions.jsonl").splitlines(keepends=True)
    (mine,) = [line for line in held if json.loads(line)["tenant"] == TENANT
               and json.loads(line)["programme"] == PROGRAMME]  # fmt: skip
    assert gone.tables["revisions"] == {"rows": 1, "sha256": [sha256(mine).hexdigest()]}


def test_a_plan_at_work_is_not_deleted_under_its_worker(shelf: Database) -> None:
    claim(shelf, id="pln_b")
    before = everything(shelf)
    with shelf.writing() as c:
        with pytest.raises(PlanAtWork, match="pln_b"):
            delete_programme(c, TENANT, "bob", PROGRAMME)
        with pytest.raises(PlanAtWork, match="pln_b"):
            forget_tenant(c, TENANT, "bob")
        with pytest.raises(NoSuchProgramme):
            delete_programme(c, "south", "bob", "prg_b")
    assert everything(shelf) == before


def test_of_a_forgotten_tenant_the_note_of_it_stays(shelf: Database) -> None:
    before = everything(shelf)
    last = len([row for row in rows(shelf, "audit", "tenant") if row[0] == TENANT])
    with shelf.writing() as c:
        gone = forget_tenant(c, TENANT, "bob")
    assert gone.number == last + 1
    assert gone.tables["audit"]["rows"] == last
    after = everything(shelf)
    mine = {name: [row for row in held if TENANT in row] for name, held in after.items()}
    assert {name: len(held) for name, held in mine.items() if held} == {"audit": 1, "chains": 1}
    south = {name: [row for row in held if "south" in row] for name, held in after.items()}
    assert south == {name: [r for r in held if "south" in r] for name, held in before.items()}
    with shelf.writing() as c:
        assert audit.note(c, TENANT, "ann", "thing.done", "x", {}) == last + 2
        assert next((v.tenant, v.rows, v.holds) for v in verify_chains(c)) == (TENANT, 2, True)
    do(shelf, "DELETE FROM audit WHERE action = 'tenant.forgotten'")
    with shelf.reading() as c:
        assert verify_chains(c)[0].first_broken == last + 1


def test_plans_are_kept_as_long_as_their_tenant_wants(database: Database) -> None:
    stock(database, "pln_old", "pln_new", "pln_named", "pln_waits")
    stock(database, "pln_south", tenant="south")
    for id in ("pln_old", "pln_new", "pln_named", "pln_south"):
        finish(database, claim(database, id=id))
    with database.writing() as c:
        baselines.set_baseline(
            c, TENANT, "ann", programme=PROGRAMME, name="approved", plan="pln_named"
        )
        c.execute(
            text(
                "UPDATE plans SET finished_at = finished_at - :ms WHERE id <> 'pln_new' AND finished_at > 0"
            ),
            {"ms": 31 * DAY_MS},
        )
        c.execute(
            text(
                "INSERT INTO tenants (id, name, created_at, kept_days) VALUES ('south', 'S', 1, 40)"
            )
        )
    keeping = ServiceSettings()
    Retaining(database, "w1", keeping).sweep()
    assert len(rows(database, "plans", "id")) == 5
    Retaining(database, "w1", ServiceSettings(kept_days=30)).sweep()
    left = {id for (id,) in rows(database, "plans", "id")}
    assert left == {"pln_new", "pln_named", "pln_waits", "pln_south"}
    do(database, "UPDATE tenants SET kept_days = 30")
    Retaining(database, "w2", keeping).sweep()
    assert "pln_south" in {id for (id,) in rows(database, "plans", "id")}
    Retaining(database, "w1", keeping).sweep()
    assert "pln_south" not in {id for (id,) in rows(database, "plans", "id")}
    noted = [
        row
        for row in rows(database, "audit", "tenant", "action", "detail")
        if row[1] == "plans.expired"
    ]
    assert [(tenant, json.loads(detail)["ids"]) for tenant, _, detail in noted] == [
        (TENANT, ["pln_old"]),
        ("south", ["pln_south"]),
    ]


def test_the_days_come_from_the_environment() -> None:
    assert settings_from(None, {}).kept_days is None
    assert settings_from(None, {"PHASED_EXIT_KEPT_DAYS": "400"}).kept_days == 400
    for wrong in ("0", "-1", "1.5", "x", "100000"):
        with pytest.raises(ValueError, match="PHASED_EXIT_KEPT_DAYS"):
            settings_from(None, {"PHASED_EXIT_KEPT_DAYS": wrong})

"""Nothing that was noted can be changed, removed or put in without being found."""

import hashlib
import json

import pytest
from sqlalchemy import text

from api.store import audit
from api.store.audit_chain import verify_chain, verify_chains
from api.store.database import Database
from tests.api.store.processes import note_many, together
from tests.api.store.shelf import TENANT, claim, do, finish, release, rows, stock

OTHER = "south"


@pytest.fixture
def chain(database: Database) -> Database:
    """Two chains: of five rows and of two."""
    with database.writing() as c:
        for number in range(1, 6):
            audit.note(c, TENANT, "ann", "thing.done", f"x_{number}", {"n": 0.5, "why": "£"})
        for _ in range(2):
            audit.note(c, OTHER, "bob", "thing.done", "y", {})
    return database


def broken(database: Database, tenant: str = TENANT) -> tuple[int, int | None]:
    with database.reading() as c:
        found = verify_chain(c, tenant)
    assert found.holds == (found.first_broken is None)
    return found.rows, found.first_broken


def test_what_was_noted_holds_and_is_numbered_for_each_tenant(chain: Database) -> None:
    assert rows(chain, "audit", "tenant", "number") == [
        *((TENANT, number) for number in range(1, 6)),
        *((OTHER, number) for number in range(1, 3)),
    ]
    assert broken(chain) == (5, None)
    assert broken(chain, OTHER) == (2, None)
    assert broken(chain, "nobody") == (0, None)
    with chain.reading() as c:
        assert [(v.tenant, v.holds) for v in verify_chains(c)] == [(TENANT, True), (OTHER, True)]


def test_the_digest_is_the_one_that_is_described(chain: Database) -> None:
    before, digest = "0" * 64, ""
    columns = ("action", "actor", "at", "detail", "number", "subject", "tenant", "digest")
    for *values, digest in rows(chain, "audit", *columns)[:5]:
        row = dict(zip(columns, values, strict=False))
        row["detail"] = json.loads(row["detail"])
        said = json.dumps(row, ensure_ascii=False, separators=(",", ":"))
        before = hashlib.sha256((before + said).encode()).hexdigest()
        assert digest == before
    assert rows(chain, "chains", "tenant", "number", "digest")[0] == (TENANT, 5, digest)


CHANGES = (
    ("UPDATE audit SET actor = 'eve' WHERE tenant = 'north' AND number = 3", (2, 3)),
    ("UPDATE audit SET detail = '{}' WHERE tenant = 'north' AND number = 1", (0, 1)),
    ("UPDATE audit SET at = at + 1 WHERE tenant = 'north' AND number = 5", (4, 5)),
    ("DELETE FROM audit WHERE tenant = 'north' AND number = 3", (2, 3)),
    ("DELETE FROM audit WHERE tenant = 'north' AND number = 5", (4, 5)),
    ("DELETE FROM audit WHERE tenant = 'north'", (0, 1)),
    ("UPDATE audit SET tenant = 'south', number = 3 WHERE tenant = 'north' AND number = 5", (4, 5)),
    ("UPDATE audit SET number = 0 WHERE tenant = 'north' AND number = 1", (0, 0)),
    ("UPDATE chains SET number = 4 WHERE tenant = 'north'", (4, 5)),
    ("UPDATE chains SET digest = '0' WHERE tenant = 'north'", (5, 5)),
    ("DELETE FROM chains WHERE tenant = 'north'", (0, 1)),
    (
        """INSERT INTO audit SELECT tenant, 6, actor, action, subject, detail, at, digest
        FROM audit WHERE tenant = 'north' AND number = 5""",
        (5, 6),
    ),
)


def test_whatever_is_changed_behind_the_back_is_found(chain: Database) -> None:
    for change, expected in CHANGES:
        with chain.writing() as c:
            assert c.execute(text(change)).rowcount > 0
            found = verify_chain(c, TENANT)
            assert (found.rows, found.first_broken) == expected, change
            c.rollback()
    assert broken(chain) == (5, None)


def test_a_deed_undone_leaves_no_gap(chain: Database) -> None:
    with chain.writing() as c:
        audit.note(c, TENANT, "ann", "thing.done", "x", {})
        c.rollback()
    with chain.writing() as c:
        assert audit.note(c, TENANT, "ann", "thing.done", "x", {}) == 6
    assert broken(chain) == (6, None)


def test_many_processes_leave_an_unbroken_chain(database: Database, database_url: str) -> None:
    assert sum(together(note_many, database_url)) == 80
    # Numbers and digests were given by four processes in turns that nobody knows.
    assert broken(database) == (40, None)
    assert broken(database, OTHER) == (40, None)
    actors = {actor for (actor,) in rows(database, "audit", "actor")}
    assert actors == {"w0", "w1", "w2", "w3"}


def test_a_long_chain_is_verified_page_by_page(
    chain: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.store.audit_chain.AT_ONCE", 2)
    assert broken(chain) == (5, None)
    assert broken(chain, OTHER) == (2, None)
    do(chain, "UPDATE audit SET actor = 'eve' WHERE tenant = 'north' AND number = 4")
    assert broken(chain) == (3, 4)


def test_what_a_worker_does_to_a_plan_is_noted(database: Database) -> None:
    stock(database)
    release(database, claim(database, "w1"))
    claim(database, "w2")
    last = claim(database, "w3")
    finish(database, last, '{"a":1}')
    found = [
        (actor, action, json.loads(detail))
        for actor, action, detail in rows(database, "audit", "actor", "action", "detail")
    ][2:]
    digest = hashlib.sha256(b'{"a":1}').hexdigest()
    assert found == [
        ("w1", "plan.started", {"attempt": 1}),
        ("w1", "plan.released", {"attempt": 1}),
        ("w2", "plan.started", {"attempt": 2}),
        ("w3", "plan.taken_over", {"attempt": 3, "crashes": 1}),
        (
            "w3",
            "plan.completed",
            {"state": "completed", "outcome": "plan", "attempt": 3, "answer_sha256": digest},
        ),
    ]
    assert broken(database) == (7, None)

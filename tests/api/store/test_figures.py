import json

from api.store import audit, workers
from api.store.clock import database_now
from api.store.database import Database
from api.store.figures import Figures, count
from api.store.outbox import mark_sent
from tests.api.store.shelf import claim, do, finish, rows, save, stock, stop


def figures(database: Database) -> Figures:
    with database.reading() as c:
        return count(c, lost_after_ms=60_000)


def test_an_empty_store_has_figures_too(database: Database) -> None:
    found = figures(database)
    assert set(found.plans.values()) == {0}
    assert (found.programmes, found.revisions, found.incumbents) == (0, 0, 0)
    assert (found.waiting, found.oldest_wait_ms, found.unsent, found.workers) == (0, 0, 0, 0)


def test_everything_is_counted(database: Database) -> None:
    stock(database, "pln_a", "pln_b", "pln_c", "pln_d", "pln_e")
    save(database, claim(database, id="pln_a"), "{}")
    finish(database, claim(database, id="pln_b"))
    stop(database, "pln_c")
    do(database, "UPDATE plans SET submitted_at = submitted_at - 5000 WHERE id = 'pln_d'")
    with database.writing() as c:
        mark_sent(c, "pln_a", 1)
        for name in ("w1", "w2"):
            workers.register(c, name, "host", 1)
    do(database, "UPDATE workers SET seen_at = seen_at - 120000 WHERE worker = 'w1'")
    found = figures(database)
    assert (found.programmes, found.revisions, found.incumbents) == (1, 1, 1)
    assert found.plans == {
        "queued": 2,
        "running": 1,
        "stopping": 0,
        "completed": 1,
        "cancelled": 1,
        "failed": 0,
    }
    assert found.waiting == 2
    assert found.oldest_wait_ms >= 5000
    assert found.unsent == 2
    assert found.workers == 1


def test_the_audit_says_who_did_what_when(database: Database) -> None:
    with database.writing() as c:
        before = database_now(c)
        audit.note(c, "north", "ann", "thing.done", "x_1", {"why": "£"})
        audit.note(c, "north", "bob", "thing.done", "x_1", {})
        after = database_now(c)
    first, second = rows(database, "audit", "actor", "detail", "at")
    assert (first[0], json.loads(first[1])) == ("ann", {"why": "£"})
    assert (second[0], json.loads(second[1])) == ("bob", {})
    assert before <= first[2] <= second[2] <= after

"""What is handed to the engine and when, with an engine of the test's own."""

import pytest

from api.jobs.dispatching import LEASE, LEASE_MS, dispatch
from api.settings import ServiceSettings
from api.store import outbox, workers
from api.store.database import Database
from tests.api.jobs.test_takeover import Engine
from tests.api.store.shelf import claim, do, finish, look, stock, stop, submit

SETTINGS = ServiceSettings()


@pytest.fixture
def engine(database: Database) -> Engine:
    with database.writing() as c:
        workers.register(c, "w1", "host", 1)
    return Engine()


def handed(database: Database, engine: Engine) -> list[str]:
    """Dispatch; return what came to the engine."""
    before = set(engine.jobs)
    dispatch(database, engine, "w1", SETTINGS)
    return [name for name in engine.jobs if name not in before]


def known(database: Database, tenant: str, most_running: int | None = None) -> None:
    """Have a tenant with a row of its own."""
    do(
        database,
        "INSERT INTO tenants (id, name, created_at, most_running) VALUES (:id, :id, 0, :most)",
        id=tenant,
        most=most_running,
    )


def test_as_much_is_handed_over_as_there_are_slots(database: Database, engine: Engine) -> None:
    stock(database, "pln_c", "pln_b", "pln_a")
    assert handed(database, engine) == ["pln_c.1"]
    assert handed(database, engine) == []
    with database.writing() as c:
        workers.register(c, "w2", "host", 2)
    assert handed(database, engine) == ["pln_b.1"]
    finish(database, claim(database, id="pln_c"))
    assert handed(database, engine) == ["pln_a.1"]


def test_slots_of_a_lost_worker_are_not_filled(database: Database, engine: Engine) -> None:
    with database.writing() as c:
        workers.register(c, "w2", "host", 2)
    do(database, "UPDATE workers SET seen_at = seen_at - 60000 WHERE worker = 'w2'")
    stock(database, "pln_a", "pln_b")
    assert handed(database, engine) == ["pln_a.1"]


def test_a_job_of_a_lost_worker_keeps_its_turn(database: Database, engine: Engine) -> None:
    """The takeover gives it back to the engine; nothing new may take the slot it waits for."""
    stock(database, "pln_a", "pln_b")
    handed(database, engine)
    claim(database, id="pln_a", worker="w0")
    engine.give_back(["pln_a.1"])
    assert handed(database, engine) == []


def test_what_is_ordered_anew_goes_first(database: Database, engine: Engine) -> None:
    stock(database, "pln_a", "pln_b", "pln_c")
    handed(database, engine)
    with database.writing() as c:
        assert outbox.dispatch_again(c, "pln_a")
    assert look(database, "pln_a").queue_position == 1
    assert handed(database, engine) == ["pln_a.2"]


def test_an_order_that_was_begun_before_its_note_needs_no_slot(
    database: Database, engine: Engine
) -> None:
    stock(database, "pln_a", "pln_b")
    claim(database, id="pln_a")
    assert handed(database, engine) == ["pln_a.1"]
    assert handed(database, engine) == []


def test_a_plan_that_only_has_to_be_ended_needs_no_slot(database: Database, engine: Engine) -> None:
    stock(database, "pln_a", "pln_b")
    handed(database, engine)
    do(database, "UPDATE outbox SET sent_at = 1 WHERE plan = 'pln_b'")
    claim(database, id="pln_b")
    stop(database, "pln_b")
    with database.writing() as c:
        assert outbox.dispatch_again(c, "pln_b")
    assert handed(database, engine) == ["pln_b.2"]


def test_tenants_take_turns(database: Database, engine: Engine) -> None:
    stock(database, "pln_a1", "pln_a2", "pln_a3", tenant="a")
    stock(database, "pln_b1", "pln_b2", tenant="b")
    order = []
    for _ in range(5):
        (name,) = handed(database, engine)
        order.append(name)
        finish(database, claim(database, id=name.removesuffix(".1")))
    assert order == ["pln_a1.1", "pln_b1.1", "pln_a2.1", "pln_b2.1", "pln_a3.1"]


def test_a_tenant_has_no_more_at_work_than_it_may(database: Database, engine: Engine) -> None:
    known(database, "north", most_running=1)
    for name in ("w2", "w3"):
        with database.writing() as c:
            workers.register(c, name, "host", 2)
    stock(database, "pln_a", "pln_b")
    stock(database, "pln_c", tenant="south")
    assert handed(database, engine) == ["pln_a.1", "pln_c.1"]
    finish(database, claim(database, id="pln_a"))
    assert handed(database, engine) == ["pln_b.1"]


def test_one_worker_at_a_time_hands_over(database: Database, engine: Engine) -> None:
    stock(database)
    with database.writing() as c:
        assert workers.take_lease(c, LEASE, "w2", LEASE_MS)
    assert handed(database, engine) == []
    with database.writing() as c:
        workers.give_up_lease(c, LEASE, "w2")
    assert handed(database, engine) == ["pln_a.1"]
    with database.writing() as c:
        assert workers.take_lease(c, LEASE, "w2", LEASE_MS), "it was given up"


def test_a_place_in_the_queue_is_counted_by_turns(database: Database, engine: Engine) -> None:
    stock(database, "pln_a1", "pln_a2", tenant="north")
    stock(database, "pln_b1", tenant="south")
    high = submit(database, "pln_a3", priority=1)
    # North has waited longest; its highest goes first, then south, which has nothing at work.
    assert high.queue_position == 1
    assert [look(database, id).queue_position for id in ("pln_a1", "pln_a2")] == [3, 4]
    assert handed(database, engine) == ["pln_a3.1"]
    assert look(database, "pln_a3").queue_position == 1, "handed over, and not begun"
    claim(database, id="pln_a3")
    assert look(database, "pln_a3").queue_position is None
    assert [look(database, id).queue_position for id in ("pln_a1", "pln_a2")] == [2, 3]

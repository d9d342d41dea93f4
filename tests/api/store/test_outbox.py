from api.store.database import Database
from api.store.outbox import Dispatched, mark_sent, outstanding
from tests.api.store.shelf import (
    PLAN,
    claim,
    dispatch_again,
    everything,
    finish,
    look,
    rows,
    stock,
    stop,
    unsent,
)


def waiting(database: Database, limit: int = 10) -> list[tuple[str, int]]:
    with database.reading() as c:
        return unsent(c, limit)


def sent(database: Database, id: str = PLAN, dispatch: int = 1) -> None:
    with database.writing() as c:
        mark_sent(c, id, dispatch)


def handed_over(database: Database) -> list[Dispatched]:
    with database.reading() as c:
        return outstanding(c)


def test_orders_are_given_oldest_first_until_carried_out(database: Database) -> None:
    stock(database, "pln_c", "pln_b", "pln_a")
    assert waiting(database) == [("pln_c", 1), ("pln_b", 1), ("pln_a", 1)]
    assert waiting(database, limit=2) == [("pln_c", 1), ("pln_b", 1)]
    sent(database, "pln_b")
    assert waiting(database) == [("pln_c", 1), ("pln_a", 1)]
    before = everything(database)
    sent(database, "pln_b")
    sent(database, "pln_unknown")
    assert everything(database) == before


def test_an_order_is_given_even_where_the_work_began_before_it_was_marked(
    database: Database,
) -> None:
    stock(database)
    claim(database)
    assert waiting(database) == [(PLAN, 1)]


def test_a_plan_handed_over_is_outstanding_until_it_ends(database: Database) -> None:
    stock(database)
    assert handed_over(database) == []
    sent(database)
    (found,) = handed_over(database)
    assert (found.plan, found.dispatch, found.state, found.attempt) == (PLAN, 1, "queued", 0)
    assert found.sent_at >= look(database).submitted_at
    attempt = claim(database)
    assert [(d.state, d.attempt) for d in handed_over(database)] == [("running", 1)]
    finish(database, attempt)
    assert handed_over(database) == []


def test_a_plan_dispatched_again_waits_under_a_new_order(database: Database) -> None:
    stock(database)
    sent(database)
    claim(database)
    assert dispatch_again(database)
    found = look(database)
    assert (found.state, found.dispatch, found.attempt) == ("queued", 2, 1)
    assert waiting(database) == [(PLAN, 2)]
    assert handed_over(database) == []


def test_a_new_order_replaces_one_not_carried_out(database: Database) -> None:
    stock(database)
    dispatch_again(database)
    assert waiting(database) == [(PLAN, 2)]
    assert rows(database, "outbox", "dispatch") == [(2,)]


def test_what_has_ended_is_not_dispatched_again(database: Database) -> None:
    stock(database)
    stop(database)
    before = everything(database)
    assert not dispatch_again(database)
    assert not dispatch_again(database, "pln_unknown")
    assert everything(database) == before
    assert waiting(database) == []


def test_a_sweep_that_looked_too_long_ago_changes_nothing(database: Database) -> None:
    stock(database)
    assert dispatch_again(database, expected=1)
    before = everything(database)
    assert not dispatch_again(database, expected=1)
    assert everything(database) == before


def test_orders_are_forgotten_with_the_end_of_their_plan(database: Database) -> None:
    stock(database)
    sent(database)
    assert dispatch_again(database)
    assert rows(database, "outbox", "dispatch") == [(2,)], "the newest is the only one"
    sent(database, dispatch=2)
    finish(database, claim(database))
    assert rows(database, "outbox", "dispatch") == []
    sent(database, dispatch=2)
    assert rows(database, "outbox", "dispatch") == []


def test_orders_of_a_plan_cancelled_in_the_queue_are_forgotten(database: Database) -> None:
    stock(database)
    sent(database)
    stop(database)
    assert rows(database, "outbox", "dispatch") == []

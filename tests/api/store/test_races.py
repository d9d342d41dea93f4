"""Several workers at once: what one attempt may do, no other may, and no event is lost or doubled.

Real processes, each with connections of its own, as workers have; the numbers are small because
every commit reaches the disk.
"""

import json
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from api.errors import DatabaseUnavailable
from api.store import outbox, plans
from api.store.attempts import add_event, claim
from api.store.database import Database, open_database
from tests.api.store.processes import claim_write_and_finish, finish_mine, together
from tests.api.store.shelf import PLAN, TENANT, look, rows, save, stock, told
from tests.api.store.shelf import claim as claimed


def test_workers_that_fight_for_a_plan_leave_it_whole(
    database: Database, database_url: str
) -> None:
    stock(database)
    done = together(claim_write_and_finish, database_url)
    counts = {
        key: sum(d[key] for d in done if isinstance(d, dict))
        for key in ("claims", "saved", "told", "finished")
    }
    found = look(database)
    events = told(database)
    assert found.attempt == counts["claims"] == len(rows(database, "attempts", "number"))
    assert found.incumbents == counts["saved"]
    assert rows(database, "incumbents", "number") == [(counts["saved"],)]
    assert counts["told"] == sum(e.type == "progress" for e in events)
    assert counts["finished"] == sum(e.type == "finished" for e in events) <= 1
    # What an attempt told is told before the next attempt begins.
    told_by = [e.data["attempt"] for e in events if "attempt" in e.data]
    assert told_by == sorted(told_by)
    if found.answer is not None:
        assert json.loads(found.answer) == {"attempt": found.attempt}


def test_a_plan_is_finished_exactly_once(database: Database, database_url: str) -> None:
    stock(database)
    done = together(finish_mine, database_url)
    found = look(database)
    assert sum(map(bool, done)) == 1
    assert found.answer == json.dumps({"by": found.attempt})
    assert [e.type for e in told(database)].count("finished") == 1
    endings = rows(database, "attempts", "number", "ending")
    assert endings[-1] == (found.attempt, "finished")
    assert {ending for _, ending in endings[:-1]} <= {"lost"}


def test_everybody_who_claims_gets_a_number_of_his_own(database: Database) -> None:
    stock(database)

    def claim_it(number: int) -> int | None:
        with database.writing() as c:
            attempt = claim(c, PLAN, f"w{number}", most_crashes=1000)
        return None if attempt is None else attempt.number

    with ThreadPoolExecutor(6) as threads:
        numbers = list(threads.map(claim_it, range(12)))
    assert sorted(number or 0 for number in numbers) == list(range(1, 13))
    assert look(database).attempt == 12


def test_a_stop_and_a_claim_at_once_lose_neither(database: Database) -> None:
    ids = [f"pln_{number}" for number in range(12)]
    stock(database, *ids)

    def claim_it(id: str) -> bool:
        with database.writing() as c:
            return claim(c, id, "w1") is not None

    def stop_it(id: str) -> str:
        with database.writing() as c:
            found = plans.request_stop(c, TENANT, "bob", id)
        assert found is not None
        return found.state

    with ThreadPoolExecutor(4) as threads:
        for id in ids:
            claims, stops = threads.submit(claim_it, id), threads.submit(stop_it, id)
            state = "stopping" if claims.result() else "cancelled"
            assert stops.result() == state == look(database, id).state
            told(database, id)


def test_events_told_at_once_are_numbered_without_gaps(database: Database) -> None:
    stock(database)
    attempt = claimed(database)

    def tell(number: int) -> bool:
        with database.writing() as c:
            return add_event(c, attempt, "progress", {"number": number})

    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(tell, range(40)))
    found = [e.data["number"] for e in told(database) if e.type == "progress"]
    assert sorted(found) == list(range(40))


def test_one_of_two_sweeps_dispatches_again(database: Database) -> None:
    stock(database)
    claimed(database)

    def again(_: int) -> bool:
        with database.writing() as c:
            return outbox.dispatch_again(c, PLAN, expected=1)

    with ThreadPoolExecutor(6) as threads:
        assert sum(threads.map(again, range(6))) == 1
    assert look(database).dispatch == 2


def test_who_finds_a_plan_locked_waits_and_sees_what_was_done(database: Database) -> None:
    stock(database)
    attempt = claimed(database, "w1")
    with ThreadPoolExecutor(1) as threads:
        with database.writing() as c:
            newer = claim(c, PLAN, "w2")
            late = threads.submit(save, database, attempt, '{"late":1}')
            time.sleep(0.3)
            assert not late.done()
        assert late.result() is False
    assert newer is not None
    assert look(database).incumbents == 0


def test_who_waits_too_long_is_told_to_try_again(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.store.sqlite.BUSY_TIMEOUT_MS", 200)
    monkeypatch.setattr("api.store.postgresql.LIMITS_MS", {"lock_timeout": 200})
    stock(database)
    url = database.engine.url.render_as_string(hide_password=False)
    other = open_database(url)
    try:
        with database.writing() as c:
            assert claim(c, PLAN, "w1") is not None
            with pytest.raises(DatabaseUnavailable), other.writing() as d:
                claim(d, PLAN, "w2")
    finally:
        other.close()
    assert look(database).attempt == 1

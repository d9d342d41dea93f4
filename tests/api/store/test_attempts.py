from collections.abc import Callable

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from api.store.attempts import add_event, standing
from api.store.attempts import finish as finish_plan
from api.store.database import Database
from api.store.records import Attempt
from api.store.tables import incumbents
from tests.api.store.shelf import (
    DOCUMENT,
    PLAN,
    PROGRAMME,
    TENANT,
    claim,
    claim_nothing,
    dispatch_again,
    do,
    everything,
    finish,
    look,
    release,
    rows,
    save,
    stock,
    stop,
    told,
    types,
)


def stands(database: Database, attempt: Attempt) -> str:
    with database.reading() as c:
        return standing(c, attempt)


def tell(database: Database, attempt: Attempt) -> bool:
    with database.writing() as c:
        return add_event(c, attempt, "progress", {"value": 1})


def test_a_claim_brings_all_a_worker_needs(database: Database) -> None:
    stock(database)
    attempt = claim(database, "w1", dispatch=1)
    assert (attempt.tenant, attempt.plan, attempt.number, attempt.worker) == (TENANT, PLAN, 1, "w1")
    assert (attempt.programme, attempt.revision, attempt.document) == (PROGRAMME, 1, DOCUMENT)
    assert attempt.settings == {"seed": 7, "note": "£"}
    assert (attempt.baseline, attempt.crashes) == (None, 0)
    found = look(database)
    assert (found.state, found.attempt) == ("running", 1)
    assert found.started_at is not None
    assert types(database) == ["queued", "started"]
    assert stands(database, attempt) == "mine"


def test_a_plan_from_claim_to_answer(database: Database) -> None:
    stock(database)
    attempt = claim(database)
    assert tell(database, attempt)
    assert save(database, attempt, '{"p":1}')
    assert tell(database, attempt)
    assert finish(database, attempt, '{"outcome":"plan"}')
    found = look(database)
    assert (found.state, found.outcome, found.answer) == ("completed", "plan", '{"outcome":"plan"}')
    assert found.incumbent == '{"p":1}'
    assert found.is_terminal
    assert found.started_at is not None
    assert found.finished_at is not None
    assert found.submitted_at <= found.started_at <= found.finished_at
    assert types(database) == ["queued", "started", "progress", "plan", "progress", "finished"]
    assert told(database)[-1].data == {"state": "completed", "outcome": "plan"}
    assert told(database)[3].data == {"plan": '{"p":1}'}
    assert rows(database, "attempts", "number", "worker", "ending") == [(1, "w1", "finished")]
    assert rows(database, "audit", "actor", "action")[-1] == ("w1", "plan.completed")
    assert rows(database, "incumbents", "attempt", "checked_by", "checked_hash") == [
        (1, "0.1", "h1")
    ]


def test_of_several_plans_only_the_best_is_kept_and_all_are_counted(database: Database) -> None:
    stock(database)
    attempt = claim(database)
    for number in (1, 2, 3):
        assert save(database, attempt, f'{{"p":{number}}}')
    found = look(database)
    assert (found.incumbent, found.incumbents) == ('{"p":3}', 3)
    assert rows(database, "incumbents", "number", "document") == [(3, '{"p":3}')]
    assert types(database).count("plan") == 3


def test_a_failure_says_why_and_keeps_the_best(database: Database) -> None:
    stock(database)
    attempt = claim(database)
    save(database, attempt, '{"p":1}')
    with database.writing() as c:
        assert finish_plan(
            c,
            attempt,
            state="failed",
            answer=None,
            failure_code="solver_failed",
            failure_detail="It broke.",
        )
    found = look(database)
    assert (found.failure_code, found.failure_detail) == ("solver_failed", "It broke.")
    assert found.incumbent == '{"p":1}'
    assert told(database)[-1].data == {"state": "failed", "outcome": None, "code": "solver_failed"}


@pytest.mark.parametrize("state", ["running", "queued", "stopping", "done"])
def test_a_plan_does_not_end_in_a_state_in_which_it_goes_on(database: Database, state: str) -> None:
    stock(database)
    attempt = claim(database)
    with pytest.raises(ValueError, match=state), database.writing() as c:
        finish_plan(c, attempt, state=state, answer=None)
    assert look(database).state == "running"


def stop_after_crash(database: Database, _: Attempt) -> None:
    stop(database)
    claim_nothing(database, "w2")


LATE: dict[str, Callable[[Database, Attempt], object]] = {
    "overtaken": lambda database, _: claim(database, "w2"),
    "sent back": lambda database, _: dispatch_again(database),
    "ended by another": lambda database, _: finish(database, claim(database, "w2"), '{"by":2}'),
    "ended by itself": finish,
    "given back": release,
    "given back and taken": lambda database, attempt: (
        release(database, attempt),
        claim(database, "w1"),
    ),
    "stopped after a crash": stop_after_crash,
}


@pytest.mark.parametrize("what", LATE)
def test_nothing_of_a_late_attempt_lands(database: Database, what: str) -> None:
    stock(database)
    attempt = claim(database, "w1")
    save(database, attempt, '{"p":1}')
    LATE[what](database, attempt)
    before = everything(database)
    assert stands(database, attempt) == "lost"
    assert not tell(database, attempt)
    assert not save(database, attempt, '{"late":1}')
    assert not finish(database, attempt, '{"late":1}')
    assert not release(database, attempt)
    assert everything(database) == before


def test_a_plan_whose_worker_was_lost_is_tried_again_from_the_best(database: Database) -> None:
    stock(database)
    save(database, claim(database, "w1"), '{"p":1}')
    second = claim(database, "w2")
    assert (second.number, second.baseline, second.crashes) == (2, '{"p":1}', 1)
    assert types(database) == ["queued", "started", "plan", "retry"]
    assert told(database)[-1].data == {"attempt": 2, "crashes": 1}
    assert rows(database, "attempts", "number", "worker", "ending") == [
        (1, "w1", "lost"),
        (2, "w2", None),
    ]
    save(database, second, '{"p":2}')
    third = claim(database, "w3")
    assert (third.baseline, third.crashes) == ('{"p":2}', 2)


def test_a_plan_given_back_waits_and_counts_no_crash(database: Database) -> None:
    stock(database)
    first = claim(database, "w1")
    save(database, first, '{"p":1}')
    started = look(database).started_at
    assert release(database, first)
    waiting = look(database)
    assert (waiting.state, waiting.queue_position, waiting.incumbent) == ("queued", 1, '{"p":1}')
    second = claim(database, "w2")
    assert (second.number, second.baseline, second.crashes) == (2, '{"p":1}', 0)
    assert look(database).started_at == started
    assert types(database) == ["queued", "started", "plan", "released", "started"]
    assert rows(database, "attempts", "ending") == [("released",), (None,)]


def test_a_plan_that_kills_its_workers_is_given_up_and_its_best_kept(database: Database) -> None:
    stock(database)
    save(database, claim(database, "w1", most_crashes=3), '{"p":1}')
    release(database, claim(database, "w2", most_crashes=3))
    claim(database, "w3", most_crashes=3)
    claim(database, "w4", most_crashes=3)
    claim_nothing(database, "w5", most_crashes=3)
    found = look(database)
    assert (found.state, found.failure_code, found.answer) == ("failed", "parked", None)
    assert "3 times" in str(found.failure_detail)
    assert (found.incumbent, found.attempt) == ('{"p":1}', 4)
    assert told(database)[-1].data == {"state": "failed", "outcome": None, "code": "parked"}
    assert rows(database, "attempts", "ending") == [("lost",), ("released",), ("lost",), ("lost",)]


def test_five_crashes_are_allowed_unless_said_otherwise(database: Database) -> None:
    stock(database)
    for number in range(5):
        assert claim(database).crashes == number
    claim_nothing(database)
    assert look(database).failure_code == "parked"


def test_a_stop_reaches_the_worker_which_ends_the_plan_with_its_answer(database: Database) -> None:
    stock(database)
    attempt = claim(database)
    stop(database)
    assert stands(database, attempt) == "stop"
    assert save(database, attempt, '{"p":1}')
    with database.writing() as c:
        assert finish_plan(c, attempt, state="cancelled", answer='{"a":1}', outcome="plan")
    found = look(database)
    assert (found.state, found.answer, found.incumbent) == ("cancelled", '{"a":1}', '{"p":1}')


@pytest.mark.parametrize("how", ["lost", "dispatched again", "given back"])
def test_a_stop_is_kept_when_the_worker_goes(database: Database, how: str) -> None:
    stock(database)
    attempt = claim(database, "w1")
    save(database, attempt, '{"p":1}')
    stop(database)
    if how == "given back":
        assert release(database, attempt)
    elif how == "dispatched again":
        dispatch_again(database)
        assert look(database).state == "stopping"
    claim_nothing(database, "w2")
    found = look(database)
    assert (found.state, found.answer, found.incumbent) == ("cancelled", None, '{"p":1}')
    assert found.attempt == 1
    assert types(database) == ["queued", "started", "plan", "finished"]
    ending = "released" if how == "given back" else "lost"
    assert rows(database, "attempts", "ending") == [(ending,)]


def test_a_job_that_was_replaced_claims_nothing(database: Database) -> None:
    stock(database)
    first = claim(database, dispatch=1)
    dispatch_again(database)
    before = everything(database)
    claim_nothing(database, "w2", dispatch=1)
    claim_nothing(database, "w2", dispatch=3)
    assert everything(database) == before
    assert claim(database, "w2", dispatch=2).number == first.number + 1


def test_what_has_ended_or_never_was_is_not_claimed(database: Database) -> None:
    stock(database)
    finish(database, claim(database))
    before = everything(database)
    claim_nothing(database)
    claim_nothing(database, id="pln_unknown")
    assert everything(database) == before


@pytest.mark.parametrize("missing", ["checked_by", "checked_hash"])
def test_an_unchecked_plan_cannot_be_stored(database: Database, missing: str) -> None:
    stock(database)
    attempt = claim(database)
    values = {
        "plan": PLAN,
        "number": 1,
        "tenant": TENANT,
        "attempt": attempt.number,
        "checked_by": "0.1",
        "checked_hash": "h1",
        "found_at": 1,
        "document": "{}",
    }
    with pytest.raises(IntegrityError, match=r"(?i)null"), database.writing() as c:
        c.execute(insert(incumbents).values({**values, missing: None}))
    with pytest.raises(IntegrityError, match=r"(?i)foreign"), database.writing() as c:
        c.execute(insert(incumbents).values({**values, "tenant": "south"}))


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE plans SET state = 'done'",
        "UPDATE plans SET state = 'completed'",
        "UPDATE plans SET finished_at = 1",
        "UPDATE attempts SET ending = 'gone'",
    ],
)
def test_the_database_itself_refuses_states_that_are_none(database: Database, change: str) -> None:
    stock(database)
    claim(database)
    with pytest.raises(IntegrityError, match=r"(?i)check"):
        do(database, change)

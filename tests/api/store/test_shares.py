"""Shares of an analysis: who may order and answer, and that everything ends with the analysis."""

import pytest

from api.settings import Quotas
from api.store import analyses, attempts, handing_over, outbox, questions, shares, workers
from api.store.database import Database
from api.store.deletion import delete_programme
from api.store.plans import get_plan
from api.store.questions import Held, Shared
from api.store.quotas import refuse_beyond
from api.store.records import Attempt
from api.store.retention import expire
from tests.api.store.shelf import (
    PLAN,
    PROGRAMME,
    TENANT,
    claim,
    claim_nothing,
    dispatch_again,
    do,
    finish,
    release,
    rows,
    stock,
    submit,
)

ANALYSIS, SHARE = "anl_a", "anl_a-1"
MANY = Quotas(running_per_tenant=9)


@pytest.fixture
def analysis(database: Database) -> Attempt:
    """An analysis at work, and two workers that live."""
    stock(database)
    finish(database, claim(database))
    with database.writing() as c:
        for name in ("w1", "w2"):
            workers.register(c, name, "host", 1)
        plan = get_plan(c, TENANT, PLAN)
        assert plan is not None
        analyses.submit_analysis(c, "ann", plan, analysis_id=ANALYSIS, settings={})
        outbox.mark_sent(c, ANALYSIS, 1)
    return claim(database, id=ANALYSIS)


def order(database: Database, of: Attempt, slots: int = 2, quotas: Quotas = MANY) -> bool:
    with database.writing() as c:
        return shares.order_share(c, of, slots=slots, settings={}, quotas=quotas)


def share(database: Database, of: Attempt, number: int = 1) -> Attempt:
    """Order a share and claim it for the second worker."""
    assert order(database, of, slots=9)
    with database.writing() as c:
        outbox.mark_sent(c, f"{of.plan}-{number}", 1)
    return claim(database, "w2", f"{of.plan}-{number}")


def put(database: Database, of: Attempt, *numbers: int) -> None:
    with database.writing() as c:
        for number in numbers:
            assert questions.put(c, of, number, f"asked {number}")


def take(database: Database, by: Attempt) -> Held | None:
    with database.writing() as c:
        is_any = questions.is_any_open(c, by)
        found = questions.take(c, by)
    assert is_any is (found is not None)
    return found


def taken(database: Database, by: Attempt) -> Held:
    found = take(database, by)
    assert found is not None
    return found


def reply(database: Database, by: Attempt, held: Held, said: str = "said") -> bool:
    with database.writing() as c:
        return questions.reply(c, by, held, said)


def shared(database: Database, of: Attempt) -> list[Shared]:
    with database.reading() as c:
        return questions.shared(c, of)


def open_again(database: Database, of: Attempt) -> int:
    with database.writing() as c:
        return questions.open_again(c, of)


def state(database: Database, id: str) -> str:
    return next(str(at) for name, at in rows(database, "plans", "id", "state") if name == id)


def test_a_share_is_a_job_of_the_analysis_that_is_no_analysis(
    database: Database, analysis: Attempt
) -> None:
    assert order(database, analysis)
    got = claim(database, "w2", SHARE)
    assert (got.kind, got.parent, got.about) == ("share", ANALYSIS, PLAN)
    assert (got.tenant, got.document) == (TENANT, analysis.document)
    with database.reading() as c:
        assert get_plan(c, TENANT, SHARE) is None
        assert analyses.get_analysis(c, TENANT, SHARE) is None
        assert [a.id for a in analyses.list_analyses(c, TENANT, PLAN, limit=9)] == [ANALYSIS]
    actions = [row[0] for row in rows(database, "audit", "action", "subject") if row[1] == SHARE]
    assert actions == ["share.submitted", "share.started"]


def test_a_share_is_ordered_only_where_a_slot_is_free_for_which_nobody_waits(
    database: Database, analysis: Attempt
) -> None:
    assert not order(database, analysis, slots=1)
    submit(database, "pln_b")
    assert not order(database, analysis, slots=3)
    with database.writing() as c:
        outbox.mark_sent(c, "pln_b", 1)
    assert order(database, analysis, slots=3)
    # One that waits is enough, whatever room there is.
    assert not order(database, analysis, slots=9)
    assert state(database, SHARE) == "queued"


def test_a_share_counts_for_its_tenant(database: Database, analysis: Attempt) -> None:
    do(
        database,
        "INSERT INTO tenants (id, name, created_at, most_queued, most_running)"
        " VALUES ('north', 'North', 1, 1, 1)",
    )
    assert not order(database, analysis)
    do(database, "UPDATE tenants SET most_running = 2")
    stock(database, "pln_s", tenant="south")
    with database.writing() as c:
        outbox.mark_sent(c, "pln_s", 1)
    assert order(database, analysis, slots=3)
    with database.writing() as c:
        assert handing_over.due(c, 3, MANY) == [(SHARE, 1)]
        # It waits, and is no request: the one that its tenant may have waiting can still come.
        refuse_beyond(c, TENANT, MANY)
    submit(database, "pln_b")
    with database.writing() as c:
        outbox.mark_sent(c, SHARE, 1)
        assert handing_over.due(c, 4, MANY) == []
        assert not handing_over.gives_way(c, TENANT, 4, MANY)
        # In its place its tenant may have the plan.
        assert handing_over.gives_way(c, TENANT, 3, MANY)


def test_whatever_else_waits_goes_before_a_share(database: Database, analysis: Attempt) -> None:
    assert order(database, analysis)
    stock(database, "pln_s", tenant="south")
    submit(database, "pln_b", priority=-1)
    with database.reading() as c:
        assert [plan for plan, _ in handing_over.due(c, 9, MANY)] == ["pln_s", "pln_b", SHARE]
        assert handing_over.place_in_queue(c, "pln_b") == 2
    # Given back by a worker that left, it comes no sooner.
    claimed = claim(database, "w2", SHARE)
    assert release(database, claimed)
    assert dispatch_again(database, SHARE)
    with database.reading() as c:
        assert [plan for plan, _ in handing_over.due(c, 9, MANY)] == ["pln_s", "pln_b", SHARE]


def test_a_question_is_one_shares_at_a_time_and_answered_once(
    database: Database, analysis: Attempt
) -> None:
    first, second = share(database, analysis), share(database, analysis, 2)
    put(database, analysis, 1, 2)
    one, two = taken(database, first), taken(database, second)
    assert [(held.number, held.asked) for held in (one, two)] == [(1, "asked 1"), (2, "asked 2")]
    assert take(database, first) is None
    assert not reply(database, second, one)
    assert reply(database, first, one)
    assert not reply(database, first, one, "something else")
    assert shared(database, analysis) == [
        Shared(number=1, is_taken=True, reply="said"),
        Shared(number=2, is_taken=True, reply=None),
    ]
    with database.writing() as c:
        assert not questions.take_back(c, analysis, 2)
        questions.forget(c, analysis, [1])
    put(database, analysis, 3)
    with database.writing() as c:
        assert questions.take_back(c, analysis, 3)
        assert not questions.take_back(c, analysis, 3)
    assert [each.number for each in shared(database, analysis)] == [2]


@pytest.mark.parametrize("lost", ["its worker", "its order", "its end", "its newer attempt"])
def test_what_a_lost_share_held_is_open_again_and_its_late_reply_changes_nothing(
    database: Database, analysis: Attempt, lost: str
) -> None:
    first = share(database, analysis)
    put(database, analysis, 1)
    held = taken(database, first)
    assert open_again(database, analysis) == 0
    match lost:
        case "its worker":
            do(database, "DELETE FROM workers WHERE worker = 'w2'")
        case "its order":
            assert dispatch_again(database, SHARE)
        case "its end":
            assert finish(database, first)
        case _:
            claim(database, "w1", SHARE)
    assert open_again(database, analysis) == 1
    assert not reply(database, first, held)
    if lost != "its worker":
        assert take(database, first) is None
    other = claim(database, "w1", SHARE) if lost != "its end" else share(database, analysis, 2)
    again = taken(database, other)
    assert (again.number, again.asked) == (1, "asked 1")
    assert not reply(database, first, again)
    assert reply(database, other, again)


def test_a_share_serves_the_newest_attempt_at_the_analysis_alone(
    database: Database, analysis: Attempt
) -> None:
    helper = share(database, analysis)
    put(database, analysis, 1, 2)
    held = taken(database, helper)
    newer = claim(database, "w1", ANALYSIS)
    with database.writing() as c:
        assert not questions.put(c, analysis, 3, "asked in vain")
    assert take(database, helper) is None
    # Answered for an attempt that nobody reads any more; the same number anew is another question.
    reply(database, helper, held)
    put(database, newer, 1)
    assert shared(database, newer) == [Shared(number=1, is_taken=False, reply=None)]
    assert taken(database, helper).attempt == newer.number
    assert not order(database, analysis, slots=9)


def test_after_a_share_that_failed_no_further_is_ordered(
    database: Database, analysis: Attempt
) -> None:
    share(database, analysis)
    claim_nothing(database, "w1", SHARE, most_crashes=1)
    assert state(database, SHARE) == "failed"
    assert dict(rows(database, "plans", "id", "failure_code"))[SHARE] == "parked"
    assert not order(database, analysis, slots=9)
    assert state(database, ANALYSIS) == "running"


@pytest.mark.parametrize("how", ["cancelled", "finished", "parked"])
def test_the_shares_of_an_analysis_end_with_it(
    database: Database, analysis: Attempt, how: str
) -> None:
    helper = share(database, analysis)
    put(database, analysis, 1, 2)
    held = taken(database, helper)
    assert order(database, analysis, slots=9)
    if how == "cancelled":
        with database.writing() as c:
            analyses.request_stop(c, TENANT, "ann", ANALYSIS)
        assert state(database, ANALYSIS) == "stopping"
    elif how == "finished":
        assert finish(database, analysis)
    else:
        claim_nothing(database, "w2", ANALYSIS, most_crashes=1)
        assert state(database, ANALYSIS) == "failed"
    assert state(database, SHARE) == "stopping"
    assert state(database, f"{ANALYSIS}-2") == "cancelled"
    with database.reading() as c:
        assert attempts.standing(c, helper) == "stop"
    assert rows(database, "questions", "number") == []
    assert not reply(database, helper, held)
    assert take(database, helper) is None
    assert not order(database, analysis, slots=9)
    assert finish(database, helper)


def test_shares_go_when_their_analysis_is_deleted_or_kept_no_longer(
    database: Database, analysis: Attempt
) -> None:
    helper = share(database, analysis)
    put(database, analysis, 1)
    assert finish(database, helper)
    assert finish(database, analysis)
    # Something left behind, as by a program that was ended at the wrong moment.
    do(
        database,
        "INSERT INTO questions (plan, attempt, number, tenant, asked)"
        " VALUES ('anl_a', 1, 9, 'north', 'why')",
    )
    do(database, "UPDATE plans SET finished_at = 1")
    left = []
    for _ in range(4):
        with database.writing() as c:
            expire(c, "w1", 1)
        left.append([row[0] for row in rows(database, "plans", "id")])
    assert left == [[ANALYSIS, PLAN], [PLAN], [], []]
    assert rows(database, "questions", "number") == []


def test_shares_go_with_their_programme(database: Database, analysis: Attempt) -> None:
    assert finish(database, share(database, analysis))
    assert finish(database, analysis)
    with database.writing() as c:
        gone = delete_programme(c, TENANT, "ann", PROGRAMME)
    assert gone.tables["plans"]["rows"] == 3
    assert rows(database, "plans", "id") == []

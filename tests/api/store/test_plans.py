import pytest

from api.errors import NoSuchProgramme
from api.store.database import Database
from api.store.plans import get_plan, list_plans, request_stop, submit_plan
from api.store.records import PlanRecord
from tests.api.store.shelf import (
    PLAN,
    PROGRAMME,
    TENANT,
    claim,
    everything,
    finish,
    look,
    rows,
    save,
    stock,
    stop,
    submit,
    told,
    types,
    unsent,
)


def test_a_plan_submitted_waits_with_its_event_its_order_and_its_audit(database: Database) -> None:
    stock(database)
    found = look(database)
    assert (found.state, found.attempt, found.dispatch, found.incumbents) == ("queued", 0, 1, 0)
    assert (found.programme, found.revision, found.submitted_by) == (PROGRAMME, 1, "ann")
    assert found.settings == {"seed": 7, "note": "£"}
    assert (found.started_at, found.finished_at, found.answer, found.incumbent) == (None,) * 4
    assert found.queue_position == 1
    assert not found.is_terminal
    assert types(database) == ["queued"]
    with database.reading() as c:
        assert unsent(c, 10) == [(PLAN, 1)]
    assert rows(database, "audit", "actor", "action", "subject")[-1] == (
        "ann",
        "plan.submitted",
        PLAN,
    )


def test_submission_is_all_or_nothing(database: Database) -> None:
    stock(database)
    before = everything(database)

    def submit_and_fail() -> None:
        with database.writing() as c:
            submit_plan(
                c, TENANT, "ann", plan_id="pln_b", programme=PROGRAMME, revision=1, settings={}
            )
            raise RuntimeError

    with pytest.raises(RuntimeError):
        submit_and_fail()
    assert everything(database) == before


@pytest.mark.parametrize(
    ("tenant", "programme", "revision"),
    [
        ("south", PROGRAMME, 1),
        (TENANT, "prg_b", 1),
        (TENANT, PROGRAMME, 2),
        (TENANT, PROGRAMME, 0),
        (TENANT, PROGRAMME, 2**63),
        (TENANT, "prg_\x00", 1),
    ],
)
def test_a_plan_of_what_the_tenant_has_not_is_refused(
    database: Database, tenant: str, programme: str, revision: int
) -> None:
    stock(database)
    before = everything(database)
    with pytest.raises(NoSuchProgramme), database.writing() as c:
        submit_plan(
            c, tenant, "ann", plan_id="pln_b", programme=programme, revision=revision, settings={}
        )
    assert everything(database) == before


def test_what_is_another_tenants_is_not_found(database: Database) -> None:
    stock(database)
    before = everything(database)
    with database.writing() as c:
        assert get_plan(c, "south", PLAN) is None
        assert list_plans(c, "south", limit=9) == []
        assert list_plans(c, "south", limit=9, after=PLAN) == []
        assert request_stop(c, "south", "eve", PLAN) is None
    assert everything(database) == before


@pytest.mark.parametrize("id", ["", "pln_\x00", "pln_\ud800", "' OR 1=1 --"])
def test_an_impossible_id_is_simply_not_found(database: Database, id: str) -> None:
    stock(database)
    with database.writing() as c:
        assert get_plan(c, TENANT, id) is None
        assert request_stop(c, TENANT, "ann", id) is None
        assert list_plans(c, TENANT, limit=9, after=id) == []
        assert list_plans(c, TENANT, limit=9, programme=id) == []


def test_the_queue_is_counted_by_turns(database: Database) -> None:
    # Ids against the order, so that only the time can have decided.
    stock(database, "pln_c", "pln_b", "pln_a")
    stock(database, "pln_0", tenant="south")
    # South has nothing at work, so its one comes after the first of the others.
    assert [look(database, id).queue_position for id in ("pln_c", "pln_b", "pln_a")] == [1, 3, 4]
    claim(database, id="pln_c")
    assert [look(database, id).queue_position for id in ("pln_c", "pln_b", "pln_a")] == [None, 2, 3]


def test_plans_are_listed_newest_first_page_by_page_without_documents(database: Database) -> None:
    ids = [f"pln_{letter}" for letter in "dbaec"]
    stock(database, *ids)
    stock(database, "pln_other", tenant="south")
    attempt = claim(database, id="pln_a")
    save(database, attempt, '{"p":1}')
    finish(database, attempt, '{"a":1}')
    found: list[PlanRecord] = []
    after = None
    while len(found) <= len(ids):
        with database.reading() as c:
            page = list_plans(c, TENANT, limit=2, after=after)
        if not page:
            break
        found += page
        after = page[-1].id
    assert [(p.submitted_at, p.id) for p in found] == sorted(
        ((p.submitted_at, p.id) for p in found), reverse=True
    )
    assert sorted(p.id for p in found) == sorted(ids)
    assert {(p.answer, p.incumbent, p.incumbent_at, p.queue_position) for p in found} == {
        (None,) * 4
    }
    ended = next(p for p in found if p.id == "pln_a")
    assert (ended.state, ended.outcome, ended.incumbents) == ("completed", "plan", 1)
    assert ended.settings == {"seed": 7, "note": "£"}


def test_plans_are_listed_by_state_and_programme(database: Database) -> None:
    stock(database, "pln_a", "pln_b", "pln_c")
    claim(database, id="pln_b")
    with database.reading() as c:
        assert [p.id for p in list_plans(c, TENANT, state="running", limit=9)] == ["pln_b"]
        queued = list_plans(c, TENANT, state="queued", programme=PROGRAMME, limit=9)
        assert {p.id for p in queued} == {"pln_a", "pln_c"}
        assert list_plans(c, TENANT, programme="prg_b", limit=9) == []
        assert list_plans(c, TENANT, state="'; DROP TABLE plans", limit=9) == []
        assert list_plans(c, TENANT, limit=9, after="pln_unknown") == []


def test_the_best_checked_plan_is_the_newest(database: Database) -> None:
    stock(database)
    attempt = claim(database)
    save(database, attempt, '{"p":1}')
    first = look(database)
    save(database, attempt, '{"p":2}')
    second = look(database)
    assert (first.incumbent, first.incumbents) == ('{"p":1}', 1)
    assert (second.incumbent, second.incumbents) == ('{"p":2}', 2)
    assert first.incumbent_at is not None
    assert second.incumbent_at is not None
    assert first.submitted_at <= first.incumbent_at <= second.incumbent_at


def test_a_queued_plan_ends_as_soon_as_its_end_is_asked_for(database: Database) -> None:
    stock(database)
    ended = stop(database)
    assert (ended.state, ended.answer, ended.outcome) == ("cancelled", None, None)
    assert ended.finished_at is not None
    assert ended.stop_requested_at is not None
    assert types(database) == ["queued", "finished"]
    assert told(database)[-1].data == {"state": "cancelled", "outcome": None}
    assert rows(database, "audit", "actor", "action")[-1] == ("bob", "plan.stop_requested")
    with database.reading() as c:
        assert unsent(c, 10) == []


def test_a_running_plan_is_stopped_by_its_worker(database: Database) -> None:
    stock(database)
    claim(database)
    stopping = stop(database)
    assert (stopping.state, stopping.finished_at) == ("stopping", None)
    assert stopping.stop_requested_at is not None
    assert types(database) == ["queued", "started"]


@pytest.mark.parametrize("ended", [False, True])
def test_asking_for_the_end_again_changes_nothing(database: Database, ended: bool) -> None:
    stock(database)
    attempt = claim(database)
    if ended:
        finish(database, attempt)
    else:
        stop(database)
    before = everything(database)
    assert stop(database).state == ("completed" if ended else "stopping")
    assert everything(database) == before


def test_a_plan_id_is_given_once(database: Database) -> None:
    stock(database)
    before = everything(database)
    with pytest.raises(Exception, match=r"(?i)unique"):
        submit(database, PLAN)
    assert everything(database) == before

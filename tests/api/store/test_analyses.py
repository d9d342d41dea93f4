"""An analysis stands beside plans and is never taken for one."""

import pytest
from sqlalchemy.exc import IntegrityError

from api.store import analyses, plans
from api.store.database import Database
from tests.api.store.shelf import (
    PLAN,
    TENANT,
    claim,
    claim_nothing,
    do,
    finish,
    look,
    rows,
    stock,
    types,
)

ANALYSIS = "anl_a"


@pytest.fixture
def shelf(database: Database) -> Database:
    """A final plan and an analysis of it."""
    stock(database)
    finish(database, claim(database))
    with database.writing() as c:
        analyses.submit_analysis(
            c, "ann", look(database), analysis_id=ANALYSIS, settings={"kind": "latest"}
        )
    return database


def test_it_is_no_plan(shelf: Database) -> None:
    with shelf.writing() as c:
        assert plans.get_plan(c, TENANT, ANALYSIS) is None
        assert plans.request_stop(c, TENANT, "ann", ANALYSIS) is None
        assert [plan.id for plan in plans.list_plans(c, TENANT, limit=9)] == [PLAN]
        assert analyses.get_analysis(c, TENANT, PLAN) is None
        found = analyses.get_analysis(c, TENANT, ANALYSIS)
        assert found is not None
        assert (found.state, found.about, found.programme) == ("queued", PLAN, "prg_a")
        # What another tenant has is not found.
        assert analyses.get_analysis(c, "south", ANALYSIS) is None
        assert analyses.list_analyses(c, "south", PLAN, limit=9) == []
    assert types(shelf) == ["queued", "started", "finished"]


def test_a_claim_says_what_it_is_about(shelf: Database) -> None:
    attempt = claim(shelf, id=ANALYSIS)
    assert (attempt.kind, attempt.about, attempt.plan) == ("analysis", PLAN, ANALYSIS)
    finish(shelf, attempt)
    done = [action for (action,) in rows(shelf, "audit", "action")][-3:]
    assert done == ["analysis.submitted", "analysis.started", "analysis.completed"]


def test_one_that_kills_its_workers_is_given_up_and_says_what_it_was(shelf: Database) -> None:
    claim(shelf, id=ANALYSIS)
    claim_nothing(shelf, "w2", id=ANALYSIS, most_crashes=1)
    with shelf.reading() as c:
        found = analyses.get_analysis(c, TENANT, ANALYSIS)
    assert found is not None
    assert (found.state, found.failure_code) == ("failed", "parked")
    assert "worked on this analysis was lost once" in (found.failure_detail or "")


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE plans SET kind = 'guess' WHERE id = 'anl_a'",
        "UPDATE plans SET about = NULL WHERE id = 'anl_a'",
        "UPDATE plans SET about = 'anl_a' WHERE id = 'pln_a'",
        "UPDATE plans SET about = 'pln_none' WHERE id = 'anl_a'",
    ],
)
def test_the_database_itself_refuses_analyses_of_nothing(shelf: Database, change: str) -> None:
    with pytest.raises(IntegrityError):
        do(shelf, change)

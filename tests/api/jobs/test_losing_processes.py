"""A plan survives the loss of any process, on both databases.

Workers are shared by the tests of a module, so that they need not load anew for each.
"""

import json
import os
import signal

import pytest

from scheduler.generation.generate import generate
from scheduler.interchange.plan_json import plan_in
from scheduler.interchange.programme_json import write_programme
from scheduler.interchange.valid_programme import valid_programme
from scheduler.verification.verify import verify
from tests.agreement.worlds import FIXTURES
from tests.api.jobs.yard import Yard, is_alive, kill, until
from tests.api.postgres import Postgres

pytestmark = pytest.mark.slow


SMALL = "programmes/small"
LONG = write_programme(generate(services=22, seed=2))
"""Has its first plan at once, and is searched for longer than any of these tests takes."""
SECONDS = 900.0
"""Never reached: the search is cancelled once it has gone on elsewhere."""


@pytest.fixture(autouse=True)
def two_workers(yard: Yard) -> None:
    yard.ready(2)


def test_workers_started_together_plan_from_end_to_end(yard: Yard) -> None:
    plan = yard.ended(yard.order(SMALL))
    assert (plan.state, plan.outcome, plan.failure_code) == ("completed", "plan", None)
    answer = json.loads(plan.answer or "")
    programme = valid_programme((FIXTURES / f"{SMALL}.json").read_bytes()).expanded
    assert verify(programme, plan_in(answer)).holds
    # What is stored as the best plan is the answer's.
    assert json.loads(plan.incumbent or "") == answer["plan"]
    told = yard.events(plan.id)
    assert [event.number for event in told] == list(range(1, len(told) + 1))
    types = [event.type for event in told]
    assert types[:2] == ["queued", "started"]
    assert types[-1] == "finished"
    assert types.count("finished") == 1
    shown = next(event.data for event in told if event.type == "plan")
    assert shown["summary"]["contingency_weeks"] is not None
    assert {level["name"] for level in shown["objectives"]} == {
        level.name for level in programme.document.objectives
    }


def test_a_cancelled_plan_keeps_the_best(yard: Yard) -> None:
    plan = yard.order(LONG, time_limit_seconds=SECONDS)
    yard.holder(plan)
    ended = yard.cancelled(plan)
    assert json.loads(ended.answer or "")["solve"]["stopped_by"] == "request"


def test_a_killed_solver_process_is_replaced_within_the_attempt(yard: Yard) -> None:
    plan = yard.order(LONG, time_limit_seconds=SECONDS)
    kill(yard.holder(plan).children())
    until(lambda: "retry" in {event.type for event in yard.events(plan)})
    assert yard.cancelled(plan).attempt == 1


def test_a_database_that_cuts_its_connections_stops_nothing(
    yard: Yard, request: pytest.FixtureRequest
) -> None:
    if yard.database.dialect == "sqlite":
        pytest.skip("a file has no connections to cut")
    server: Postgres = request.getfixturevalue("postgres")
    name = (yard.settings.database_url or "").rpartition("/")[2]
    plan = yard.order(LONG, time_limit_seconds=SECONDS)
    yard.holder(plan)
    server.disconnect_all(name)
    before = len(yard.events(plan))
    until(lambda: len(yard.events(plan)) > before)
    assert yard.cancelled(plan).attempt == 1


def test_a_worker_told_to_stop_hands_its_plan_on(yard: Yard) -> None:
    plan = yard.order(LONG, time_limit_seconds=SECONDS)
    first = yard.holder(plan)
    first.send(signal.SIGTERM)
    assert first.ended() == 0
    assert first.name not in yard.alive()
    yard.taken_over(plan)
    yard.cancelled(plan)
    (one, how), (other, _) = yard.attempts(plan)
    assert (one, how) == (first.name, "released")
    assert other != first.name


def test_a_killed_worker_is_replaced_and_leaves_no_orphans(yard: Yard) -> None:
    plan = yard.order(LONG, time_limit_seconds=SECONDS)
    first = yard.holder(plan)
    orphans = first.children()
    assert orphans
    first.send(signal.SIGKILL)
    first.ended()
    until(lambda: not any(map(is_alive, orphans)))
    yard.taken_over(plan)
    yard.cancelled(plan)
    assert [how for _, how in yard.attempts(plan)] == ["lost", "finished"]
    assert [e.data for e in yard.events(plan) if e.type == "retry"] == [
        {"attempt": 2, "crashes": 1}
    ]


def test_an_analysis_whose_worker_is_killed_is_taken_up_again(yard: Yard) -> None:
    plan = yard.order(LONG, time_limit_seconds=SECONDS)
    yard.holder(plan)
    yard.cancelled(plan)
    analysis = yard.order_analysis(plan, kind="options", time_limit_seconds=1800.0)
    until(lambda: "progress" in {event.type for event in yard.events(analysis)})
    first = yard.worker_at(analysis)
    orphans = first.children()
    assert orphans
    first.send(signal.SIGKILL)
    first.ended()
    until(lambda: not any(map(is_alive, orphans)))
    yard.taken_over(analysis)
    ended = yard.stopped_analysis(analysis)
    assert (ended.state, ended.outcome) == ("cancelled", "partial")
    # What the plan itself takes is known at once, whatever was stopped.
    rows = json.loads(ended.answer or "")["options"]
    assert any(row["fits"] for row in rows)
    assert [how for _, how in yard.attempts(analysis)] == ["lost", "finished"]


def test_a_worker_that_wakes_after_it_was_given_up_changes_nothing(yard: Yard) -> None:
    plan = yard.order(LONG, time_limit_seconds=SECONDS)
    first = yard.holder(plan)
    children = first.children()
    first.send(signal.SIGSTOP)
    for child in children:
        os.kill(child, signal.SIGSTOP)
    yard.taken_over(plan)
    ended = yard.cancelled(plan)
    before = yard.events(plan)
    for child in children:
        os.kill(child, signal.SIGCONT)
    first.send(signal.SIGCONT)
    # It hears that it was declared dead, ends its searches, and begins anew under another name.
    until(lambda: first.said().count("is ready") == 2, first.said)
    assert "was declared dead" in first.said()
    assert not any(map(is_alive, children))
    assert first.name not in yard.alive()
    assert yard.plan(plan) == ended
    assert yard.events(plan) == before
    assert [how for _, how in yard.attempts(plan)] == ["lost", "finished"]


def test_every_plan_has_ended_once_and_nothing_is_left_to_do(yard: Yard) -> None:
    with yard.database.reading() as connection:
        rows = connection.exec_driver_sql(
            "SELECT plan, SUM(CASE WHEN type = 'finished' THEN 1 ELSE 0 END), MAX(number), COUNT(*)"
            " FROM events GROUP BY plan"
        ).all()
    for plan, finished, last, count in rows:
        assert (finished, last) == (1, count), plan

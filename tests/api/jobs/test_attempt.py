"""How an attempt ends a plan when something is wrong with it, without worker processes."""

import threading
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from api.http.stored_figures import REFUSED
from api.jobs import planning as module
from api.jobs import writing
from api.jobs.attempt import attempt_job
from api.jobs.job import job_at
from api.jobs.planning import Planning
from api.jobs.warm import WarmProcesses
from api.jobs.watch import Watch
from api.jobs.workplace import Workplace
from api.settings import ServiceSettings
from api.store import outbox
from api.store.database import Database
from api.store.plans import get_plan, request_stop
from api.store.records import PlanRecord
from scheduler.answers import LevelOutcome
from scheduler.construction.first_plan import first_plan
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.errors import SolverFailed, UnsoundPlan
from scheduler.verification.verify import Verdict
from tests.api.jobs.test_request import claimed
from tests.api.jobs.yard import HANG_GUARD_SECONDS
from tests.api.store.shelf import unsent


class NoProcess:
    """Stands for a solver process that nobody asks anything."""

    process = None
    closed = False

    def close(self) -> None:
        self.closed = True


class NoProcesses(WarmProcesses):
    taken: NoProcess

    def take(self) -> Any:
        self.taken = NoProcess()
        return self.taken


@pytest.fixture
def place(database: Database) -> Workplace:
    return Workplace(
        worker="w1",
        database=database,
        settings=ServiceSettings(),
        warm=NoProcesses(1),
        searches=2,
        leaving=threading.Event(),
    )


def plan_of(place: Workplace) -> PlanRecord:
    with place.database.reading() as c:
        found = get_plan(c, "t", "pln_a")
    assert found is not None
    return found


def search_that(error: Exception) -> Callable[..., Any]:
    """Return a search that finds a plan, and then meets a fault."""

    def search(programme: ExpandedProgramme, *_: object, on_event: Any, **__: object) -> None:
        objectives: tuple[LevelOutcome, ...] = ()
        plan = first_plan(programme)
        said = {"type": "plan_checked", "source": "construction", "elapsed": 0.1}
        on_event({**said, "plan": plan, "objectives": objectives})
        raise error

    return search


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (UnsoundPlan("the plan breaks a rule"), "unsound_plan", "the plan breaks a rule"),
        (ZeroDivisionError("secret"), "internal_error", "An unexpected fault"),
    ],
)
def test_a_fault_of_ours_fails_the_plan_and_keeps_the_best(
    place: Workplace,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    error: Exception,
    code: str,
    said: str,
) -> None:
    monkeypatch.setattr(module, "plan_exit", search_that(error))
    # Which plan is at hand does not matter here.
    monkeypatch.setattr(writing, "verify", lambda *_: Verdict((), ()))
    assert attempt_job(place, claimed(place)) == "ended"
    plan = plan_of(place)
    assert (plan.state, plan.failure_code, plan.incumbents) == ("failed", code, 1)
    assert plan.incumbent is not None
    detail = plan.failure_detail or ""
    assert said in detail
    assert "secret" not in detail
    # The log has the whole story under the reference that the caller is given.
    reference = detail.rpartition(": ")[2].rstrip(".")
    assert reference in caplog.text
    assert type(error).__name__ in caplog.text


def test_a_fault_leaves_no_solver_process_behind(
    place: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "plan_exit", search_that(ZeroDivisionError()))
    attempt_job(place, claimed(place))
    assert isinstance(place.warm, NoProcesses)
    assert place.warm.taken.closed


def test_an_end_is_heard_of_while_what_the_search_told_cannot_be_written(
    place: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fault(*_: object) -> None:
        raise ValueError("something unforeseen")

    attempt = claimed(place)
    search = Planning(place, attempt)
    with Watch(place, attempt, search) as watch:
        monkeypatch.setattr("api.jobs.planning.written", fault)
        watch.recording.take({"type": "retry", "seconds": 1.0})
        with place.database.writing() as c:
            request_stop(c, attempt.tenant, "ann", attempt.plan)
        assert watch.stop.wait(HANG_GUARD_SECONDS)


def test_a_plan_that_breaks_a_rule_is_never_stored(
    place: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "plan_exit", search_that(ZeroDivisionError()))
    # The schedule made without a search breaks rules of the small programme.
    assert attempt_job(place, claimed(place)) == "ended"
    assert plan_of(place).incumbents == 0


def test_a_plan_that_a_worker_refuses_to_store_is_counted(
    place: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The search ends well, but one of its plans, made without a search, breaks rules."""

    def search(programme: ExpandedProgramme, *_: object, on_event: Any, **__: object) -> Any:
        with pytest.raises(ZeroDivisionError):
            search_that(ZeroDivisionError())(programme, on_event=on_event)
        return measured_answer()

    monkeypatch.setattr(module, "plan_exit", search)
    monkeypatch.setattr(module, "with_causes", lambda answer, _: answer)
    monkeypatch.setattr(module, "answer_to_jsonable", lambda *_: {"outcome": "plan"})
    assert attempt_job(place, claimed(place)) == "ended"
    plan = plan_of(place)
    assert (plan.state, plan.failure_code, plan.incumbents) == ("failed", "unsound_plan", 0)
    assert plan.failure_code in REFUSED


def measured_answer() -> Any:
    return SimpleNamespace(outcome="plan")


def test_a_solver_that_dies_is_tried_again(
    place: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "plan_exit", search_that(SolverFailed("it died")))
    assert attempt_job(place, claimed(place)) == "again"
    assert plan_of(place).state == "running"


def test_a_job_tries_until_too_many_attempts_were_lost(
    place: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "plan_exit", search_that(SolverFailed("it died")))
    claimed(place)
    assert job_at(place)("pln_a", 1) == "nothing to do"
    plan = plan_of(place)
    assert (plan.state, plan.failure_code, plan.attempt) == ("failed", "parked", 5)


def test_a_worker_that_is_leaving_hands_a_job_on(place: Workplace) -> None:
    attempt = claimed(place)
    place.leaving.set()
    assert job_at(place)(attempt.plan, 1) == "handed on"
    with place.database.reading() as c:
        assert unsent(c, 10) == [("pln_a", 2)]


def test_an_answer_that_comes_too_late_is_dropped(
    place: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = claimed(place)

    def overtaken(*_: object, **__: object) -> None:
        with place.database.writing() as c:
            outbox.dispatch_again(c, "pln_a")
        raise UnsoundPlan("too late to matter")

    monkeypatch.setattr(module, "plan_exit", overtaken)
    assert attempt_job(place, first) == "lost"
    assert plan_of(place).state == "queued"

"""How a worker makes an analysis: what it is given, what is kept when it ends early or badly."""

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest

from api.jobs.attempt import attempt_job
from api.jobs.warm import WarmProcesses
from api.jobs.workplace import Workplace
from api.schemas.analyses import AnalysisRequest
from api.settings import ServiceSettings
from api.store import analyses, attempts, events
from api.store.database import Database
from api.store.plans import get_plan, request_stop
from api.store.records import AnalysisRecord, Attempt, PlanRecord
from scheduler.analyses import by_kind as kinds
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.explaining.best_known import BestKnown
from scheduler.explaining.work import Work
from tests.api.jobs.test_request import claimed
from tests.api.jobs.yard import HANG_GUARD_SECONDS, until
from tests.api.routes.played_worker import PlayedWorker, small

TENANT = "t"


@dataclass(frozen=True, slots=True, kw_only=True)
class SomeRow:
    """A row as an analysis might tell it, with a plan that no event should carry."""

    id: str
    plan: Plan | None = None


@pytest.fixture
def place(database: Database) -> Iterator[Workplace]:
    warm = WarmProcesses(1)
    yield Workplace(
        worker="w1",
        database=database,
        settings=ServiceSettings(),
        warm=warm,
        searches=2,
        leaving=threading.Event(),
    )
    warm.close()


def ended(place: Workplace, **wishes: Any) -> PlanRecord:
    """Return a plan, ended with the best that there is or with none."""
    attempt = claimed(place, **wishes)
    worker = PlayedWorker(place.database, attempt.plan)
    worker.find()
    worker.finish()
    return plan_of(place)


def plan_of(place: Workplace) -> PlanRecord:
    with place.database.reading() as c:
        found = get_plan(c, TENANT, "pln_a")
    assert found is not None
    return found


def asked(place: Workplace, plan: PlanRecord, **wishes: Any) -> Attempt:
    """Ask for an analysis and claim it."""
    settings = AnalysisRequest(**{"kind": "latest", **wishes}).settings()
    with place.database.writing() as c:
        analyses.submit_analysis(c, "ann", plan, analysis_id="anl_a", settings=settings)
    return claim(place)


def claim(place: Workplace) -> Attempt:
    with place.database.writing() as c:
        found = attempts.claim(c, "anl_a", "w1")
    assert found is not None
    return found


def look(place: Workplace) -> AnalysisRecord:
    with place.database.reading() as c:
        found = analyses.get_analysis(c, TENANT, "anl_a")
    assert found is not None
    return found


def rows(place: Workplace) -> list[str]:
    """Return the ids of the rows told."""
    with place.database.reading() as c:
        return [row["id"] for row in analyses.rows_told(c, TENANT, "anl_a")]


Given = tuple[ExpandedProgramme, BestKnown | None, Work]


def analysis_that(
    monkeypatch: pytest.MonkeyPatch, act: Callable[[Work], None] = lambda _: None
) -> list[Given]:
    """Have an analysis that tells a row, does something, and tells what it knows."""
    given: list[Given] = []

    def analyse(
        programme: ExpandedProgramme, best: BestKnown | None, work: Work
    ) -> Mapping[str, Any]:
        given.append((programme, best, work))
        work.on_row(SomeRow(id="first", plan=None if best is None else best.plan))
        act(work)
        return {"known": len(given)}

    monkeypatch.setitem(kinds.ANALYSES, "latest", analyse)
    return given


def wait_for_stop(work: Work) -> None:
    assert work.stop.wait(HANG_GUARD_SECONDS)


@contextmanager
def beside(act: Callable[[], None]) -> Iterator[None]:
    """Do something beside an attempt."""
    thread = threading.Thread(target=act)
    thread.start()
    yield
    thread.join()


def test_it_is_given_the_plan_and_how_to_ask(
    place: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = analysis_that(monkeypatch)
    plan = ended(place)
    attempt = asked(place, plan, question_limit_seconds=7.0, workers=1)
    assert attempt_job(place, attempt) == "ended"
    ((programme, best, work),) = given
    assert programme.document == small()[0].document
    assert best is not None
    assert best.plan == small()[1]
    assert (work.side_by_side, work.seconds, work.confirm) == (1, 7.0, True)
    found = look(place)
    assert (found.state, found.outcome, found.answer) == ("completed", "complete", '{"known":1}')
    with place.database.reading() as c:
        (told,) = analyses.rows_told(c, TENANT, "anl_a")
        types = [event.type for event in events.events_after(c, TENANT, "anl_a", 0)]
    assert told == {"row": "some_row", "id": "first"}
    assert types == ["queued", "started", "row", "finished"]


def test_the_programme_is_the_one_that_was_planned(
    place: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = analysis_that(monkeypatch)
    attempt_job(place, asked(place, ended(place, durations="likely", profile="calmest")))
    document = given[0][0].document
    assert (document.durations, document.profile) == ("likely", "calmest")


def test_a_stop_keeps_what_is_known(place: Workplace, monkeypatch: pytest.MonkeyPatch) -> None:
    analysis_that(monkeypatch, wait_for_stop)
    attempt = asked(place, ended(place))

    def stop() -> None:
        until(lambda: rows(place) == ["first"])
        with place.database.writing() as c:
            analyses.request_stop(c, TENANT, "ann", "anl_a")

    with beside(stop):
        assert attempt_job(place, attempt) == "ended"
    found = look(place)
    assert (found.state, found.outcome, found.answer) == ("cancelled", "partial", '{"known":1}')


def test_a_limit_keeps_what_is_known(place: Workplace, monkeypatch: pytest.MonkeyPatch) -> None:
    analysis_that(monkeypatch, wait_for_stop)
    assert attempt_job(place, asked(place, ended(place), time_limit_seconds=0.2)) == "ended"
    found = look(place)
    assert (found.state, found.outcome, found.answer) == ("completed", "partial", '{"known":1}')


def test_a_worker_that_leaves_gives_it_back_with_its_rows(
    place: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    analysis_that(monkeypatch, wait_for_stop)
    attempt = asked(place, ended(place))

    def leave() -> None:
        until(lambda: rows(place) == ["first"])
        place.leaving.set()

    with beside(leave):
        assert attempt_job(place, attempt) == "released"
    assert (look(place).state, rows(place)) == ("queued", ["first"])
    place.leaving.clear()
    analysis_that(monkeypatch)
    assert attempt_job(place, claim(place)) == "ended"
    assert (look(place).state, look(place).attempt, rows(place)) == ("completed", 2, ["first"])


def test_one_that_is_overtaken_changes_nothing(
    place: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def overtake(_: Work) -> None:
        claim(place)

    analysis_that(monkeypatch, overtake)
    assert attempt_job(place, asked(place, ended(place))) == "lost"
    assert (look(place).state, look(place).answer) == ("running", None)


def test_a_fault_of_ours_fails_it_and_keeps_its_rows(
    place: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fault(_: Work) -> None:
        raise ZeroDivisionError("secret")

    analysis_that(monkeypatch, fault)
    assert attempt_job(place, asked(place, ended(place))) == "ended"
    found = look(place)
    assert (found.state, found.failure_code, found.answer) == ("failed", "internal_error", None)
    assert "secret" not in (found.failure_detail or "")
    assert rows(place) == ["first"]


def test_a_plan_that_was_stopped_without_its_worker_is_analysed_too(
    place: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = analysis_that(monkeypatch)
    attempt = claimed(place)
    PlayedWorker(place.database, attempt.plan).find()
    with place.database.writing() as c:
        request_stop(c, TENANT, "ann", attempt.plan)
        assert attempts.claim(c, attempt.plan, "w3") is None
    plan = plan_of(place)
    assert (plan.state, plan.answer) == ("cancelled", None)
    attempt_job(place, asked(place, plan))
    best = given[0][1]
    assert best is not None
    assert best.plan == small()[1]


@pytest.mark.parametrize("kind", sorted(set(kinds.ANALYSES) - {"explanation"}))
def test_where_no_plan_exists_that_is_the_answer_and_nothing_is_searched(
    place: Workplace, kind: str
) -> None:
    attempt = claimed(place)
    PlayedWorker(place.database, attempt.plan).find_none()
    assert attempt_job(place, asked(place, plan_of(place), kind=kind)) == "ended"
    found = look(place)
    assert (found.state, found.outcome) == ("completed", "complete")
    assert json.loads(found.answer or "")["feasible"] is False


def test_a_clash_that_is_known_is_told_where_there_was_no_time_to_find_it(
    place: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(kinds.ANALYSES, "explanation", lambda *_: {"clashes": []})
    attempt = claimed(place)
    PlayedWorker(place.database, attempt.plan).find_none()
    attempt_job(place, asked(place, plan_of(place), kind="explanation"))
    document = json.loads(look(place).answer or "")
    assert document["feasible"] is False
    assert document["clashes"][0]["rules"] == ["XMAS", "END"]


@pytest.mark.slow
def test_two_levels_are_weighed_by_whole_searches(place: Workplace) -> None:
    plan = ended(place)
    wishes = {"first": "sourcing_appraisal", "second": "risk", "points": 2}
    attempt = asked(place, plan, kind="frontier", time_limit_seconds=8.0, workers=1, **wishes)
    assert attempt_job(place, attempt) == "ended"
    found = look(place)
    assert found.answer is not None
    document = json.loads(found.answer)
    assert document["feasible"]
    assert document["first"]["name"] == "sourcing_appraisal"
    assert 1 <= len(document["points"]) <= 2
    assert document["points"][0]["first"] <= document["at_hand"]["first"]

"""How a worker plans near the plan in force: the light first, then the plan, then causes."""

import json
import threading
from collections.abc import Callable
from typing import Any, Self

import pytest

from api.jobs import regenerating as module
from api.jobs.attempt import attempt_job
from api.jobs.workplace import Workplace
from api.schemas.plans import PlanRequest
from api.settings import ServiceSettings
from api.store import attempts, events
from api.store.database import Database
from api.store.plans import get_plan, request_stop, submit_plan
from api.store.prepared_programmes import prepared_programme
from api.store.programmes import add_revision, create_programme
from api.store.records import Attempt, PlanRecord, from_json
from scheduler.answers import Answer, Claim
from scheduler.asking.question import Question, Reply
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.objectives import STABILITY
from scheduler.domain.plan import Plan
from scheduler.regenerating import replan
from scheduler.regenerating.document import baseline_document
from scheduler.solver.gather import Gathered
from tests.api.jobs.test_attempt import NoProcesses
from tests.api.jobs.yard import HANG_GUARD_SECONDS
from tests.api.programmes import small as small_document
from tests.api.routes.played_worker import FACTS, later, small

TENANT = "t"
PROMISED = "NET.acceptance"


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


class Search:
    """Stands for the search: finds the plan with one acceptance later."""

    def __init__(self, act: Callable[[threading.Event], None] = lambda _: None) -> None:
        self.act = act
        self.given: dict[str, Any] = {}
        self.programme: ExpandedProgramme | None = None

    def __call__(self, programme: ExpandedProgramme, *_: object, **given: Any) -> Answer:
        self.programme, self.given = programme, given
        gathered = Gathered(programme, given["on_event"])
        gathered.offer(later(), "solver")
        self.act(given["stop"])
        levels = gathered.level_outcomes()
        return Answer(
            outcome="plan", claim=Claim.FEASIBLE, objectives=levels, plan=later(), solve=FACTS
        )


class Questions:
    """Stands for the processes that answer questions: nothing could have stayed."""

    asked: list[Question]
    slow = False

    def __init__(self, _: object, stop: threading.Event, *__: object) -> None:
        self.stop = stop
        type(self).asked = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def ask(self, question: Question) -> Reply:
        self.asked.append(question)
        if self.slow:
            assert self.stop.wait(HANG_GUARD_SECONDS)
            return Reply(finding="unknown")
        return Reply(finding="none", confirmed=True)


@pytest.fixture
def questions(monkeypatch: pytest.MonkeyPatch) -> type[Questions]:
    made: type[Questions] = type("Asked", (Questions,), {"asked": []})
    monkeypatch.setattr(module, "Pool", made)
    return made


def searching(monkeypatch: pytest.MonkeyPatch, **wishes: Any) -> Search:
    found = Search(**wishes)
    monkeypatch.setattr(replan, "plan_exit", found)
    return found


def claimed(place: Workplace, **wishes: Any) -> Attempt:
    """Store a programme, its change with the plan in force, and a wish to stay near; claim it."""
    plan = small()[1]
    start = plan.placed[PROMISED].start
    promise = {"id": "told", "level": "published", "activity": PROMISED, "start": str(start)}
    after = {"baseline": baseline_document(plan, "pln_before"), "commitments": [promise]}
    with place.database.writing() as c:
        for fields in ({}, {**after, "name": "Later"}):
            ready = prepared_programme(small_document(**fields), place.settings.limits)
            said = {"name": ready.name, "hash": ready.hash, "document": ready.document}
            if not fields:
                create_programme(c, TENANT, "ann", programme_id="prg_a", **said)
            else:
                add_revision(c, TENANT, "ann", "prg_a", expected=1, origin="change", **said)
        settings = PlanRequest(regenerate=True, **wishes).settings()
        submit_plan(
            c,
            TENANT,
            "ann",
            plan_id="pln_a",
            programme="prg_a",
            revision=2,
            settings={**settings, "in_force": "pln_before"},
        )
    return claim(place)


def claim(place: Workplace) -> Attempt:
    with place.database.writing() as c:
        found = attempts.claim(c, "pln_a", "w1")
    assert found is not None
    return found


def ended(place: Workplace) -> tuple[PlanRecord, dict[str, Any]]:
    """Return the plan with its answer document."""
    with place.database.reading() as c:
        found = get_plan(c, TENANT, "pln_a")
    assert found is not None
    assert found.answer is not None
    return found, from_json(found.answer)


def told(place: Workplace) -> list[str]:
    with place.database.reading() as c:
        return [each.type for each in events.events_after(c, TENANT, "pln_a", 0, limit=100)]


def test_the_light_comes_first_then_the_plan_then_causes(
    place: Workplace, monkeypatch: pytest.MonkeyPatch, questions: type[Questions]
) -> None:
    search = searching(monkeypatch)
    assert attempt_job(place, claimed(place)) == "ended"
    record, answer = ended(place)
    assert (record.state, record.outcome) == ("completed", "plan")
    assert told(place) == ["queued", "started", "traffic_light", "plan", "cause", "finished"]
    assert answer["traffic_light"]["how"] == "unchanged"
    (moved,) = answer["diff"]["moved"]
    assert (moved["activity"], moved["finding"], moved["proved"]) == (PROMISED, "forced", True)
    (broken,) = answer["diff"]["commitments_changed"]
    assert (broken["id"], broken["kept_again"]) == ("told", False)
    paths = [change["path"] for change in answer["diff"]["changes"]]
    assert paths == ["/name", "/commitments[id=told]"]
    assert search.programme is not None
    levels = [level.name for level in search.programme.document.objectives]
    assert levels[:4] == list(STABILITY)
    assert search.given["near"] == search.given["baseline"] == small()[1]
    assert questions.asked[0].near == later()


def test_who_stops_the_search_has_its_plan_and_no_causes(
    place: Workplace, monkeypatch: pytest.MonkeyPatch, questions: type[Questions]
) -> None:
    def stop_it(stop: threading.Event) -> None:
        with place.database.writing() as c:
            request_stop(c, TENANT, "ann", "pln_a")
        assert stop.wait(HANG_GUARD_SECONDS)

    searching(monkeypatch, act=stop_it)
    assert attempt_job(place, claimed(place)) == "ended"
    record, answer = ended(place)
    assert (record.state, record.outcome) == ("cancelled", "plan")
    assert [row["causes"] for row in answer["diff"]["moved"]] == [[]]
    assert questions.asked == []


@pytest.mark.parametrize("seconds", [0.0, 1.0])
def test_causes_have_a_time_of_their_own(
    place: Workplace,
    monkeypatch: pytest.MonkeyPatch,
    questions: type[Questions],
    seconds: float,
) -> None:
    searching(monkeypatch)
    questions.slow = True
    assert attempt_job(place, claimed(place, causes_limit_seconds=seconds)) == "ended"
    record, answer = ended(place)
    # That the time for causes is over is no wish to stop.
    assert (record.state, record.outcome) == ("completed", "plan")
    assert len(questions.asked) == (1 if seconds else 0)
    (moved,) = answer["diff"]["moved"]
    assert moved.get("finding", "unknown") == "unknown"


@pytest.mark.usefixtures("questions")
def test_the_next_attempt_goes_on_from_the_best_plan(
    place: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = claimed(place)
    plan = later()
    with place.database.writing() as c:
        assert attempts.save_incumbent(c, first, json.dumps(stored(plan)), "0.1", "h", {})
        attempts.release(c, first)
    search = searching(monkeypatch)
    assert attempt_job(place, claim(place)) == "ended"
    assert search.given["baseline"] == plan
    assert search.given["near"] == small()[1]


def stored(plan: Plan) -> dict[str, Any]:
    """Return what of a plan is read back."""
    activities = [
        {"id": name, "start": str(at.start), "finish": str(at.finish)}
        for name, at in plan.placed.items()
    ]
    return {"options": dict(plan.options), "activities": activities}


def test_changes_are_those_since_the_revision_that_is_named(
    place: Workplace, monkeypatch: pytest.MonkeyPatch, questions: type[Questions]
) -> None:
    searching(monkeypatch)
    assert attempt_job(place, claimed(place, changed_since=2)) == "ended"
    _, answer = ended(place)
    assert answer["diff"]["changes"] == []
    assert questions.asked == []


def test_changes_are_those_since_the_plan_that_the_baseline_is_named_after(
    place: Workplace, monkeypatch: pytest.MonkeyPatch, questions: type[Questions]
) -> None:
    attempt = claimed(place)
    searching(monkeypatch)
    document = json.loads(attempt.document)
    data = json.dumps({**document, "name": "Later still"}).encode()
    ready = prepared_programme(data, place.settings.limits)
    said = {"name": ready.name, "hash": ready.hash, "document": ready.document}
    wish = PlanRequest(regenerate=True).settings()
    with place.database.writing() as c:
        add_revision(c, TENANT, "ann", "prg_a", expected=2, origin="change", **said)
        for id, revision in (("pln_before", 1), ("pln_b", 3)):
            submit_plan(
                c,
                TENANT,
                "ann",
                plan_id=id,
                programme="prg_a",
                revision=revision,
                settings=wish,
            )
        third = attempts.claim(c, "pln_b", "w1")
    assert third is not None
    assert attempt_job(place, third) == "ended"
    with place.database.reading() as c:
        made = get_plan(c, TENANT, "pln_b")
    assert made is not None
    assert made.answer is not None
    changes = [change["path"] for change in from_json(made.answer)["diff"]["changes"]]
    # The promise came with the second revision.
    assert sorted(changes) == ["/commitments[id=told]", "/name"]
    assert questions.asked

"""What an attempt searches for, and for how long."""

import json
import threading
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import update

from api.jobs.request import GRACE_SECONDS, LAST_SECONDS, search_of
from api.jobs.warm import WarmProcesses
from api.jobs.workplace import Workplace
from api.settings import ServiceSettings
from api.store import attempts
from api.store.database import Database
from api.store.plans import submit_plan
from api.store.prepared_programmes import prepared_programme
from api.store.programmes import create_programme
from api.store.records import Attempt
from api.store.tables import attempts as attempt_rows
from api.store.tables import events
from scheduler.construction.first_plan import first_plan
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.errors import ProgrammeRejected
from scheduler.interchange.plan_json import plan_to_jsonable
from tests.agreement.worlds import FIXTURES

SETTINGS: dict[str, Any] = {
    "durations": None,
    "profile": None,
    "time_limit_seconds": 100.0,
    "seed": 3,
    "reproducible": False,
    "compare": True,
    "start_from": None,
}


@pytest.fixture
def place(database: Database) -> Workplace:
    return Workplace(
        worker="w1",
        database=database,
        settings=ServiceSettings(),
        warm=WarmProcesses(1),
        searches=2,
        leaving=threading.Event(),
    )


def small() -> tuple[str, ExpandedProgramme]:
    ready = prepared_programme(
        (FIXTURES / "programmes/small.json").read_bytes(), ServiceSettings().limits
    )
    return ready.document, ready.expanded


def claimed(place: Workplace, **settings: Any) -> Attempt:
    document, _ = small()
    with place.database.writing() as c:
        create_programme(
            c, "t", "ann", programme_id="prg_a", name="Small", hash="h", document=document
        )
        submit_plan(
            c,
            "t",
            "ann",
            plan_id="pln_a",
            programme="prg_a",
            revision=1,
            settings={**SETTINGS, **settings},
        )
    return claim(place)


def claim(place: Workplace, worker: str = "w1") -> Attempt:
    with place.database.writing() as c:
        found = attempts.claim(c, "pln_a", worker)
    assert found is not None
    return found


def test_a_first_attempt_has_the_whole_limit(place: Workplace) -> None:
    search = search_of(place, claimed(place))
    assert search.settings.time_limit_seconds == 100
    assert (search.settings.workers, search.settings.seed, search.compare) == (2, 3, True)
    assert search.baseline is None


# An attempt from second 10 to second 40, whose last event came at second 30.
@pytest.mark.parametrize(
    ("ending", "next_worker", "reproducible", "left"),
    [
        ("released", "w2", False, 70),
        ("lost", "w2", False, 80),
        # Only its solver process was lost: the worker lived to the end.
        ("lost", "w1", False, 70),
        ("lost", "w2", True, 100),
    ],
)
def test_what_earlier_attempts_spent_is_taken_off(
    place: Workplace, ending: str, next_worker: str, reproducible: bool, left: int
) -> None:
    first = claimed(place, reproducible=reproducible)
    with place.database.writing() as c:
        c.execute(update(events).values(at=30_000))
        attempts.release(c, first)
        c.execute(update(attempt_rows).values(started_at=10_000, ended_at=40_000, ending=ending))
        c.execute(update(events).where(events.c.type == "released").values(at=99_000))
    assert search_of(place, claim(place, next_worker)).settings.time_limit_seconds == left


# Limit 100: an attempt that took all of it, one in the grace, and then whatever comes.
@pytest.mark.parametrize(
    ("spent", "left"),
    [(95, GRACE_SECONDS), (100, GRACE_SECONDS), (104, 6), (110, LAST_SECONDS), (500, LAST_SECONDS)],
)
def test_further_attempts_share_the_limit_and_one_grace(
    place: Workplace, spent: int, left: float
) -> None:
    first = claimed(place)
    with place.database.writing() as c:
        attempts.release(c, first)
        c.execute(update(attempt_rows).values(started_at=0, ended_at=1000 * spent))
    assert search_of(place, claim(place)).settings.time_limit_seconds == left


def test_all_attempts_together_stay_within_limit_and_grace(place: Workplace) -> None:
    """Each dies having used all it was given; the seconds are those in the store, not a clock's."""
    attempt = claimed(place)
    given = []
    for _ in range(ServiceSettings().most_crashes - 1):
        given.append(search_of(place, attempt).settings.time_limit_seconds)
        number, until = attempt.number, int(1000 * given[-1])
        attempt = claim(place)
        with place.database.writing() as c:
            dead = update(attempt_rows).where(attempt_rows.c.number == number)
            c.execute(dead.values(started_at=0, ended_at=until))
    assert given == [100, GRACE_SECONDS, LAST_SECONDS, LAST_SECONDS]


def test_after_two_lost_workers_the_gentlest_way_is_tried(place: Workplace) -> None:
    attempt = claimed(place)
    assert search_of(place, replace(attempt, crashes=1)).settings.workers == 2
    assert search_of(place, replace(attempt, crashes=2)).settings.workers == 1


def test_what_is_tried_anew_by_a_person_is_tried_the_gentlest_way(place: Workplace) -> None:
    attempt = claimed(place)
    again = replace(attempt, settings={**attempt.settings, "gentle": True})
    assert search_of(place, again).settings.workers == 1


def test_the_best_plan_of_earlier_attempts_is_the_one_to_start_from(place: Workplace) -> None:
    _, programme = small()
    plan = first_plan(programme)
    stored = json.dumps(plan_to_jsonable(programme, plan))
    attempt = replace(claimed(place), baseline=stored)
    assert search_of(place, attempt).baseline == plan
    anew = replace(attempt, settings={**SETTINGS, "reproducible": True})
    assert search_of(place, anew).baseline is None


def test_a_plan_of_an_earlier_revision_helps_as_far_as_it_fits(place: Workplace) -> None:
    _, programme = small()
    plan = first_plan(programme)
    document = plan_to_jsonable(programme, plan)
    document["activities"].append(
        {"id": "GONE.build", "start": "2023-01-02", "finish": "2023-01-03"}
    )
    document["options"]["GONE"] = "OWN"
    attempt = replace(claimed(place), baseline=json.dumps(document))
    assert search_of(place, attempt).baseline == plan


def test_the_durations_asked_for_are_planned_on(place: Workplace) -> None:
    assert search_of(place, claimed(place, durations="max")).programme.document.durations == "max"


def test_a_programme_with_errors_is_not_planned(place: Workplace) -> None:
    attempt = claimed(place)
    broken = {**json.loads(attempt.document), "plan_until": "1999-01-01"}
    with pytest.raises(ProgrammeRejected):
        search_of(place, replace(attempt, document=json.dumps(broken)))

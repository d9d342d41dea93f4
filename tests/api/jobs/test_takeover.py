"""Who takes what over from whom, with an engine of the test's own."""

from collections.abc import Collection

import pytest

from api.jobs.engine import HeldJob, Work
from api.jobs.heartbeat import Heartbeat
from api.jobs.takeover import LEASE, LEASE_MS, Takeover
from api.settings import ServiceSettings
from api.store import outbox, workers
from api.store.database import Database
from tests.api.store.shelf import claim, do, finish, release, stock, unsent

SETTINGS = ServiceSettings()
JOB = "pln_a.1"


class Engine:
    """Remembers what it was asked for."""

    def __init__(self) -> None:
        self.jobs: dict[str, str | None] = {}
        """Name of a job to its holder; None while it waits. Ended and unknown ones are missing."""

    def start(self, work: Work) -> None:
        raise NotImplementedError

    def stop(self, within_seconds: float) -> None:
        raise NotImplementedError

    def slots(self) -> int:
        return 1

    def enqueue(self, plan: str, dispatch: int) -> None:
        self.jobs.setdefault(f"{plan}.{dispatch}", None)

    def held(self) -> list[HeldJob]:
        return [HeldJob(name=n, worker=w) for n, w in self.jobs.items() if w is not None]

    def unended(self, names: Collection[str]) -> set[str]:
        return self.jobs.keys() & set(names)

    def give_back(self, names: Collection[str]) -> None:
        self.jobs.update(dict.fromkeys(names))


@pytest.fixture
def engine(database: Database) -> Engine:
    stock(database)
    with database.writing() as c:
        outbox.mark_sent(c, "pln_a", 1)
        workers.register(c, "w1", "host", 1)
    return Engine()


def sweep(database: Database, engine: Engine, worker: str = "w1", may_judge: bool = True) -> None:
    Takeover(database, engine, worker, SETTINGS, lambda: may_judge).sweep()


def due(database: Database) -> list[tuple[str, int]]:
    with database.reading() as c:
        return unsent(c, 10)


def test_jobs_of_living_workers_and_waiting_ones_are_left_alone(
    database: Database, engine: Engine
) -> None:
    for holder in ("w1", None):
        engine.jobs = {JOB: holder}
        sweep(database, engine)
        assert engine.jobs == {JOB: holder}
    assert due(database) == []


def test_a_job_of_a_worker_nobody_knows_goes_back_to_the_queue(
    database: Database, engine: Engine
) -> None:
    engine.jobs = {JOB: "w0"}
    sweep(database, engine)
    assert engine.jobs == {JOB: None}


def test_who_does_not_hold_the_lease_takes_nothing_over(database: Database, engine: Engine) -> None:
    with database.writing() as c:
        assert workers.take_lease(c, LEASE, "w2", LEASE_MS)
    engine.jobs = {JOB: "w0"}
    sweep(database, engine)
    assert engine.jobs == {JOB: "w0"}


def test_who_was_silent_itself_judges_nobody(database: Database, engine: Engine) -> None:
    engine.jobs = {JOB: "w0"}
    sweep(database, engine, may_judge=False)
    assert engine.jobs == {JOB: "w0"}


@pytest.mark.parametrize("by", [60_000, -60_000], ids=["forward", "back"])
def test_a_clock_that_jumps_kills_nobody(database: Database, engine: Engine, by: int) -> None:
    """A machine slept, or its clock was set: everybody's last sign of life is far away."""
    with database.writing() as c:
        workers.register(c, "w2", "host", 2)
    heart = Heartbeat(database, "w1", 6.0, pytest.fail)
    takeover = Takeover(database, engine, "w1", SETTINGS, lambda: heart.is_steady)
    heart.beat()
    engine.jobs = {JOB: "w2"}
    do(database, "UPDATE workers SET seen_at = seen_at - :by", by=by)
    takeover.sweep()
    heart.beat()
    takeover.sweep()
    assert engine.jobs == {JOB: "w2"}
    with database.writing() as c:
        assert workers.beat(c, "w1")
        assert workers.beat(c, "w2")


def test_a_plan_whose_job_the_engine_has_lost_is_ordered_anew(
    database: Database, engine: Engine
) -> None:
    sweep(database, engine)
    assert due(database) == [("pln_a", 2)]
    sweep(database, engine)
    assert due(database) == [("pln_a", 2)], "an order not carried out yet is not lost"


def test_a_plan_whose_job_ended_without_its_end_is_ordered_anew(
    database: Database, engine: Engine
) -> None:
    release(database, claim(database))
    sweep(database, engine)
    assert due(database) == [("pln_a", 2)]


def test_a_plan_that_has_ended_is_not_ordered_anew(database: Database, engine: Engine) -> None:
    finish(database, claim(database))
    sweep(database, engine)
    assert due(database) == []


@pytest.mark.usefixtures("engine")
@pytest.mark.parametrize(
    ("beats", "now", "steady"),
    [
        ((1.0, 2.0, 3.0), 3.5, True),
        ((1.0, 2.0), 5.5, False),
        ((1.0, 9.0), 9.5, False),
        ((1.0, 9.0, 11.0, 13.0, 14.5), 15.5, True),
    ],
    ids=["beating", "silent now", "silent a moment ago", "silent long ago"],
)
def test_a_worker_judges_others_once_it_has_beaten_for_a_while(
    database: Database,
    monkeypatch: pytest.MonkeyPatch,
    beats: tuple[float, ...],
    now: float,
    steady: bool,
) -> None:
    clock = [0.0]
    monkeypatch.setattr("api.jobs.heartbeat.time.monotonic", lambda: clock[0])
    heart = Heartbeat(database, "w1", 6.0, pytest.fail)
    for at in beats:
        clock[0] = at
        heart.beat()
    clock[0] = now
    assert heart.is_steady is steady


@pytest.mark.usefixtures("engine")
def test_a_worker_hears_that_it_was_declared_dead(database: Database) -> None:
    heard: list[bool] = []
    heart = Heartbeat(database, "w1", 6.0, lambda: heard.append(True))
    heart.beat()
    assert heard == []
    with database.writing() as c:
        workers.forget(c, "w1")
    heart.beat()
    assert heard == [True]

"""Jobs that a living worker holds without knowing of them."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from dbos._sys_db import SystemDatabase
from sqlalchemy.exc import OperationalError

from api.jobs import astray as module
from api.jobs.astray import BEGINS_WITHIN_SECONDS, Astray
from api.jobs.dbos_engine import DbosEngine
from api.jobs.engine import HeldJob
from api.settings import ServiceSettings
from tests.api.jobs.test_takeover import JOB, Engine
from tests.api.jobs.yard import until

Advance = Callable[[float], None]


@pytest.fixture
def advance(monkeypatch: pytest.MonkeyPatch) -> Advance:
    """Stop the clock, and return what moves it on."""
    now = [0.0]
    monkeypatch.setattr("api.jobs.astray.time.monotonic", lambda: now[0])

    def advance(seconds: float) -> None:
        now[0] += seconds

    return advance


def test_a_job_held_here_that_never_began_goes_back_after_a_while(advance: Advance) -> None:
    engine = Engine()
    engine.jobs = {JOB: "w1", "pln_b.1": "w2"}
    astray = Astray(engine, "w1")
    astray.sweep()
    assert engine.jobs[JOB] == "w1", "it may be about to begin"
    advance(BEGINS_WITHIN_SECONDS)
    astray.sweep()
    assert engine.jobs == {JOB: None, "pln_b.1": "w2"}


def test_a_job_at_work_stays_and_one_that_just_ended_has_time(advance: Advance) -> None:
    engine = Engine()
    engine.jobs = {JOB: "w1"}
    astray = Astray(engine, "w1")

    def work(_plan: str, _dispatch: int) -> str:
        astray.sweep()
        advance(2 * BEGINS_WITHIN_SECONDS)
        astray.sweep()
        return "ended"

    assert astray.noting(work)("pln_a", 1) == "ended"
    astray.sweep()
    assert engine.held() == [HeldJob(name=JOB, worker="w1")]
    advance(BEGINS_WITHIN_SECONDS)
    astray.sweep()
    assert engine.held() == []


@pytest.mark.slow
def test_a_job_whose_taking_lost_its_answer_is_done_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "BEGINS_WITHIN_SECONDS", 0.2)
    take = SystemDatabase.start_queued_workflows
    lost: list[str] = []

    def cut(*given: Any, **options: Any) -> Any:
        taken = take(*given, **options)
        if taken[0] and not lost:
            lost.extend(taken[0])
            raise OperationalError("COMMIT", {}, Exception("connection lost"))
        return taken

    monkeypatch.setattr(SystemDatabase, "start_queued_workflows", cut)
    done = threading.Event()

    def work(_plan: str, _dispatch: int) -> str:
        done.set()
        return "ended"

    engine = DbosEngine(ServiceSettings(data=tmp_path).jobs_url, "w1", 1)
    astray = Astray(engine, "w1")
    engine.start(astray.noting(work))
    try:
        engine.enqueue("pln_a", 1)
        until(lambda: bool(lost))

        def found() -> bool:
            astray.sweep()
            return done.is_set()

        until(found)
    finally:
        engine.stop(1.0)

"""An answer is there by its limit: what comes after the search is kept from it, and hung is hung."""

import os
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ortools.sat.python import cp_model

from scheduler.construction.baselines import baselines
from scheduler.construction.first_plan import first_plan
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.errors import SolverFailed
from scheduler.expansion.expand import expand
from scheduler.generation.generate import generate
from scheduler.planning import plan_exit
from scheduler.solver import clock, process
from scheduler.solver.clock import Clock, clock_until
from scheduler.solver.levels import LevelSearch
from scheduler.solver.messages import plan_from_message
from scheduler.solver.process import SolverProcess, follow, launch
from scheduler.solver.run import _stop_when_asked, run
from scheduler.solver.settings import SearchSettings
from scheduler.solver.time_limit import MOST_SHARE_MEASURED, TimeLimit
from scheduler.solver.watch import Watch
from scheduler.verification.verify import verify
from tests.solver.children import HANG_GUARD_SECONDS, MUTE, use

SECONDS = st.floats(0.1, 10_000)
STEP = 0.1
LIMIT = 2.0
LONG = 1_000.0
FEW_STEPS = 10 * STEP
"""What looking at the clock takes by itself."""
LATEST = 10_000.0
"""By the clock of a test; what is not ended by then never is."""

SAYS = """
import json, signal, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
sys.stdin.readline()
for said in {messages!r}:
    print(json.dumps(said), flush=True)
time.sleep(600)
"""
HAS_STARTED_ANOTHER = """
import subprocess, sys
subprocess.Popen(["sleep", "600"])
print('{"type": "end"}', flush=True)
sys.stdin.readline()
sys.stdin.readline()
"""


@cache
def built() -> ExpandedProgramme:
    """A programme for which a plan is made without search."""
    return expand(generate(services=3, seed=1))


@given(seconds=SECONDS, answering=st.floats(0, 100))
def test_what_comes_after_the_search_is_kept_from_the_limit(
    seconds: float, answering: float
) -> None:
    limit = TimeLimit(seconds, began=0.0, answering=lambda: answering)
    assert 0 < limit.stops_at < limit.search_ends_at < limit.ends_at == seconds
    # As long as it takes, but never most of the limit.
    kept = limit.ends_at - limit.search_ends_at
    assert kept >= min(answering, MOST_SHARE_MEASURED * seconds) - 1e-9
    assert limit.stops_at >= 0.4 * seconds


@given(seconds=SECONDS, waited=st.floats(0, 100))
def test_what_a_request_waited_counts(seconds: float, waited: float) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "time", SimpleNamespace(monotonic=lambda: LONG))
        settings = SearchSettings(time_limit_seconds=seconds)
        made = clock_until(settings, LONG - waited + seconds)
        assert made.spent == pytest.approx(waited)
        assert made.is_over == (waited >= seconds - made.kept)
        assert made.left <= max(0.05, seconds - waited)
        # A clock that is not that of the one who asks gives no more than the limit.
        assert clock_until(settings, LONG + 9 * seconds).spent == pytest.approx(0.0)


def test_a_reproducible_search_is_no_matter_of_instants() -> None:
    made = clock_until(SearchSettings(time_limit_seconds=9.0, reproducible=True), -LONG)
    assert (made.left, made.is_over) == (9.0, False)
    assert not Clock(9.0, reproducible=True, began=-LONG).is_over


@dataclass
class Stepping:
    """A clock that goes on by a step whenever it is looked at."""

    now: float = 0.0

    def monotonic(self) -> float:
        self.now += STEP
        assert self.now < LATEST, "nobody ends it"
        return self.now


@pytest.fixture
def stepping(monkeypatch: pytest.MonkeyPatch) -> Stepping:
    made = Stepping()
    monkeypatch.setattr(process, "time", made)
    return made


@pytest.fixture
def killed_at(stepping: Stepping, monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Instants at which a process that lived was killed."""
    found: list[float] = []
    kill = SolverProcess.kill

    def noting(running: SolverProcess) -> None:
        if running.process.poll() is None:
            found.append(stepping.now)
        kill(running)

    monkeypatch.setattr(SolverProcess, "kill", noting)
    return found


def ended(
    running: SolverProcess, seconds: float, *, stopped: bool = False, reproducible: bool = False
) -> None:
    stop = threading.Event()
    if stopped:
        stop.set()
    settings = SearchSettings(time_limit_seconds=seconds, reproducible=reproducible)
    for _ in follow(running, settings, stop, TimeLimit(seconds, began=0.0)):
        pass
    assert running.process.poll() is not None


def frozen() -> SolverProcess:
    running = launch()
    os.kill(running.process.pid, signal.SIGSTOP)
    return running


def test_a_hung_process_is_ended_at_its_limit(killed_at: list[float]) -> None:
    running = frozen()
    ended(running, LIMIT)
    assert running.stopped_by == "limit"
    assert all(at < LIMIT + FEW_STEPS for at in killed_at[:1])
    assert killed_at


def test_a_hung_process_is_ended_soon_after_a_request(killed_at: list[float]) -> None:
    running = frozen()
    ended(running, LONG, stopped=True)
    assert running.stopped_by == "request"
    assert all(at < 1.0 + FEW_STEPS for at in killed_at[:1])
    assert killed_at


def test_a_request_shortens_what_a_limit_has_left(stepping: Stepping) -> None:
    running = frozen()
    try:
        running.ask_to_stop("limit", LONG)
        running.ask_to_stop("request", LIMIT)
        running.ask_to_stop("request", LONG)
        stepping.now = 2 * LIMIT
        running.press()
        assert running.stopped_by == "limit"
        assert running.process.wait(HANG_GUARD_SECONDS) == -signal.SIGKILL
    finally:
        running.close()


def says(monkeypatch: pytest.MonkeyPatch, folder: Path, *messages: dict[str, Any]) -> SolverProcess:
    use(monkeypatch, folder, SAYS.format(messages=messages))
    running = launch()
    running.say("{}")
    while running.messages.qsize() < len(messages):
        time.sleep(0.01)
    return running


COMPILING: dict[str, Any] = {"type": "compiling"}
COMPILED: dict[str, Any] = {"type": "compiled", "seconds": 1e12}


@pytest.mark.parametrize("times", [1, 5])
def test_who_claims_to_have_compiled_for_ages_has_no_more_time(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, killed_at: list[float], times: int
) -> None:
    ended(says(monkeypatch, tmp_path, *[COMPILING, COMPILED] * times), LIMIT)
    assert all(at < 2 * LIMIT for at in killed_at[:1])
    assert killed_at


@pytest.mark.parametrize("before", [0, 3])
def test_who_compiles_for_ever_is_ended(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, killed_at: list[float], before: int
) -> None:
    monkeypatch.setattr(process, "MOST_COMPILING_SECONDS", 2 * LIMIT)
    ended(says(monkeypatch, tmp_path, *[COMPILING, COMPILED] * before, COMPILING), LIMIT)
    assert all(2 * LIMIT < at < 4 * LIMIT for at in killed_at[:1])
    assert killed_at


def test_a_hung_reproducible_search_is_ended_much_later(killed_at: list[float]) -> None:
    ended(frozen(), 0.5, reproducible=True)
    assert all(5.0 < at < 5.5 + FEW_STEPS for at in killed_at[:1])
    assert killed_at


def test_what_a_process_has_started_ends_with_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    use(monkeypatch, tmp_path, HAS_STARTED_ANOTHER)
    running = launch()
    assert running.messages.get(timeout=HANG_GUARD_SECONDS) == {"type": "end"}
    running.kill()
    # The other one holds the same output: it says no more only when both are gone.
    assert running.messages.get(timeout=HANG_GUARD_SECONDS) is None
    running.close()


def test_what_there_is_no_time_to_compare_is_left_out_and_said(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    use(monkeypatch, tmp_path, MUTE)
    over = threading.Event()
    names = [outcome.name for outcome in baselines(built())]

    def only_one(_: object, cancelled: Callable[[], bool]) -> Any:
        yield next(baselines(built()))
        while not cancelled():
            time.sleep(0.01)
        over.set()

    monkeypatch.setattr("scheduler.construction.comparison.baselines", only_one)
    answer = plan_exit(built(), SearchSettings(time_limit_seconds=2.0))
    assert [outcome.name for outcome in answer.baselines] == names[:1]
    assert list(answer.solve.not_compared) == names[1:]
    assert answer.plan is not None
    assert verify(built(), answer.plan).holds
    assert over.wait(HANG_GUARD_SECONDS), "it goes on although nobody waits"


def test_a_cancelled_comparison_tells_of_nothing_half_done() -> None:
    assert list(baselines(built(), cancelled=lambda: True)) == []


@pytest.mark.parametrize(("worth_it", "retries"), [(1.0, 1), (LONG, 0)])
def test_a_second_process_is_tried_with_a_plan_only_where_there_is_time(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, worth_it: float, retries: int
) -> None:
    use(monkeypatch, tmp_path, "import sys\nsys.stdin.readline()\n")
    monkeypatch.setattr("scheduler.planning.LEAST_SECONDS_AGAIN", worth_it)
    plan = first_plan(built())
    assert verify(built(), plan).holds
    told: list[str] = []
    answer = plan_exit(
        built(),
        SearchSettings(time_limit_seconds=60.0),
        baseline=plan,
        on_event=lambda event: told.append(event["type"]),
        with_baselines=False,
    )
    assert (answer.outcome, answer.solve.stopped_by) == ("plan", "failure")
    assert told.count("retry") == retries


def test_a_second_process_is_always_tried_without_a_plan(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    use(monkeypatch, tmp_path, "import sys\nsys.stdin.readline()\n")
    monkeypatch.setattr("scheduler.planning.LEAST_SECONDS_AGAIN", LONG)
    monkeypatch.setattr("scheduler.planning._construct", lambda *_: None)
    with pytest.raises(SolverFailed, match="twice"):
        plan_exit(built(), SearchSettings(time_limit_seconds=60.0), with_baselines=False)


def test_the_latest_plan_is_told_of_before_the_solver_has_stopped() -> None:
    said: list[dict[str, Any]] = []
    settings = SearchSettings(time_limit_seconds=60.0, workers=1)
    search = LevelSearch(built(), settings, said.append, threading.Event())
    assert search._find_first() in ("optimal", "feasible")
    watch = Watch(1, lambda *_: None, lambda _: None, search._tell_latest)
    said.clear()
    watch.on_stop()
    assert said == [], "there is none"
    watch._latest, search._emitted = search.solution, None
    watch.on_stop()
    watch.on_stop()
    assert [plan_from_message(message["plan"]) for message in said] == [search.plan()]


def test_what_hears_of_solutions_keeps_the_latest() -> None:
    model = cp_model.CpModel()
    numbers = [model.new_int_var(0, 9, "") for _ in range(3)]
    model.minimize(sum(numbers))
    latest: list[tuple[int, ...]] = []
    watch = Watch(1, lambda *_: None, lambda _: None, latest.append)
    run(model, SearchSettings(workers=1), 60.0, stop=threading.Event(), on_solution=watch)
    watch.on_stop()
    assert latest == [(0, 0, 0)]


def test_a_stop_is_repeated_and_told_of_once() -> None:
    done, stop, told, stops = threading.Event(), threading.Event(), [], []

    def stop_search() -> None:
        stops.append(1)
        if len(stops) == 3:
            done.set()

    stop.set()
    solver: Any = SimpleNamespace(stop_search=stop_search)
    _stop_when_asked(solver, stop, done, lambda: told.append(1))
    assert (len(stops), len(told)) == (3, 1)

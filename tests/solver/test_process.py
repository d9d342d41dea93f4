"""Real solver processes: killed, stopped, deaf, talking rubbish."""

import os
import signal
import subprocess
import threading
import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from scheduler.answers import Answer
from scheduler.errors import SolverFailed, UnsoundPlan
from scheduler.planning import plan_exit
from scheduler.solver import process
from scheduler.solver.process import SolverProcess, follow, launch
from scheduler.solver.settings import SearchSettings
from scheduler.verification.verify import verify
from tests.solver.children import HANG_GUARD_SECONDS, MUTE, REAL, large, small, use

SETTINGS = SearchSettings(time_limit_seconds=60.0, workers=1)

KILLED_AFTER = (
    REAL
    + """
import os
tell = child.json.dumps
def dumps(message):
    if message.get("type") == {kind!r}:
        os.kill(os.getpid(), 9)
    return tell(message)
child.json.dumps = dumps
child.main()
"""
)
"""Dies in the middle of its work, as one does that the system kills for its memory."""


def checked(answer: Answer) -> bool:
    return answer.plan is not None and verify(small(), answer.plan).holds


@pytest.fixture
def no_schedule(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the solver alone: no schedule is made beside it."""
    monkeypatch.setattr("scheduler.planning._construct", lambda *_: None)


def test_the_process_is_asked_once_and_leaves_nothing_running() -> None:
    running = launch()
    answer = plan_exit(small(), SETTINGS, running=running, with_baselines=False)
    assert answer.outcome == "plan"
    assert answer.solve.stopped_by == "proof"
    assert checked(answer)
    assert running.process.poll() is not None


@pytest.mark.usefixtures("no_schedule")
def test_a_process_killed_before_any_plan_is_replaced_once() -> None:
    events: list[Mapping[str, Any]] = []
    first = launch()

    def on_event(event: Mapping[str, Any]) -> None:
        if event["type"] == "built" and not [e for e in events if e["type"] == "retry"]:
            os.kill(first.process.pid, signal.SIGKILL)
        events.append(event)

    answer = plan_exit(small(), SETTINGS, running=first, on_event=on_event, with_baselines=False)
    assert len([e for e in events if e["type"] == "retry"]) == 1
    assert answer.outcome == "plan"
    assert checked(answer)
    assert answer.solve.seed != SETTINGS.seed
    assert all(level.proved for level in answer.objectives)


@pytest.mark.usefixtures("no_schedule")
def test_processes_that_die_without_an_answer_are_our_defect(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    use(monkeypatch, tmp_path, KILLED_AFTER.format(kind="plan"))
    with pytest.raises(SolverFailed, match="twice"):
        plan_exit(small(), SETTINGS, with_baselines=False)


def test_processes_that_die_with_a_plan_leave_the_best_of_both(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    use(monkeypatch, tmp_path, KILLED_AFTER.format(kind="tidying"))
    # Ends before it has told of the outcome, twice.
    answer = plan_exit(small(), SETTINGS, with_baselines=False)
    assert answer.outcome == "plan"
    assert checked(answer)
    assert answer.solve.stopped_by == "failure"
    assert all(level.proved for level in answer.objectives)
    assert {level.claim.value for level in answer.objectives} == {"bound_claimed_by_solver"}


def test_a_process_killed_while_confirming_loses_only_that(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    use(monkeypatch, tmp_path, KILLED_AFTER.format(kind="confirmed"))
    answer = plan_exit(small(), SETTINGS, with_baselines=False)
    assert answer.solve.stopped_by == "failure"
    assert answer.solve.seed == SETTINGS.seed, "there is nothing to try again"
    assert answer.claim == "bound_claimed_by_solver"


@pytest.mark.parametrize("deaf", ["stopped", "mute"])
def test_a_process_that_does_not_listen_is_ended_by_the_ladder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, deaf: str
) -> None:
    if deaf == "mute":
        ignoring = "import signal\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        use(monkeypatch, tmp_path, ignoring + MUTE)
    monkeypatch.setattr(process, "GRACE_SECONDS", 0.3)
    monkeypatch.setattr(process, "TERMINATE_SECONDS", 0.3)
    running = launch()
    if deaf == "stopped":
        os.kill(running.process.pid, signal.SIGSTOP)
    began = time.monotonic()
    # The request is larger than a pipe holds, so that writing it waits for a reader.
    answer = plan_exit(
        large(),
        replace(SETTINGS, time_limit_seconds=1.0),
        running=running,
        with_baselines=False,
    )
    assert time.monotonic() - began < HANG_GUARD_SECONDS
    assert running.process.returncode == -signal.SIGKILL
    assert answer.solve.stopped_by == "limit"
    assert answer.outcome in ("plan", "undecided")


def test_a_process_that_ends_at_terminate_is_not_killed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    use(monkeypatch, tmp_path, MUTE)
    monkeypatch.setattr(process, "GRACE_SECONDS", 0.3)
    stop = threading.Event()
    stop.set()
    running = launch()
    answer = plan_exit(small(), SETTINGS, running=running, stop=stop)
    assert running.process.returncode == -signal.SIGTERM
    assert answer.solve.stopped_by == "request"
    assert answer.baselines == (), "nobody waits for a comparison"


@pytest.mark.usefixtures("no_schedule")
def test_the_memory_guard_ends_the_search() -> None:
    answer = plan_exit(small(), replace(SETTINGS, memory_limit_mb=1), with_baselines=False)
    assert answer.solve.stopped_by == "memory"
    assert answer.outcome in ("plan", "undecided")


def test_the_memory_guard_keeps_the_best_plan() -> None:
    found = plan_exit(small(), SETTINGS, with_baselines=False)
    tight = replace(SETTINGS, memory_limit_mb=1)
    answer = plan_exit(small(), tight, baseline=found.plan, with_baselines=False)
    assert answer.solve.stopped_by == "memory"
    assert checked(answer)


def test_a_limit_too_short_for_the_programme_is_said_to_be_the_reason() -> None:
    began = time.monotonic()
    answer = plan_exit(large(), replace(SETTINGS, time_limit_seconds=1.0), with_baselines=False)
    assert time.monotonic() - began < HANG_GUARD_SECONDS
    assert answer.solve.stopped_by == "limit"
    assert answer.outcome in ("plan", "undecided")
    if answer.plan is None:
        assert answer.claim is None
    else:
        assert verify(large(), answer.plan).holds


UNDECIDED = (
    REAL
    + """
child.LevelSearch.settle_all = lambda self: "undecided"
child.main()
"""
)


@pytest.mark.usefixtures("no_schedule")
def test_a_search_that_gives_up_by_itself_was_limited(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    use(monkeypatch, tmp_path, UNDECIDED)
    answer = plan_exit(small(), SETTINGS, with_baselines=False)
    assert (answer.outcome, answer.claim) == ("undecided", None)
    assert answer.solve.stopped_by == "limit"


RUBBISH = (
    REAL
    + r"""
import json, os, threading, time
from scheduler.solver import standard_streams
print("a library says hello")
os.write(1, b'\xff\xfe\x00 no text\n{"type": "plan", "pl\n' + b"[" * 100000 + b"\n")
for wrong in ('5', 'null', '[]', '{}', '{"type": "plan"}', '{"type": "plan", "plan": {}}',
              '{"type": "plan", "plan": {"options": {}, "placed": {"A": ["yesterday", "now"]}}}',
              '{"type": "level", "level": 3, "value": "x", "bound": [], "proved": 1}',
              '{"type": "progress"}', '{"type": "outcome", "outcome": 4}', '{"type": ["end"]}',
              '{"type": "unheard of"}', '{"type": "clash", "rules": 5}'):
    os.write(1, wrong.encode() + b"\n")
private = standard_streams._private_stdout
def stdout():
    made = private()
    def chatter():
        while True:
            print("noise")
            os.write(1, b"more noise without an end to its line ")
            time.sleep(0.01)
    threading.Thread(target=chatter, daemon=True).start()
    return made
standard_streams._private_stdout = stdout
child.main()
"""
)


def test_rubbish_from_a_process_is_passed_over(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    use(monkeypatch, tmp_path, RUBBISH)
    answer = plan_exit(small(), SETTINGS, with_baselines=False)
    assert answer.outcome == "plan"
    assert answer.solve.stopped_by == "proof"
    assert checked(answer)
    assert "Traceback" not in capfd.readouterr().err


CUT_SHORT = (
    REAL
    + r"""
import os
tell = child.json.dumps
def dumps(message):
    line = tell(message)
    if message.get("type") == "end":
        os.write(told, line[:10].encode())
        os._exit(0)
    return line
child.json.dumps = dumps
told = os.dup(1)
child.main()
"""
)


def test_a_last_line_cut_short_is_no_end(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    use(monkeypatch, tmp_path, CUT_SHORT)
    answer = plan_exit(small(), SETTINGS, with_baselines=False)
    assert answer.outcome == "plan"
    assert answer.solve.stopped_by == "failure"


UNSOUND = (
    REAL
    + """
from dataclasses import replace
from datetime import timedelta
from scheduler.solver import levels
right = levels.decode
def wrong(build, value):
    plan = right(build, value)
    name, at = next((n, p) for n, p in plan.placed.items() if n.endswith(".transfer"))
    late = timedelta(days=31)
    moved = replace(at, start=at.start + late, finish=at.finish + late)
    return replace(plan, placed={**plan.placed, name: moved})
levels.decode = wrong
child.main()
"""
)


def test_a_plan_that_the_checker_refuses_is_a_defect_and_never_shown(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    use(monkeypatch, tmp_path, UNSOUND)
    running = launch()
    shown: list[Mapping[str, Any]] = []
    with pytest.raises(UnsoundPlan, match="the solver's plan breaks"):
        plan_exit(small(), SETTINGS, running=running, on_event=shown.append)
    assert not [e for e in shown if e.get("source") == "solver"]
    assert running.process.poll() is not None


def test_following_a_dead_process_ends(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    use(monkeypatch, tmp_path, "")
    running: SolverProcess = launch()
    running.process.wait()
    running.say("nobody listens")
    assert list(follow(running, SETTINGS, threading.Event())) == []
    running.close()
    running.say("still nobody")


def test_a_request_that_breaks_off_is_none() -> None:
    answer = subprocess.run(
        process.COMMAND,
        input=b'{"programme": {"id": "lin',
        capture_output=True,
        check=False,
        timeout=120,
    )
    assert (answer.returncode, answer.stdout, answer.stderr) == (0, b"", b"")


ENDLESS = """
import os, sys
sys.stdin.readline()
while True:
    os.write(1, b"z" * 65_536)
"""


@pytest.mark.usefixtures("no_schedule")
def test_a_line_without_end_fills_no_memory(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    use(monkeypatch, tmp_path, ENDLESS)
    monkeypatch.setattr(process, "LONGEST_LINE", 1_000_000)
    with pytest.raises(SolverFailed, match="twice"):
        plan_exit(small(), SETTINGS, with_baselines=False)


GREEDY = """
import sys, time
sys.stdin.readline()
eaten = []
for _ in range(200):
    eaten.append(b"x" * 10_000_000)
time.sleep(600)
"""


def test_a_process_far_beyond_its_memory_is_not_asked_first(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    use(monkeypatch, tmp_path, GREEDY)
    monkeypatch.setattr(process, "GRACE_SECONDS", HANG_GUARD_SECONDS)
    running = launch()
    answer = plan_exit(
        small(),
        replace(SETTINGS, memory_limit_mb=200),
        running=running,
        with_baselines=False,
    )
    assert running.process.returncode == -signal.SIGKILL
    assert answer.solve.stopped_by == "memory"

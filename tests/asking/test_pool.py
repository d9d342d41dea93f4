"""Real solver processes that answer questions, and what happens when they do not."""

import os
import signal
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from scheduler.asking import pool as pool_module
from scheduler.asking.pool import Pool
from scheduler.asking.question import Question
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.errors import ObjectiveMismatch, UnsoundPlan
from scheduler.explaining.wishes import not_after, sourced
from scheduler.explaining.work import side_by_side
from scheduler.solver.settings import SearchSettings
from scheduler.verification.verify import verify
from tests.agreement.worlds import FIXTURES
from tests.solver.children import small

SETTINGS = SearchSettings(workers=2)

LIAR = """
import json, sys
for line in sys.stdin:
    said = json.loads(line)
    if "number" in said:
        print(json.dumps({"type": "reply", "number": said["number"], "finding": "plan",
                          "plan": {"options": {}, "placed": {}}, "levels": [], "windows": {},
                          "confirmed": False, "seconds": 0.0, "named": [],
                          "disagreement": False, "moved": [], "price": None}), flush=True)
"""
DIES = "import sys\nsys.stdin.readline()\nsys.stdin.readline()\n"
MUTE = "import sys, time\ntime.sleep(600)\n"


def use(monkeypatch: pytest.MonkeyPatch, folder: Path, program: str) -> None:
    path = folder / "child.py"
    path.write_text(program, encoding="utf-8")
    monkeypatch.setattr(pool_module, "COMMAND", (sys.executable, str(path)))
    monkeypatch.setenv("PYTHONPATH", str(FIXTURES.parent))


def test_questions_are_answered_side_by_side_and_every_plan_is_checked() -> None:
    programme = small()
    pairs = [(g.id, o.id) for g in programme.document.service_groups for o in g.options]
    questions = [
        Question(programme=programme, wishes=(sourced(*pair),), sure=True) for pair in pairs
    ]
    with Pool(SETTINGS) as pool:
        replies = {asked.wishes: reply for asked, reply in side_by_side(questions, pool.ask, 2)}
    for question, (group, option) in zip(questions, pairs, strict=True):
        reply = replies[question.wishes]
        assert reply.finding in ("plan", "none")
        if reply.plan is not None:
            assert verify(programme, reply.plan).holds
            assert reply.plan.options[group] == option
        else:
            assert reply.confirmed
    assert {reply.finding for reply in replies.values()} == {"plan", "none"}


def test_a_killed_process_is_replaced_and_asked_again() -> None:
    with Pool(replace(SETTINGS, workers=1)) as pool:
        assert pool.ask(Question(programme=small())).finding == "plan"
        (child,) = pool._children  # to kill what it started
        os.kill(child.running.process.pid, signal.SIGKILL)
        assert pool.ask(Question(programme=small())).finding == "plan"
        assert [c.running.process.pid for c in pool._children] != [child.running.process.pid]


def test_processes_that_die_leave_the_question_unanswered(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    use(monkeypatch, tmp_path, DIES)
    with Pool(SETTINGS) as pool:
        assert pool.ask(Question(programme=small())).finding == "unknown"


def test_a_reply_that_is_none_is_not_believed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    use(monkeypatch, tmp_path, LIAR.replace('"windows": {}', '"windows": 7'))
    with Pool(SETTINGS) as pool:
        assert pool.ask(Question(programme=small())).finding == "unknown"


def test_a_stop_ends_a_process_that_does_not_listen(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    use(monkeypatch, tmp_path, MUTE)
    stop = threading.Event()
    with Pool(replace(SETTINGS, workers=1), stop) as pool:
        waiting = pool.submit(Question(programme=small()))
        time.sleep(0.5)
        stop.set()
        assert waiting.result(timeout=60).finding == "unknown"
        assert pool.ask(Question(programme=small())).finding == "unknown"


def test_nothing_is_left_running() -> None:
    with Pool(SETTINGS) as pool:
        pool.ask(Question(programme=small()))
        processes = [child.running.process for child in pool._children]
    assert processes
    assert all(process.poll() is not None for process in processes)


def test_a_plan_that_breaks_a_rule_is_our_defect(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    use(monkeypatch, tmp_path, LIAR)
    with Pool(SETTINGS) as pool, pytest.raises(UnsoundPlan):
        pool.ask(Question(programme=small()))


def test_a_plan_worse_than_a_limit_is_our_defect() -> None:
    programme = small()
    level = programme.document.objectives[1]
    assert level.name == "schedule_contingency"
    with Pool(SETTINGS) as pool:
        found = pool.ask(Question(programme=programme, within=((level.key, 50),)))
        assert found.finding == "plan"
        none = pool.ask(Question(programme=programme, within=((level.key, 5000),)))
        assert none.finding == "none"
        told = Question(programme=programme)
        assert found.plan is not None
        with pytest.raises(ObjectiveMismatch):
            pool_module._check_levels(replace(told, within=((level.key, 5000),)), found.plan)


def test_wishes_of_one_question_do_not_bind_the_next() -> None:
    programme = small()
    transfer = next(a.id for a in programme.document.activities if a.kind == "transfer")
    never = not_after(transfer, programme.document.plan_from)
    with Pool(replace(SETTINGS, workers=1)) as pool:
        for _ in range(3):
            assert pool.ask(Question(programme=programme, wishes=(never,))).finding == "none"
            assert pool.ask(Question(programme=programme)).finding == "plan"


def test_many_programmes_are_forgotten_in_turn() -> None:
    programme = small()
    with Pool(replace(SETTINGS, workers=1)) as pool:
        for _ in range(2):
            for at in range(6):
                copy = ExpandedProgramme(replace(programme.document, description=str(at)))
                assert pool.ask(Question(programme=copy)).finding == "plan"

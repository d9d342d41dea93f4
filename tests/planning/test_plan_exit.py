"""The use case whole, with a real solver process: baselines, suggestions, stops, reproducibility."""

import hashlib
import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from scheduler.answers import Answer
from scheduler.domain.plan import Plan
from scheduler.generation.generate import generate
from scheduler.interchange.programme_json import write_programme
from scheduler.objectives import TERMS
from scheduler.planning import plan_exit
from scheduler.solver.clock import Clock
from scheduler.solver.run import Run
from scheduler.solver.settings import SearchSettings
from scheduler.verification.verify import verify
from tests.agreement.worlds import FIXTURES
from tests.solver.children import HANG_GUARD_SECONDS, SMALL, small

SETTINGS = SearchSettings(time_limit_seconds=60.0, workers=1)


@pytest.fixture(scope="module")
def solved() -> Answer:
    return plan_exit(small(), SETTINGS)


def test_the_comparison_is_judged_by_the_checker_after_the_search(solved: Answer) -> None:
    assert [b.name for b in solved.baselines] == [
        "big bang on the end date",
        "greedy list",
        "one group at a time",
    ]
    for baseline in solved.baselines:
        assert baseline.feasible == (baseline.rules_broken == 0)
    assert not solved.baselines[0].feasible, "nobody may be without accountability for a day"


def test_a_schedule_that_a_reproducible_search_waits_for_can_be_stopped(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stop = threading.Event()

    def asked(_: object, *, cancelled: Callable[[], bool] = lambda: False) -> Plan:
        assert not cancelled()
        stop.set()
        assert cancelled()
        return Plan(options={}, placed={})

    monkeypatch.setattr("scheduler.planning.first_plan", asked)
    answer = plan_exit(small(), replace(SETTINGS, reproducible=True), stop=stop)
    assert answer.solve.stopped_by == "request"


def test_the_comparison_does_not_delay_the_first_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr(
        "scheduler.construction.comparison.baselines",
        lambda *_, **__: iter(told.append("compared") or []),  # type: ignore[func-returns-value]
    )
    plan_exit(small(), SETTINGS, on_event=lambda event: told.append(event["type"]))
    assert told.count("compared") == 1
    assert "plan_checked" in told
    # Begun as the first plan is told of.
    assert told.index("compared") >= told.index("plan_checked") - 1


def test_a_stop_keeps_the_best_plan_so_far() -> None:
    stop = threading.Event()

    def on_event(event: Mapping[str, Any]) -> None:
        if event["type"] == "plan_checked":
            stop.set()

    answer = plan_exit(small(), SETTINGS, stop=stop, on_event=on_event)
    assert answer.outcome == "plan"
    assert answer.solve.stopped_by == "request"
    assert answer.baselines == ()
    assert answer.plan is not None
    assert verify(small(), answer.plan).holds


def test_values_bounds_proofs_and_claims_fit_together(solved: Answer) -> None:
    assert solved.plan is not None
    assert solved.solve.stopped_by == "proof"
    spent = 0.0
    for level in solved.objectives:
        assert level.value == TERMS[level.name].measure(small(), solved.plan)
        assert level.proved
        assert level.seconds is not None
        assert spent <= level.seconds <= solved.solve.seconds
        spent = level.seconds
    assert solved.claim == min(level.claim for level in solved.objectives)


def test_concessions_of_the_answer_are_the_checkers(solved: Answer) -> None:
    assert solved.plan is not None
    assert solved.concessions == verify(small(), solved.plan).concessions
    points = sum(concession.points for concession in solved.concessions)
    assert points == solved.objectives[0].value


def test_a_baseline_is_the_first_plan(solved: Answer) -> None:
    events: list[Mapping[str, Any]] = []
    plan_exit(small(), SETTINGS, baseline=solved.plan, on_event=events.append, with_baselines=False)
    assert (events[0]["type"], events[0]["source"]) == ("plan_checked", "baseline")


def test_the_answer_is_never_worse_than_the_baseline(
    solved: Answer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scheduler.planning._construct", lambda *_: None)
    # The search is stopped before it could find anything.
    stop = threading.Event()
    stop.set()
    answer = plan_exit(small(), SETTINGS, baseline=solved.plan, stop=stop)
    assert answer.outcome == "plan"
    assert answer.plan is not None
    for level in small().document.objectives:
        term = TERMS[level.name]
        assert solved.plan is not None
        ours, theirs = (term.sign * term.measure(small(), p) for p in (answer.plan, solved.plan))
        assert ours <= theirs
        if ours < theirs:
            break


def test_a_baseline_that_is_no_plan_any_more_is_only_a_suggestion(solved: Answer) -> None:
    assert solved.plan is not None
    late = timedelta(days=4000)
    placed = {
        name: replace(at, start=at.start + late, finish=at.finish + late)
        for name, at in solved.plan.placed.items()
    }
    events: list[Mapping[str, Any]] = []
    answer = plan_exit(
        small(),
        SETTINGS,
        baseline=Plan(options=solved.plan.options, placed=placed),
        on_event=events.append,
        with_baselines=False,
    )
    assert "baseline" not in [event.get("source") for event in events]
    assert [(o.value, o.bound) for o in answer.objectives] == [
        (o.value, o.bound) for o in solved.objectives
    ]


def test_a_suggested_plan_reaches_the_solver(
    solved: Answer, monkeypatch: pytest.MonkeyPatch
) -> None:
    suggested: list[Plan] = []
    monkeypatch.setattr(
        "scheduler.solver.process.SolverProcess.suggest", lambda _, plan: suggested.append(plan)
    )
    plan_exit(small(), SETTINGS, baseline=solved.plan, with_baselines=False)
    assert suggested[0] == solved.plan


def test_a_reproducible_limit_counts_work_and_not_seconds() -> None:
    clock = Clock(10.0, reproducible=True, began=-1e9)
    assert clock.left == 10.0
    clock.charge(Run(status="optimal", objective=0, bound=0, solution=(), seconds=4.0))
    assert clock.left == 6.0
    assert Clock(10.0, began=-1e9).left < 1.0


PROGRAM = """
import json, sys
from scheduler.expansion.expand import expand
from scheduler.interchange.plan_json import plan_to_jsonable
from scheduler.interchange.programme_json import read_programme
from scheduler.planning import plan_exit
from scheduler.solver.settings import SearchSettings
programme = expand(read_programme(open(sys.argv[1], "rb").read()))
settings = SearchSettings(reproducible=True, confirm=False, time_limit_seconds=float(sys.argv[2]))
answer = plan_exit(programme, settings, with_baselines=False)
print(json.dumps(plan_to_jsonable(programme, answer.plan, answer.concessions)))
"""


def reproduced(path: Path, seed: str, limit: float = 120.0) -> str:
    """Plan in a process of its own, with another order of hashes; return a digest of the plan."""
    made = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(path), str(limit)],
        cwd=FIXTURES.parent,
        env={**os.environ, "PYTHONHASHSEED": seed},
        capture_output=True,
        check=True,
        timeout=20 * HANG_GUARD_SECONDS,
    )
    assert json.loads(made.stdout)["activities"]
    return hashlib.sha256(made.stdout).hexdigest()


@pytest.mark.slow
@pytest.mark.parametrize("name", ["small", "seven services", "seven services, cut short"])
def test_a_reproducible_plan_is_the_same_from_run_to_run(name: str, tmp_path: Path) -> None:
    path = SMALL
    if name != "small":
        path = tmp_path / "seven.json"
        path.write_bytes(write_programme(generate(services=7, seed=1)))
    limit = 6.0 if "short" in name else 120.0
    seeds = ("0", "4242") if "short" in name else ("0", "1", "4242")
    assert len({reproduced(path, seed, limit) for seed in seeds}) == 1


@pytest.mark.slow
def test_the_real_plan_is_reproducible() -> None:
    path = FIXTURES / "programmes" / "lincolnshire.json"
    assert reproduced(path, "0") == reproduced(path, "4242")

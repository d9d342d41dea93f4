"""A search that has to be compiled first says so, and loses no time to it."""

import threading
import time
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from scheduler.commands.live import Progress
from scheduler.exit_search import warm
from scheduler.solver.clock import Clock
from scheduler.solver.process import follow, launch
from scheduler.solver.schedules import Schedules
from scheduler.solver.settings import SearchSettings
from tests.solver.children import small, use

LIMIT = 0.1
COMPILES = """
import json, time
def say(**message):
    print(json.dumps(message), flush=True)
say(type="compiling")
time.sleep({seconds})
say(type="compiled", seconds={seconds})
time.sleep({after})
say(type="end")
"""


def followed(after: float, monkeypatch: pytest.MonkeyPatch, folder: Path) -> tuple[list[str], str]:
    seconds = LIMIT + 1
    use(monkeypatch, folder, COMPILES.format(seconds=seconds, after=after))
    running = launch()
    settings = SearchSettings(time_limit_seconds=LIMIT)
    # Loading counts, which this is not about.
    while running.messages.empty() and running.process.poll() is None:
        time.sleep(0.01)
    said = [message["type"] for message in follow(running, settings, threading.Event())]
    return said, running.stopped_by


def test_compiling_does_not_count_against_the_time_limit(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    said, stopped_by = followed(0, monkeypatch, tmp_path)
    assert said == ["compiling", "compiled", "end"]
    assert stopped_by == "proof"


def test_what_comes_after_compiling_does(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    _, stopped_by = followed(600, monkeypatch, tmp_path)
    assert stopped_by == "limit"


def test_a_search_says_that_it_compiles_and_its_clock_waits(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def compile_for_a_while(begins: Any) -> float:  # as the function replaced
        began = time.monotonic()
        begins()
        time.sleep(1.0)
        return time.monotonic() - began

    warm.make_ready()
    monkeypatch.setattr(warm, "make_ready", compile_for_a_while)
    said: list[dict[str, Any]] = []
    clock = Clock(60.0)
    spent = clock.spent
    schedules = Schedules(small(), SearchSettings(), said.append, threading.Event(), clock)
    began = time.monotonic()
    schedules.find(0.0)
    assert clock.spent - spent <= time.monotonic() - began - 0.9
    assert [message["type"] for message in said[:2]] == ["compiling", "compiled"]
    assert said[1]["seconds"] >= 1.0


def test_the_terminal_shows_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    console = Console(force_terminal=True, width=100, record=True)
    with Progress(console) as progress:
        progress.take({"type": "compiling", "seconds": 0.4})
        progress.take({"type": "compiled", "seconds": 9.0})
    assert "compiling the search, once on this machine" in console.export_text()

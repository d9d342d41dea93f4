"""The supervision of workers goes on whatever goes wrong with one of them."""

import subprocess
import threading
from typing import Any

import pytest

from api.commands.supervision import SupervisedWorker
from api.store.database import Database
from tests.api.jobs.yard import until


class Process:
    """A worker process that ends when its standard input does."""

    def __init__(self) -> None:
        self._cut = threading.Event()
        self.stdin = self

    def close(self) -> None:
        self._cut.set()

    def poll(self) -> int | None:
        return 0 if self._cut.is_set() else None

    def wait(self) -> int:
        self._cut.wait()
        return 0


@pytest.mark.parametrize("error", [OSError("out of memory"), RuntimeError("no new thread")])
def test_a_worker_that_cannot_be_started_is_tried_again(
    database: Database, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    started: list[Process] = []
    failures = [error, error]

    def start(*_words: Any, **_options: Any) -> Process:
        if failures:
            raise failures.pop()
        started.append(Process())
        return started[-1]

    monkeypatch.setattr(subprocess, "Popen", start)
    worker = SupervisedWorker(database, [])
    worker.start()
    try:
        until(lambda: bool(started))
    finally:
        worker.ask_to_stop()
        worker.wait()


def test_a_fault_as_a_worker_is_forgotten_does_not_keep_the_next_from_starting(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[Process] = []

    def start(*_words: Any, **_options: Any) -> Process:
        started.append(Process())
        return started[-1]

    def fault(*_given: Any) -> None:
        raise ValueError("something unforeseen")

    monkeypatch.setattr(subprocess, "Popen", start)
    monkeypatch.setattr("api.commands.supervision.workers.forget", fault)
    worker = SupervisedWorker(database, [])
    worker.start()
    try:
        until(lambda: len(started) == 1)
        started[0].close()
        until(lambda: len(started) == 2)
    finally:
        worker.ask_to_stop()
        worker.wait()

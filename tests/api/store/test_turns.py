import statistics
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from api.errors import DatabaseUnavailable
from api.store import workers
from api.store.turns import Turns
from tests.api.conftest import opened
from tests.api.store.processes import PROCESSES, hold_a_turn, write_without_a_pause
from tests.api.store.shelf import rows, stock


def test_one_asks_at_a_time(tmp_path: Path) -> None:
    first, second = Turns(tmp_path / "a.db", 50), Turns(tmp_path / "a.db", 50)
    with first.next(), pytest.raises(DatabaseUnavailable), second.next():
        pass
    with second.next():
        pass
    first.close()
    second.close()
    second.close()


def run(work: Callable[[], None]) -> None:
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()


def test_one_writes_at_a_time_in_a_process(tmp_path: Path) -> None:
    turns = Turns(tmp_path / "a.db", 50)
    refused: list[Exception] = []

    def take() -> None:
        try:
            with turns.alone():
                pass
        except DatabaseUnavailable as error:
            refused.append(error)

    with turns.alone():
        run(take)
        assert len(refused) == 1
    run(take)
    assert len(refused) == 1
    turns.close()


def test_a_turn_ends_with_its_process(tmp_path: Path) -> None:
    held = PROCESSES.Event()
    process = PROCESSES.Process(target=hold_a_turn, args=(tmp_path / "a.db", held))
    process.start()
    assert held.wait(60)
    turns = Turns(tmp_path / "a.db", 50)
    with pytest.raises(DatabaseUnavailable), turns.next():
        pass
    process.kill()
    process.join()
    process.close()
    with turns.next():
        pass
    turns.close()


def test_who_writes_without_a_pause_lets_others_in(sqlite_url: str) -> None:
    begun, enough = PROCESSES.Event(), PROCESSES.Event()
    process = PROCESSES.Process(target=write_without_a_pause, args=(sqlite_url, begun, enough))
    with opened(sqlite_url) as database:
        stock(database)
        process.start()
        assert begun.wait(60)
        waited = []
        for _ in range(15):
            before = len(rows(database, "audit", "number"))
            with database.writing() as c:
                workers.register(c, "w1", "host", 1)
            waited.append(len(rows(database, "audit", "number")) - before)
        enough.set()
        process.join()
        assert process.exitcode == 0
        process.close()
    # How often the other wrote meanwhile: hundreds of times, where nobody lets anybody in.
    assert statistics.median(waited) <= 15

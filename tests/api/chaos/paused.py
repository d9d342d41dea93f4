"""Freeze workers past their lease while they write, let others finish, wake them, count late writes.

    python -m tests.api.chaos.paused [--rounds 500] [--database sqlite|postgresql]

Exit code 0 when nothing was written by an attempt after the next one had begun.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import time
from dataclasses import dataclass
from multiprocessing.connection import Connection
from random import Random
from typing import Any

from api.store import attempts, outbox
from api.store.database import Database, migrate, open_database
from tests.api.chaos.databases import ask_for_database, fresh_database
from tests.api.store.processes import PROCESSES
from tests.api.store.shelf import claim, finish, look, rows, save, stock, told

BETWEEN_WRITES = 0.01
LONGEST_WRITING = 0.08
"""Seconds for which a worker writes before it is frozen."""


@dataclass(slots=True)
class Found:
    """What came of it."""

    rounds: int = 0
    late: int = 0
    """Writes of frozen workers that changed something after others had taken over."""
    refused: int = 0
    """Writes that they tried and that changed nothing."""
    held: int = 0
    """Times that it was frozen in the middle of a transaction, and had to be woken."""


def main() -> int:
    """Do it and tell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=500)
    ask_for_database(parser)
    arguments = parser.parse_args()
    with fresh_database(arguments.database) as url:
        found = frozen(url, arguments.rounds)
    sys.stdout.write(f"{found}\n")
    return 1 if found.late else 0


def frozen(url: str, rounds: int, seed: int = 1) -> Found:
    """Freeze a worker so many times, each time at another job."""
    random, found = Random(seed), Found()
    database = open_database(url)
    migrate(database)
    ours, theirs = PROCESSES.Pipe()
    writing = PROCESSES.Value("b", 0, lock=False)
    worker = PROCESSES.Process(target=_work, args=(url, theirs, writing), daemon=True)
    worker.start()
    try:
        for number in range(rounds):
            plan = f"pln_{number}"
            _one_round(database, ours, worker.pid or 0, writing, plan, random, found)
    finally:
        ours.send(None)
        worker.join(30)
        database.close()
    return found


def _one_round(
    database: Database,
    pipe: Connection,
    pid: int,
    writing: Any,  # shared memory has no type of its own
    plan: str,
    random: Random,
    found: Found,
) -> None:
    stock(database, plan)
    pipe.send(plan)
    pipe.recv()
    time.sleep(random.uniform(0, LONGEST_WRITING))
    os.kill(pid, signal.SIGSTOP)
    while writing.value:
        # It was frozen in the middle of a transaction: others would wait for its locks, until the
        # server ends it (PostgreSQL) or it goes on (SQLite).
        found.held += 1
        os.kill(pid, signal.SIGCONT)
        time.sleep(random.uniform(0, LONGEST_WRITING))
        os.kill(pid, signal.SIGSTOP)
    with database.writing() as c:
        outbox.dispatch_again(c, plan, None)
    second = claim(database, "w2", plan)
    saved = look(database, plan).incumbents
    assert save(database, second, f'{{"by": 2, "after": {saved}}}')
    assert finish(database, second, '{"by": 2}')
    before = _of(database, plan)
    os.kill(pid, signal.SIGCONT)
    found.refused += pipe.recv()
    found.late += before != _of(database, plan)
    found.rounds += 1


def _of(database: Database, plan: str) -> list[object]:
    record = look(database, plan)
    mine = [row for row in rows(database, "incumbents", "plan", "number") if row[0] == plan]
    return [record, mine, told(database, plan)]


def _work(url: str, pipe: Connection, writing: Any) -> None:  # as above
    """Claim what is named and write to it until that is refused; tell how much was."""
    database = open_database(url)
    while (plan := pipe.recv()) is not None:
        attempt = claim(database, "w1", plan)
        pipe.send("claimed")
        number = 0
        while True:
            number += 1
            writing.value = 1
            go_on = save(database, attempt, f'{{"by": 1, "number": {number}}}')
            writing.value = 0
            if not go_on:
                break
            time.sleep(BETWEEN_WRITES)
        with database.writing() as c:
            late = [
                attempts.add_event(c, attempt, "progress", {}),
                attempts.finish(c, attempt, state="completed", answer="{}", outcome="plan"),
                attempts.release(c, attempt),
            ]
        assert not any(late)
        pipe.send(1 + len(late))
    database.close()


if __name__ == "__main__":
    sys.exit(main())

"""What tests let several processes do at once, each with connections of its own, as workers have.

A process begins by importing this module; so it imports nothing it can do without.
"""

import json
import multiprocessing
import threading
import time
from collections.abc import Callable
from multiprocessing.synchronize import Barrier, Event
from pathlib import Path
from typing import TypeVar

from api.store import audit
from api.store.attempts import add_event, claim, finish, save_incumbent
from api.store.database import Database, is_current, migrate, open_database
from api.store.turns import Turns

PROCESSES = multiprocessing.get_context("spawn")
T = TypeVar("T")
PLAN = "pln_a"


def together(work: Callable[[Database, int], T], url: str, times: int = 4) -> list[T]:
    """Do something in several processes at the same moment, and return what came of it."""
    gate = PROCESSES.Barrier(times)
    with PROCESSES.Pool(times, _keep, [gate]) as pool:
        return pool.starmap(_alone, [(url, work, number) for number in range(times)], chunksize=1)


def _keep(gate: Barrier) -> None:
    _GATE.append(gate)


_GATE: list[Barrier] = []


def _alone(url: str, work: Callable[[Database, int], T], number: int) -> T:
    # Nobody begins before everybody is there; so nobody does two persons' work either.
    _GATE[0].wait(timeout=60)
    database = open_database(url)
    try:
        return work(database, number)
    finally:
        database.close()


def migrate_alone(database: Database, _: int) -> bool:
    """Do what every process of the service does first."""
    migrate(database)
    return is_current(database)


def claim_write_and_finish(database: Database, number: int) -> dict[str, int]:
    """Take part in a fight for one plan: claim it, write to it, and finish it after a while."""
    done = {"claims": 0, "saved": 0, "told": 0, "finished": 0}
    for turn in range(4):
        with database.writing() as c:
            attempt = claim(c, PLAN, f"w{number}", most_crashes=1000)
        if attempt is None:
            break
        done["claims"] += 1
        mine = {"attempt": attempt.number}
        for _ in range(3):
            with database.writing() as c:
                done["told"] += add_event(c, attempt, "progress", mine)
            with database.writing() as c:
                plan = json.dumps(mine)
                done["saved"] += save_incumbent(c, attempt, plan, "0.1", "h1", mine)
        if turn == 3:
            with database.writing() as c:
                answer = json.dumps(mine)
                done["finished"] += finish(c, attempt, state="completed", answer=answer)
    return done


def finish_mine(database: Database, number: int) -> bool:
    """Finish a plan that somebody else may finish at the same time."""
    with database.writing() as c:
        attempt = claim(c, PLAN, f"w{number}", most_crashes=1000)
    if attempt is None:
        return False
    time.sleep(0.02 * (number % 3))
    with database.writing() as c:
        return finish(c, attempt, state="completed", answer=json.dumps({"by": attempt.number}))


def hold_a_turn(file: Path, held: Event) -> None:
    """Take a turn and keep it for ever."""
    with Turns(file, 1000).next():
        held.set()
        time.sleep(3600)


def write_without_a_pause(url: str, begun: Event, enough: Event) -> None:
    """Write again and again, from several threads, until it is enough."""
    database = open_database(url)

    def write() -> None:
        while not enough.is_set():
            with database.writing() as c:
                audit.note(c, "north", "ann", "thing.done", "x_1", {})
            begun.set()

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    database.close()


def note_many(database: Database, number: int) -> int:
    """Note deeds in two chains, beside others who do the same."""
    for turn in range(20):
        with database.writing() as c:
            tenant = "north" if turn % 2 else "south"
            audit.note(c, tenant, f"w{number}", "thing.done", "x", {"turn": turn})
    return 20

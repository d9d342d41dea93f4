"""Throughput and fairness of the queue: jobs of three tenants that only sleep.

Fills the queue of a fresh database in blocks, one tenant after the other, then starts real worker
processes whose attempts sleep in place of searching, and counts what was finished. The share of a
tenant is counted while all three still wait: a third each is fair, whoever asked first.

Run: python -m tests.benchmarks.queueing [--jobs 1000] [--workers 1 2 4] [--milliseconds 50]
"""

from __future__ import annotations

import argparse
import os
import secrets
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from sqlalchemy import Select, func, select

from api.settings import Quotas, ServiceSettings, settings_from
from api.store import plans as stored_plans
from api.store import programmes
from api.store.database import Database, migrate, open_database
from api.store.tables import COMPLETED, attempts, plans, workers

ROOT = Path(__file__).resolve().parents[2]
TENANTS = ("north", "south", "west")
SHARES = (0.6, 0.3, 0.1)
"""Of the jobs, in the order in which tenants ask: the first would keep the others waiting."""

POLL_SECONDS = 0.25
HANG_GUARD_SECONDS = 1800.0

SLEEPER = """
import sys, time
from pathlib import Path
from api.jobs import job, worker
from api.settings import settings_from
from api.store import attempts

def sleeps(place, attempt):
    time.sleep(float(attempt.settings["sleep_seconds"]))
    with place.database.writing() as c:
        attempts.finish(c, attempt, state="completed", answer="{}", outcome="plan")
    return "ended"

class NoProcesses(worker.WarmProcesses):
    def refill(self):
        pass

job.attempt_job = sleeps
worker.WarmProcesses = NoProcesses
worker.Worker(settings_from(Path(sys.argv[1])), slots=1, name=sys.argv[2]).run()
"""
"""A worker like any other but for its attempts: for this measurement alone."""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--jobs", type=int, default=1000)
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2, 4])
    parser.add_argument("--milliseconds", type=int, default=50)
    arguments = parser.parse_args()
    for number in arguments.workers:
        with tempfile.TemporaryDirectory() as folder:
            settings = settings_from(Path(folder))
            print(measured(settings, number, arguments.jobs, arguments.milliseconds / 1000))


def measured(settings: ServiceSettings, number: int, jobs: int, seconds: float) -> str:
    """Have so many workers go through the jobs; return the figures in words."""
    database = open_database(settings.store_url)
    migrate(database)
    # Where DATABASE_URL names a database it is not empty the second time.
    run = secrets.token_hex(3)
    names = [f"{tenant}-{run}" for tenant in TENANTS]
    wanted = submitted(database, names, jobs, seconds)
    program = [sys.executable, "-c", SLEEPER, str(settings.data)]
    running = [
        subprocess.Popen(
            [*program, f"sleeper-{run}-{n}"],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stderr=subprocess.DEVNULL,
        )
        for n in range(number)
    ]
    try:
        until(database, select(func.count()).select_from(workers), number)
        began = time.monotonic()
        until(database, finished_of(names), wanted)
        took = time.monotonic() - began
    finally:
        for process in running:
            process.terminate()
        for process in running:
            process.wait()
    shares = shares_while_all_wait(database, names)
    database.close()
    told = ", ".join(f"{name.partition('-')[0]} {share:.0%}" for name, share in shares.items())
    return (
        f"{number} worker(s), {wanted} jobs of {seconds:g} s: {took:.1f} s, "
        f"{wanted / took:.1f} jobs a second; begun while all three waited: {told}"
    )


def submitted(database: Database, names: list[str], jobs: int, seconds: float) -> int:
    """Ask for all jobs, one tenant after the other; return how many."""
    asked = 0
    for name, share in zip(names, SHARES, strict=True):
        with database.writing() as c:
            programmes.create_programme(
                c, name, "ann", programme_id="prg_a", name="Sleep", hash="h", document="{}"
            )
            for _ in range(round(jobs * share)):
                asked += 1
                stored_plans.submit_plan(
                    c,
                    name,
                    "ann",
                    plan_id=f"pln_{name}_{asked:05}",
                    programme="prg_a",
                    revision=1,
                    settings={"sleep_seconds": seconds},
                    quotas=Quotas(queued_in_all=10 * jobs),
                )
    return asked


def finished_of(names: list[str]) -> Select[int]:
    """Return the statement that counts what has ended."""
    return select(func.count()).where(plans.c.tenant.in_(names), plans.c.state == COMPLETED)


def until(database: Database, counted: Select[int], number: int) -> None:
    """Wait until a statement counts so many."""
    deadline = time.monotonic() + HANG_GUARD_SECONDS
    while True:
        with database.reading() as c:
            if c.execute(counted).scalar_one() >= number:
                return
        if time.monotonic() > deadline:
            message = "the queue does not move"
            raise TimeoutError(message)
        time.sleep(POLL_SECONDS)


def shares_while_all_wait(database: Database, names: list[str]) -> dict[str, float]:
    """Return what part of the attempts begun while every tenant had a job waiting was whose."""
    wanted = (
        select(attempts.c.tenant)
        .where(attempts.c.tenant.in_(names), attempts.c.number == 1)
        .order_by(attempts.c.started_at, attempts.c.plan)
    )
    with database.reading() as c:
        begun = list(c.execute(wanted).scalars())
    left = Counter(begun)
    seen: Counter[str] = Counter()
    for tenant in begun:
        if not all(left[name] for name in names):
            break
        left[tenant] -= 1
        seen[tenant] += 1
    return {name: seen[name] / seen.total() for name in names}


if __name__ == "__main__":
    main()

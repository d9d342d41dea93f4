"""Worker processes as an operator has them, and ways to end them that no operator wants."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import select

from api.http.ids import ANALYSIS, PLAN, PROGRAMME, new_id
from api.schemas.analyses import AnalysisRequest
from api.schemas.plans import PlanRequest
from api.settings import ServiceSettings
from api.store import analyses, events, plans, programmes
from api.store.database import Database, open_database
from api.store.prepared_programmes import prepared_programme
from api.store.records import AnalysisRecord, EventRecord, PlanRecord
from api.store.tables import attempts, workers
from tests.agreement.worlds import FIXTURES

ROOT = FIXTURES.parent
TENANT, ACTOR = "default", "local"

HANG_GUARD_SECONDS = 120.0
"""Not a measurement: what lasts longer hangs, on any machine."""

LOST_AFTER_SECONDS = 3.0
"""Half of the default, so that tests wait less."""


def program_with(**settings: float) -> str:
    """Return a program that runs our command line with other defaults of the service's settings.

    Its first argument is a program to run in place of the solver, or `-`.
    """
    return f"""
import sys
from api import settings
settings.ServiceSettings.__init__.__kwdefaults__.update({settings})
from scheduler.solver import process
process.COMMAND = process.COMMAND if sys.argv[1] == "-" else (sys.executable, "-c", sys.argv[1])
from api.cli import main
sys.exit(main(sys.argv[2:]))
"""


PROGRAM = program_with(lost_after_seconds=LOST_AFTER_SECONDS)


class WorkerProcess:
    """A running `phased-exit worker`."""

    def __init__(
        self, settings: ServiceSettings, name: str, log: Path, child: str, program: str = PROGRAM
    ) -> None:
        """Start it; `child` is a program to run in place of the solver, or `-`."""
        self.name = name
        self.log = log
        words = ["worker", "--data", str(settings.data), "--name", name, "--stdin-lifeline"]
        with log.open("ab") as said:
            self.process = subprocess.Popen(
                [sys.executable, "-c", program, child, *words],
                env=environment(settings),
                stdin=subprocess.PIPE,
                stderr=said,
            )

    def children(self) -> list[int]:
        """Return its solver processes."""
        return children_of(self.process.pid)

    def send(self, number: int) -> None:
        """Send a signal."""
        self.process.send_signal(number)

    def ended(self) -> int:
        """Wait for the end and return the exit code."""
        return self.process.wait(HANG_GUARD_SECONDS)

    def said(self) -> str:
        """Return what it logged."""
        return self.log.read_text("utf-8")


class Yard:
    """Workers on one database, all gone at the end."""

    def __init__(
        self, settings: ServiceSettings, database: Database, logs: Path, program: str = PROGRAM
    ) -> None:
        """Begin with none; `program` runs the command line of workers."""
        self._program = program
        self.settings = settings
        self.database = database
        self._logs = logs
        self._started: list[WorkerProcess] = []

    def start(self, child: str = "-") -> WorkerProcess:
        """Start a worker."""
        name = f"w{len(self._started) + 1}"
        made = WorkerProcess(self.settings, name, self._logs / f"{name}.log", child, self._program)
        self._started.append(made)
        return made

    def ready(self, number: int) -> None:
        """Have so many workers that take jobs, starting those that are missing together."""
        living = [worker for worker in self._started if worker.process.poll() is None]
        living.extend([self.start() for _ in range(number - len(living))])
        until(lambda: all("is ready" in worker.said() for worker in living), self._told)

    def clear(self) -> None:
        """End every worker, however it stands."""
        for worker in self._started:
            worker.process.kill()
            worker.process.wait()
            if worker.process.stdin is not None:
                worker.process.stdin.close()

    def order(self, programme: str | bytes, **wishes: Any) -> str:
        """Ask for a plan of a shipped programme, or of one that is given."""
        data = programme
        if isinstance(data, str):
            data = (FIXTURES / f"{data}.json").read_bytes()
        ready = prepared_programme(data, self.settings.limits)
        settings = PlanRequest(**{"compare": False, **wishes}).settings()
        programme_id, plan = new_id(PROGRAMME), new_id(PLAN)
        with self.database.writing() as c:
            programmes.create_programme(
                c,
                TENANT,
                ACTOR,
                programme_id=programme_id,
                name=ready.name,
                hash=ready.hash,
                document=ready.document,
            )
            plans.submit_plan(
                c,
                TENANT,
                ACTOR,
                plan_id=plan,
                programme=programme_id,
                revision=1,
                settings=settings,
            )
        return plan

    def order_analysis(self, plan: str, **wishes: Any) -> str:
        """Ask for an analysis of a plan."""
        made = new_id(ANALYSIS)
        settings = AnalysisRequest(**wishes).settings()
        with self.database.writing() as c:
            analyses.submit_analysis(c, ACTOR, self.plan(plan), analysis_id=made, settings=settings)
        return made

    def analysis(self, analysis: str) -> AnalysisRecord:
        """Return how an analysis stands."""
        with self.database.reading() as c:
            found = analyses.get_analysis(c, TENANT, analysis)
        assert found is not None
        return found

    def stopped_analysis(self, analysis: str) -> AnalysisRecord:
        """End an analysis and return what it has come to."""
        with self.database.writing() as c:
            analyses.request_stop(c, TENANT, ACTOR, analysis)
        until(lambda: self.analysis(analysis).is_terminal, self._told)
        return self.analysis(analysis)

    def worker_at(self, job: str) -> WorkerProcess:
        """Return the worker of the newest attempt at a job."""
        name = self.attempts(job)[-1][0]
        return next(worker for worker in self._started if worker.name == name)

    def plan(self, plan: str) -> PlanRecord:
        """Return how a plan stands."""
        with self.database.reading() as c:
            found = plans.get_plan(c, TENANT, plan)
        assert found is not None
        return found

    def cancel(self, plan: str) -> None:
        """Ask for the end of a plan."""
        with self.database.writing() as c:
            plans.request_stop(c, TENANT, ACTOR, plan)

    def ended(self, plan: str) -> PlanRecord:
        """Wait for the end of a plan and return it."""
        until(lambda: self.plan(plan).is_terminal, self._told)
        return self.plan(plan)

    def taken_over(self, plan: str) -> None:
        """Wait until a second attempt at a plan has begun."""
        until(lambda: len(self.attempts(plan)) > 1, self._told)

    def cancelled(self, plan: str) -> PlanRecord:
        """End a search that has a checked plan at hand; return the plan, which is kept."""
        self.cancel(plan)
        ended = self.ended(plan)
        assert (ended.state, ended.outcome) == ("cancelled", "plan"), self._told()
        return ended

    def holder(self, plan: str) -> WorkerProcess:
        """Wait until a worker searches for a plan with a checked plan at hand; return the worker."""
        until(lambda: self.plan(plan).incumbents > 0, self._told)
        return self.worker_at(plan)

    def attempts(self, plan: str) -> list[tuple[str, str | None]]:
        """Return worker and ending of the attempts at a plan."""
        wanted = (
            select(attempts.c.worker, attempts.c.ending)
            .where(attempts.c.plan == plan)
            .order_by(attempts.c.number)
        )
        with self.database.reading() as c:
            return [(row.worker, row.ending) for row in c.execute(wanted)]

    def events(self, plan: str) -> list[EventRecord]:
        """Return what happened to a plan."""
        with self.database.reading() as c:
            return events.events_after(c, TENANT, plan, 0)

    def alive(self) -> set[str]:
        """Return the workers that the database knows."""
        with self.database.reading() as c:
            return set(c.execute(select(workers.c.worker)).scalars())

    def _told(self) -> str:
        return "\n".join(f"{worker.name}:\n{worker.said()}" for worker in self._started)


@contextmanager
def yard_on(settings: ServiceSettings, logs: Path, program: str = PROGRAM) -> Iterator[Yard]:
    """Have a yard for a while."""
    database = open_database(settings.store_url)
    yard = Yard(settings, database, logs, program)
    try:
        yield yard
    finally:
        yard.clear()
        database.close()


def environment(settings: ServiceSettings) -> dict[str, str]:
    """Return the environment of a process of the service."""
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    named = {} if settings.database_url is None else {"DATABASE_URL": settings.database_url}
    return {**kept, "PYTHONPATH": str(ROOT), **named}


def until(
    condition: Callable[[], bool],
    told: Callable[[], str] = str,
    seconds: float = HANG_GUARD_SECONDS,
) -> None:
    """Wait for a condition; say what is known when it does not come."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, told()
        time.sleep(0.05)


def children_of(pid: int) -> list[int]:
    """Return the processes that a process has started and that live."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, parent = stat.read_text("utf-8").rpartition(")")[2].split()[:2]
        except OSError:
            continue
        if int(parent) == pid and state != "Z":
            found.append(int(stat.parent.name))
    return sorted(found)


def is_alive(pid: int) -> bool:
    """Whether a process lives, rather than waits to be taken note of."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text("utf-8")
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"


def kill(pids: list[int]) -> None:
    """Kill processes that may have gone."""
    for pid in pids:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue

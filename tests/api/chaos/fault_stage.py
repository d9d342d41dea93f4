"""A service whose solver processes fail when they are told to, and orders of all kinds for it."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
from sqlalchemy import func, select

from api.settings import ServiceSettings
from api.store.database import Database, open_database
from api.store.tables import TERMINAL, plans, workers
from scheduler.generation.generate import generate
from scheduler.interchange.programme_json import write_programme
from tests.agreement.worlds import FIXTURES
from tests.api.chaos.fault_kinds import JOURNAL, MEMORY_LIMIT_MB, Wanted
from tests.api.chaos.stage import Part, ended
from tests.api.jobs.yard import children_of, program_with, until

WORKERS = 2
CHILD = "from tests.api.chaos.failing_child import main; main()"
PROGRAM = ("-c", program_with(memory_limit_mb=MEMORY_LIMIT_MB), CHILD)
HTTP_SECONDS = 30.0

PROGRAMMES = {
    "small": (FIXTURES / "programmes" / "small.json").read_bytes(),
    "none": (FIXTURES / "infeasible" / "change_freeze_year_end.json").read_bytes(),
    "middling": write_programme(generate(services=22, seed=2)),
}
"""Planned in a moment; has no plan; searched for longer than any trial lasts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A plan that was acknowledged."""

    plan: str
    wanted: Wanted
    programme: str
    limit: float
    sent_at: float
    """By the clock of the machine, in seconds, which is the database's too."""


@dataclass(slots=True, kw_only=True)
class FaultStage:
    """An API and workers, whose processes are all known by the journal in their environment."""

    parts: list[Part]
    client: httpx.Client
    database: Database
    journal: Path
    slots: int
    """Of all workers together."""
    programmes: dict[str, str] = field(default_factory=dict)
    orders: list[Order] = field(default_factory=list)

    def order(
        self,
        kind: str,
        *,
        always: bool = False,
        programme: str = "middling",
        limit: float = 1.0,
        compare: bool = False,
    ) -> Order:
        """Ask for a plan whose solver processes fail in this way."""
        wanted = Wanted(kind=kind, always=always, number=len(self.orders))
        body = {"time_limit_seconds": limit, "seed": wanted.seed, "compare": compare}
        sent_at = time.time()
        path = f"/v1/programmes/{self.programmes[programme]}/plans"
        made = self.client.post(path, json=body).raise_for_status().json()
        order = Order(
            plan=made["id"], wanted=wanted, programme=programme, limit=limit, sent_at=sent_at
        )
        self.orders.append(order)
        return order

    def under_way(self) -> int:
        """Return how many plans have not ended."""
        wanted = select(func.count()).select_from(plans).where(plans.c.state.not_in(TERMINAL))
        with self.database.reading() as c:
            return int(c.execute(wanted).scalar_one())

    def children(self) -> list[int]:
        """Return what API and workers have started."""
        return [pid for part in self.parts for pid in children_of(part.process.pid)]

    def marked(self) -> list[int]:
        """Return every process of this trial that lives, whoever its parent may be by now."""
        mark = f"{JOURNAL}={self.journal}".encode()
        found = []
        for environ in Path("/proc").glob("[0-9]*/environ"):
            try:
                if mark in environ.read_bytes().split(b"\0"):
                    found.append(int(environ.parent.name))
            except OSError:
                continue
        return [pid for pid in found if pid != os.getpid()]


@contextmanager
def fault_stage(settings: ServiceSettings, folder: Path, slots: int) -> Iterator[FaultStage]:
    """Have such a service for a while, with so many slots in each worker."""
    folder.mkdir(parents=True, exist_ok=True)
    journal = folder / "journal"
    os.environ[JOURNAL] = str(journal)
    data = ["--data", str(settings.data)] if settings.database_url is None else []
    serve = Part(["serve", "--port", "0", "--workers", "0", *data], settings, folder / "api.log")
    parts = [serve]
    try:
        until(lambda: serve.address() is not None, lambda: "the service does not come up")
        for number in range(WORKERS):
            words = ["worker", "--slots", str(slots), *data]
            parts.append(Part(words, settings, folder / f"worker-{number}.log", PROGRAM))
        database = open_database(settings.store_url)
        client = httpx.Client(base_url=serve.address() or "", timeout=HTTP_SECONDS)
        stage = FaultStage(
            parts=parts,
            client=client,
            database=database,
            journal=journal,
            slots=slots * WORKERS,
        )
        until(lambda: _registered(database) == WORKERS and bool(stage.children()))
        for name, document in PROGRAMMES.items():
            made = client.post(
                "/v1/programmes", content=document, headers={"Content-Type": "application/json"}
            )
            stage.programmes[name] = made.raise_for_status().json()["id"]
        try:
            yield stage
        finally:
            client.close()
            database.close()
    finally:
        ended(parts)
        os.environ.pop(JOURNAL, None)


def _registered(database: Database) -> int:
    with database.reading() as c:
        return int(c.execute(select(func.count()).select_from(workers)).scalar_one())


def feed(
    stage: FaultStage, at_once: int, more: Callable[[], bool], order: Callable[[], Order]
) -> None:
    """Keep so many plans under way for as long as more are wanted."""
    while more():
        for _ in range(at_once - stage.under_way()):
            order()
        time.sleep(0.1)

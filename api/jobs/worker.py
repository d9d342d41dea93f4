"""A worker process: what runs in it, and how it stops."""

from __future__ import annotations

import logging
import os
import secrets
import socket
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Literal

from api.errors import DatabaseUnavailable
from api.jobs.astray import Astray
from api.jobs.dbos_engine import DbosEngine
from api.jobs.dispatching import dispatch
from api.jobs.heartbeat import Heartbeat
from api.jobs.job import job_at
from api.jobs.processors import searches_side_by_side
from api.jobs.retaining import Retaining
from api.jobs.rounds import Rounds, patiently
from api.jobs.takeover import Takeover
from api.jobs.warm import WarmProcesses
from api.jobs.webhooks import Sender
from api.jobs.workplace import Workplace
from api.settings import ServiceSettings
from api.store import workers
from api.store.database import Database, migrate, open_database, warn_of_bypass
from api.store.deliveries import forget_deliveries
from api.store.idempotency import forget_replies
from api.telemetry.tracing import Tracing

DISPATCH_SECONDS = 0.1
SWEEP_SECONDS = 1.0
REFILL_SECONDS = 0.1
SEND_SECONDS = 0.5
SENDERS = 4
"""Webhooks that are told things side by side, so that a slow one keeps few others waiting."""
TIDY_SECONDS = 600.0
DAY_MS = 86_400_000
STOP_WITHIN_SECONDS = 15.0

Left = Literal["stopped", "declared dead"]

log = logging.getLogger(__name__)


def new_name() -> str:
    """Return a name that no worker has had."""
    return f"{socket.gethostname()}-{os.getpid()}-{secrets.token_hex(4)}"


class Worker:
    """Takes plans from the queue until it is told to leave."""

    def __init__(
        self, settings: ServiceSettings, *, slots: int, name: str, tracing: Tracing | None = None
    ) -> None:
        """Open nothing yet; the caller closes the tracing."""
        self._settings = settings
        self._slots = slots
        self._tracing = tracing
        self._name = name
        self._leaving = threading.Event()
        self._declared_dead = False

    def leave(self) -> None:
        """Ask for the end; safe in a signal handler."""
        self._leaving.set()

    def run(self) -> Left:
        """Work until told to leave, or declared dead by the others.

        Raises UnsafeDatabase; DatabaseUnavailable where it was never there until told to leave.
        """
        database = patiently(lambda: open_database(self._settings.store_url), self._leaving)
        try:
            patiently(lambda: migrate(database), self._leaving)
            patiently(lambda: warn_of_bypass(database), self._leaving)
            self._work(database)
        finally:
            database.close()
        return "declared dead" if self._declared_dead else "stopped"

    def _work(self, database: Database) -> None:
        warm = WarmProcesses(self._slots)
        place = Workplace(
            worker=self._name,
            database=database,
            settings=self._settings,
            warm=warm,
            searches=searches_side_by_side(self._slots),
            leaving=self._leaving,
            slots=self._slots,
            tracing=self._tracing,
        )
        engine = DbosEngine(self._settings.jobs_url, self._name, self._slots)
        beats = self._settings.heartbeat_seconds
        lost_after = self._settings.lost_after_seconds
        astray = Astray(engine, self._name)
        heartbeat = Heartbeat(database, self._name, lost_after, self._die)
        takeover = Takeover(
            database, engine, self._name, self._settings, lambda: heartbeat.is_steady
        )
        retaining = Retaining(database, self._name, self._settings)
        before = [
            # Never slower: others soon judge again when the database is back from an outage.
            Rounds("heartbeat", beats, heartbeat.beat, longest=beats),
            Rounds("solver processes", REFILL_SECONDS, warm.refill),
            # Ended last: whoever gives plans back does not wait for receivers.
            *self._senders(database),
        ]
        after = [
            Rounds("dispatch", DISPATCH_SECONDS, self._dispatching(database, engine)),
            Rounds("takeover", SWEEP_SECONDS, takeover.sweep),
            Rounds("jobs astray", SWEEP_SECONDS, astray.sweep),
            Rounds("old plans", TIDY_SECONDS, retaining.sweep),
            Rounds("old replies", TIDY_SECONDS, lambda: self._forget_replies(database)),
            Rounds("old deliveries", TIDY_SECONDS, lambda: self._forget_deliveries(database)),
        ]
        # Known before it can hold a job, so that no job is taken for a lost worker's.
        patiently(lambda: self._register(database), self._leaving)
        _start(before)
        try:
            engine.start(astray.noting(job_at(place)))
            _start(after)
            log.info("worker %s is ready, %s slot(s)", self._name, self._slots)
            self._leaving.wait()
        finally:
            self._leaving.set()
            _stop(after)
            engine.stop(STOP_WITHIN_SECONDS)
            _stop(before)
            warm.close()
            with suppress(DatabaseUnavailable), database.writing() as connection:
                workers.forget(connection, self._name)
            log.info("worker %s has left", self._name)

    def _register(self, database: Database) -> None:
        with database.writing() as connection:
            workers.register(connection, self._name, socket.gethostname(), os.getpid())

    def _dispatching(self, database: Database, engine: DbosEngine) -> Callable[[], None]:
        return lambda: dispatch(database, engine, self._name, self._settings)

    def _forget_replies(self, database: Database) -> None:
        with database.writing() as connection:
            forget_replies(connection, self._settings.replies_kept_days * DAY_MS)

    def _forget_deliveries(self, database: Database) -> None:
        with database.writing() as connection:
            forget_deliveries(connection, self._settings.deliveries_kept_days * DAY_MS)

    def _senders(self, database: Database) -> list[Rounds]:
        return [
            Rounds(
                f"webhooks {number}",
                SEND_SECONDS,
                # Names that differ, as each claims for itself.
                Sender(database, f"{self._name}-{number}", self._settings, self._leaving).send_due,
            )
            for number in range(1, SENDERS + 1)
        ]

    def _die(self) -> None:
        """Leave as one whose plans others have: nothing it still writes counts."""
        if not self._leaving.is_set():
            log.warning("worker %s was declared dead; it begins anew", self._name)
            self._declared_dead = True
            self._leaving.set()


def _start(rounds: Sequence[Rounds]) -> None:
    for each in rounds:
        each.start()


def _stop(rounds: Sequence[Rounds]) -> None:
    for each in rounds:
        each.stop()

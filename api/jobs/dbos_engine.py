"""The job engine: DBOS, in a file of its own beside ours or in the schema `dbos`."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any

from dbos import DBOS, DBOSConfig, SetEnqueueOptions, SetWorkflowID, WorkflowStatus
from dbos._serialization import DBOSPortableJSON
from sqlalchemy import Engine, create_engine, event, make_url, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import ConnectionPoolEntry

from api.errors import DatabaseUnavailable
from api.jobs.engine import HeldJob, Work, job_name
from api.jobs.engine_log import quieten
from api.store.failures import is_passing
from api.store.postgresql import connecting
from api.store.sqlite import is_write_ahead_safe, open_sqlite

NAME = "phased-exit"
SCHEMA = "dbos"
VERSION = "1"
"""Of what a job means. DBOS runs a job only where the version is its own, so releases share one."""

QUEUE = "plans"
POLL_SECONDS = 0.1
UNENDED = ("ENQUEUED", "DELAYED", "PENDING")
HELD = "PENDING"
BUSY_TIMEOUT_MS = 30_000
LAUNCH_LOCK = 7_083_020_114
"""As the store's for migrations: any number no other program is likely to use."""

LOCK_POLL_SECONDS = 0.1
_TRY_LOCK = text("SELECT pg_try_advisory_lock(:number)")

FIRST_TIME = 2
AGAIN = 1
"""Priorities: what was begun before goes ahead of what was not."""


class DbosEngine:
    """DBOS under a worker's name; one in a process."""

    def __init__(self, url: str, worker: str, slots: int) -> None:
        """Keep how to start; nothing is opened yet."""
        self._url = url
        self._worker = worker
        self._slots = slots
        self._job: Any = None

    def start(self, work: Work) -> None:
        """Begin to take jobs, as many at once as there are slots.

        The queue's setting is in the database: of workers with different slots the last one started
        decides for all. Raises DatabaseUnavailable.
        """
        quieten()
        try:
            self._launch(work)
        except DBAPIError as error:
            if is_passing(error):
                raise DatabaseUnavailable(str(error.orig)) from error
            raise

    def _launch(self, work: Work) -> None:
        with _one_at_a_time(self._url):
            DBOS(config=_config(self._url, self._worker))
            DBOS.listen_queues([QUEUE])
            # The claim in our own tables counts attempts; the engine need not.
            self._job = DBOS.workflow(name="plan", max_recovery_attempts=None)(work)
            DBOS.launch()
            DBOS.register_queue(
                QUEUE,
                worker_concurrency=self._slots,
                polling_interval_sec=POLL_SECONDS,
                on_conflict="always_update",
            )

    def slots(self) -> int:
        """Return how many jobs each worker takes at once, as the database has it."""
        queue = DBOS.retrieve_queue(QUEUE)
        found = None if queue is None else queue.worker_concurrency
        return self._slots if found is None else found

    def enqueue(self, plan: str, dispatch: int) -> None:
        """Put a job in the queue; a name that was met before changes nothing."""
        priority = FIRST_TIME if dispatch == 1 else AGAIN
        with SetWorkflowID(job_name(plan, dispatch)), SetEnqueueOptions(priority=priority):
            DBOS.enqueue_workflow(QUEUE, self._job, plan, dispatch)

    def held(self) -> list[HeldJob]:
        """Return the jobs that workers have begun, alive or not."""
        return [
            HeldJob(name=job.workflow_id, worker=job.executor_id or "")
            for job in _listed(status=HELD)
        ]

    def unended(self, names: Collection[str]) -> set[str]:
        """Return those jobs which wait or are held."""
        if not names:
            return set()
        found = _listed(workflow_ids=sorted(names), status=list(UNENDED))
        return {job.workflow_id for job in found}

    def give_back(self, names: Collection[str]) -> None:
        """Put jobs back in the queue; what their first holders say of them counts no more."""
        if names:
            DBOS.resume_workflows(sorted(names), queue_name=QUEUE)

    def stop(self, within_seconds: float) -> None:
        """Take no more jobs, wait for those at work, and let go of the database."""
        DBOS.destroy(workflow_completion_timeout_sec=int(within_seconds))


def _listed(**wanted: Any) -> list[WorkflowStatus]:  # noqa: ANN401 - as the library takes them
    return DBOS.list_workflows(**wanted, load_input=False, load_output=False)


def _config(url: str, worker: str) -> DBOSConfig:
    config = DBOSConfig(
        name=NAME,
        system_database_url=url,
        dbos_system_schema=SCHEMA,
        application_version=VERSION,
        executor_id=worker,
        serializer=DBOSPortableJSON,
        sys_db_pool_size=6,
        # Nothing waits for messages of the engine's: no connection is kept to listen.
        use_listen_notify=False,
        scheduler_polling_interval_sec=3600.0,
        log_level="WARNING",
        enable_otlp=False,
    )
    if url.startswith("sqlite"):
        config["system_database_engine"] = _sqlite(url)
    else:
        # Else a server that is gone without a word would be waited for without end.
        config["db_engine_kwargs"] = {"connect_args": connecting(make_url(url))}
    return config


def _sqlite(url: str) -> Engine:
    """Return an engine on the file, as safe as the one on ours, with transactions as DBOS does."""
    # Sets the file's journal mode, and refuses what is unsafe.
    open_sqlite(make_url(url)).dispose()
    write_ahead = is_write_ahead_safe(sqlite3.sqlite_version_info)
    engine = create_engine(url, pool_size=6, max_overflow=10, pool_timeout=30)

    def prepare(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
        connection.isolation_level = "IMMEDIATE"
        connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
        connection.execute(f"PRAGMA synchronous = {'FULL' if write_ahead else 'EXTRA'}")
        connection.execute("PRAGMA foreign_keys = ON")

    event.listen(engine, "connect", prepare)
    return engine


@contextmanager
def _one_at_a_time(url: str) -> Iterator[None]:
    """Let workers that start together create and migrate the engine's tables in turn.

    On SQLite the engine's own migration holds the file's write lock.
    """
    if url.startswith("sqlite"):
        yield
        return
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            # Asked for again and again: a statement that waits would itself be waited for by the
            # indexes that the one who holds the lock is making.
            while not connection.execute(_TRY_LOCK, {"number": LAUNCH_LOCK}).scalar_one():
                time.sleep(LOCK_POLL_SECONDS)
            yield
    finally:
        engine.dispose()

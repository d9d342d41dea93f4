"""Filling an empty database from a backup, all of it or nothing."""

import os
import shutil
import time
from pathlib import Path

from sqlalchemy import Connection, delete, func, insert, select

from api.errors import ArchiveRejected
from api.store import workers
from api.store.archive import KEPT, Manifest, heads, read_manifest, rows_of
from api.store.audit_chain import verify_chains
from api.store.backup import sync_folder
from api.store.database import Database, migrate, open_database

LIVING_MS = 10_000
"""A worker that gave a sign of life within this time counts as running."""


def restore(database: Database, archive: Path, *, force: bool) -> Manifest:
    """Fill a database from a backup; what it holds is replaced only by `force`.

    Raises ArchiveRejected where it holds something, workers run on it, or the backup is not whole;
    then nothing has changed. Raises DatabaseUnavailable.
    """
    manifest = read_manifest(archive)
    with database.writing() as c:
        if workers.alive(c, LIVING_MS):
            raise ArchiveRejected("workers are running on the database; stop the service first")
        if any(c.execute(select(func.count()).select_from(table)).scalar_one() for table in KEPT):
            if not force:
                raise ArchiveRejected("the database holds something; --force replaces it")
            for table in reversed(KEPT):
                c.execute(delete(table))
        _fill(c, archive, manifest)
    return manifest


def restore_file(file: Path, archive: Path, *, force: bool) -> Manifest:
    """Make a SQLite file from a backup, and put it in its place when all of it was verified.

    What was there is moved to a folder beside it. The job engine's file goes with it: the engine's
    jobs are ordered anew. Raises as `restore`.
    """
    read_manifest(archive)
    folder = file.parent
    there = _files_of(folder)
    if there and not force:
        raise ArchiveRejected(f"{folder} holds something; --force replaces it, and keeps it aside")
    if file.exists():
        _refuse_while_running(file)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    place = folder / f".restoring-{os.getpid()}"
    shutil.rmtree(place, ignore_errors=True)
    try:
        made = place / file.name
        database = open_database(f"sqlite:///{made}")
        try:
            migrate(database)
            manifest = restore(database, archive, force=False)
        finally:
            database.close()
        made.chmod(0o600)
        with made.open("rb") as written:
            os.fsync(written.fileno())
        _put_aside(folder, _files_of(folder))
        made.replace(file)
        sync_folder(folder)
    finally:
        shutil.rmtree(place, ignore_errors=True)
    return manifest


def _fill(c: Connection, archive: Path, manifest: Manifest) -> None:
    for table in KEPT:
        for batch in rows_of(archive, table):
            c.execute(insert(table), batch)
    broken = [each.tenant for each in verify_chains(c) if not each.holds]
    if broken:
        raise ArchiveRejected(f"the audit in the backup is broken, of {', '.join(broken)}")
    if heads(c) != manifest.chains:
        raise ArchiveRejected("the audit in the backup does not end where its manifest says")
    if c.dialect.name == "sqlite":
        found = c.exec_driver_sql("PRAGMA integrity_check").scalar_one()
        row = c.exec_driver_sql("PRAGMA foreign_key_check").first()
        if found != "ok" or row is not None:
            raise ArchiveRejected(f"the restored file is damaged: {found}, {row}")


def _refuse_while_running(file: Path) -> None:
    database = open_database(f"sqlite:///{file}")
    try:
        with database.reading() as c:
            if c.dialect.has_table(c, "workers") and workers.alive(c, LIVING_MS):
                raise ArchiveRejected("workers are running on the folder; stop the service first")
    finally:
        database.close()


def _files_of(folder: Path) -> list[Path]:
    """Return the databases of a folder, with their journals and logs."""
    if not folder.is_dir():
        return []
    names = ("phased-exit.db", "jobs.db")
    endings = ("", "-journal", "-wal", "-shm")
    wanted = [folder / f"{name}{ending}" for name in names for ending in endings]
    return [path for path in wanted if path.exists()]


def _put_aside(folder: Path, files: list[Path]) -> None:
    if not files:
        return
    aside = folder / f"before-restore-{time.time_ns() // 1_000_000}"
    aside.mkdir(mode=0o700)
    for path in files:
        path.replace(aside / path.name)
    sync_folder(aside)

"""Making backups: whole and on disk under their name, or not there at all."""

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from api.errors import ArchiveRejected, UnsafeDatabase
from api.store.archive import Manifest, write_archive
from api.store.database import Database, open_database


def back_up(database: Database, target: Path, program: str) -> Manifest:
    """Write a backup of everything while the service goes on; nothing is ever overwritten.

    Raises ArchiveRejected where the file exists or cannot be written; UnsafeDatabase where the
    database itself is damaged; DatabaseUnavailable.
    """
    if target.exists():
        raise ArchiveRejected(f"{target} exists; a backup overwrites nothing")
    try:
        with tempfile.TemporaryDirectory(prefix=".backup-", dir=target.absolute().parent) as place:
            beside = Path(place) / "new"
            with (
                _still(database, Path(place)) as still,
                still.reading() as connection,
                os.fdopen(os.open(beside, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600), "wb") as file,
            ):
                manifest = write_archive(connection, file, program)
                file.flush()
                os.fsync(file.fileno())
            # The name is taken first, so that of two who want it one is refused.
            os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
            beside.replace(target)
            sync_folder(target.absolute().parent)
    except OSError as error:
        raise ArchiveRejected(f"{target} cannot be written: {error.strerror}") from error
    return manifest


@contextmanager
def _still(database: Database, place: Path) -> Iterator[Database]:
    """Open what the database holds at this moment.

    A reader of a SQLite file keeps writers waiting where there is no write-ahead log; so it is
    copied page by page, which takes a moment, and the copy is read.
    """
    if database.dialect == "postgresql":
        yield database
        return
    copy = place / "copy.db"
    try:
        with (
            closing(sqlite3.connect(str(database.engine.url.database))) as source,
            closing(sqlite3.connect(copy)) as made,
        ):
            source.backup(made)
            found = made.execute("PRAGMA integrity_check").fetchone()[0]
    except sqlite3.DatabaseError as error:
        found = str(error)
    if found != "ok":
        raise UnsafeDatabase(f"the database is damaged: {found}")
    opened = open_database(f"sqlite:///{copy}")
    try:
        yield opened
    finally:
        opened.close()


def sync_folder(folder: Path) -> None:
    """Let the names in a folder reach the disk."""
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)

"""Backups: everything of every tenant in one file that either kind of database can be filled from.

A ZIP archive: `tables/NAME.jsonl` holds the rows of a table as JSON, one a line, and
`manifest.json` says which program made it, from which tables, with the number of rows and the
SHA-256 of each, and where each tenant's chain of the audit ended. Workers and leases are those of
running processes, and the job engine's tables can be made anew from ours: neither is kept.
"""

import hashlib
import json
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

from sqlalchemy import Connection, Table, select

from api.errors import ArchiveRejected
from api.store.clock import database_now
from api.store.migration import newest
from api.store.tables import METADATA, chains, leases, workers

FORMAT = 1
MANIFEST = "manifest.json"
KEPT: tuple[Table, ...] = tuple(t for t in METADATA.sorted_tables if t not in (workers, leases))
"""In an order in which no row refers to one that comes later."""

AT_ONCE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What an archive holds of a table."""

    name: str
    rows: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What an archive says of itself."""

    format: int
    program: str
    migration: str
    made_at: int
    database: str
    tables: list[Kept]
    chains: list[dict[str, Any]]

    @property
    def rows(self) -> int:
        """Of all tables."""
        return sum(table.rows for table in self.tables)


def write_archive(c: Connection, file: IO[bytes], program: str) -> Manifest:
    """Write all that one transaction sees, and return what was said of it."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        manifest = Manifest(
            format=FORMAT,
            program=program,
            migration=newest(),
            made_at=database_now(c),
            database=c.dialect.name,
            tables=[_write(c, archive, table) for table in KEPT],
            chains=heads(c),
        )
        archive.writestr(MANIFEST, json.dumps(asdict(manifest), ensure_ascii=False, indent=1))
    return manifest


def heads(c: Connection) -> list[dict[str, Any]]:
    """Return where each tenant's chain ends."""
    wanted = select(chains.c.tenant, chains.c.number, chains.c.digest).order_by(chains.c.tenant)
    return [dict(row) for row in c.execute(wanted).mappings()]


def _write(c: Connection, archive: zipfile.ZipFile, table: Table) -> Kept:
    # What refers to a row of its own table comes after it: analyses after plans, then shares.
    within = [
        key.parent.is_not(None)
        for key in table.foreign_keys
        if key.column.table is table and key.parent.nullable
    ]
    wanted = select(table).order_by(*within, *table.primary_key.columns)
    digest, rows = hashlib.sha256(), 0
    with archive.open(_member(table.name), "w", force_zip64=True) as member:
        for row in c.execute(wanted, execution_options={"yield_per": AT_ONCE}).mappings():
            line = line_of({**row})
            digest.update(line)
            member.write(line)
            rows += 1
    return Kept(name=table.name, rows=rows, sha256=digest.hexdigest())


def line_of(row: Mapping[str, Any]) -> bytes:
    """Return a row as an archive holds it."""
    return (json.dumps(dict(row), ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def read_manifest(path: Path) -> Manifest:
    """Return what an archive says of itself, having looked that all of it is there as it was made.

    Raises ArchiveRejected.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            manifest = _manifest(json.loads(archive.read(MANIFEST)))
            for table in manifest.tables:
                _check(archive, table)
    except (OSError, zipfile.BadZipFile, KeyError, TypeError, ValueError, EOFError) as error:
        raise ArchiveRejected(f"{path} is no whole backup: {error}") from error
    return manifest


def _manifest(said: Mapping[str, Any]) -> Manifest:
    if said["format"] != FORMAT:
        raise ArchiveRejected(f"the backup has format {said['format']}; {FORMAT} is read here")
    manifest = Manifest(**{**said, "tables": [Kept(**table) for table in said["tables"]]})
    if manifest.migration != newest():
        raise ArchiveRejected(
            f"the backup was made by version {manifest.program} with tables {manifest.migration}, "
            f"here they are {newest()}: restore it with that version, then start this one on it"
        )
    if [table.name for table in manifest.tables] != [table.name for table in KEPT]:
        raise ArchiveRejected("the backup does not hold the tables that it should")
    return manifest


def _check(archive: zipfile.ZipFile, table: Kept) -> None:
    digest, rows = hashlib.sha256(), 0
    with archive.open(_member(table.name)) as member:
        for line in member:
            digest.update(line)
            rows += 1
    if (rows, digest.hexdigest()) != (table.rows, table.sha256):
        raise ArchiveRejected(f"the backup's rows of {table.name} are not those that were written")


def rows_of(path: Path, table: Table) -> Iterator[list[dict[str, Any]]]:
    """Yield the rows of a table, some at once."""
    with zipfile.ZipFile(path) as archive, archive.open(_member(table.name)) as member:
        batch: list[dict[str, Any]] = []
        for line in member:
            batch.append(json.loads(line))
            if len(batch) == AT_ONCE:
                yield batch
                batch = []
        if batch:
            yield batch


def _member(name: str) -> str:
    return f"tables/{name}.jsonl"

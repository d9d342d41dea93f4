"""What was acknowledged before a backup is there after it was restored, on either database."""

import hashlib
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.errors import ArchiveRejected, UnsafeDatabase
from api.jobs.takeover import Takeover
from api.settings import ServiceSettings
from api.store import outbox, workers
from api.store.archive import read_manifest
from api.store.audit_chain import verify_chains
from api.store.backup import back_up
from api.store.database import Database, migrate, open_database
from api.store.restoring import restore, restore_file
from tests.api.conftest import opened
from tests.api.postgres import Postgres
from tests.api.store.shelf import claim, do, everything, finish, look, save, stock, stop, unsent


def filled(database: Database) -> None:
    """Store plans in every state, of two tenants, with an analysis."""
    stock(database, "pln_a", "pln_b", "pln_c")
    stock(database, "pln_s", tenant="south")
    done = claim(database, id="pln_a")
    save(database, done, '{"why":"£ 🏛"}')
    finish(database, done)
    claim(database, id="pln_b")
    stop(database, "pln_b")
    do(
        database,
        "INSERT INTO plans (id, tenant, programme, revision, state, settings, submitted_at,"
        " submitted_by, attempt, dispatch, incumbents, last_event, kind, about)"
        " VALUES ('anl_0', 'north', 'prg_a', 1, 'queued', '{}', 1, 'ann', 0, 1, 0, 0,"
        " 'analysis', 'pln_a')",
    )
    # Its id stands before that of what it is a share of.
    do(
        database,
        "INSERT INTO plans (id, tenant, programme, revision, state, settings, submitted_at,"
        " submitted_by, attempt, dispatch, incumbents, last_event, kind, about, parent)"
        " VALUES ('a', 'north', 'prg_a', 1, 'queued', '{}', 1, 'ann', 0, 1, 0, 0,"
        " 'share', 'pln_a', 'anl_0')",
    )
    do(
        database,
        "INSERT INTO questions (plan, attempt, number, tenant, asked)"
        " VALUES ('anl_0', 1, 1, 'north', 'why')",
    )
    with database.writing() as c:
        outbox.mark_sent(c, "pln_b", 1)
        workers.take_lease(c, "takeover", "w1", 1)


def kept(database: Database) -> dict[str, list[tuple[object, ...]]]:
    found = everything(database)
    return {name: rows for name, rows in found.items() if name not in {"workers", "leases"}}


@pytest.fixture
def archive(database: Database, tmp_path: Path) -> Path:
    filled(database)
    made = back_up(database, tmp_path / "backup.zip", "0.1.0")
    assert made == read_manifest(tmp_path / "backup.zip")
    return tmp_path / "backup.zip"


@pytest.fixture(params=["to sqlite", "to postgresql"])
def other(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """Another, empty database."""
    if request.param == "to sqlite":
        with opened(f"sqlite:///{tmp_path / 'other' / 'phased-exit.db'}") as found:
            migrate(found)
            yield found
        return
    server: Postgres = request.getfixturevalue("postgres")
    name = server.create()
    with opened(server.sqlalchemy_url(name)) as found:
        migrate(found)
        yield found
    server.drop(name)


def test_what_was_kept_is_there_again(database: Database, archive: Path, other: Database) -> None:
    before = kept(database)
    stock(database, "pln_later")
    assert restore(other, archive, force=False).rows == sum(map(len, before.values()))
    assert kept(other) == before
    with other.reading() as c:
        assert all(chain.holds for chain in verify_chains(c))
    # It goes on where it was.
    stock(other, "pln_more")
    claim(other, id="pln_more")
    with other.reading() as c:
        assert all(chain.holds for chain in verify_chains(c))


class _Engine:
    """An engine that has lost everything."""

    def held(self) -> list[object]:
        return []

    def unended(self, _names: object) -> set[str]:
        return set()

    def give_back(self, _names: object) -> None:
        return


def test_jobs_are_made_anew_from_what_was_kept(
    database: Database, archive: Path, tmp_path: Path
) -> None:
    file = tmp_path / "new" / "phased-exit.db"
    restore_file(file, archive, force=False)
    with opened(f"sqlite:///{file}") as restored:
        with restored.writing() as c:
            workers.register(c, "w9", "host", 1)
        takeover = Takeover(restored, _Engine(), "w9", ServiceSettings(), lambda: True)  # type: ignore[arg-type]
        takeover.sweep()
        with restored.reading() as c:
            due = dict(unsent(c, 10))
        # What was handed over before is handed over under a new number; the rest still waits.
        assert due == {"pln_b": 2, "pln_c": 1, "pln_s": 1}
        assert look(restored, "pln_b").state == "stopping"
    assert not (tmp_path / "new" / "jobs.db").exists()
    assert look(database, "pln_b").dispatch == 1


def test_nothing_is_overwritten(database: Database, archive: Path, tmp_path: Path) -> None:
    before = archive.read_bytes()
    with pytest.raises(ArchiveRejected, match="exists"):
        back_up(database, archive, "0.1.0")
    assert archive.read_bytes() == before
    assert archive.stat().st_mode & 0o077 == 0
    assert not list(tmp_path.glob(".backup-*"))
    held = kept(database)
    with pytest.raises(ArchiveRejected, match="--force"):
        restore(database, archive, force=False)
    assert kept(database) == held


def test_by_force_what_was_there_is_replaced(database: Database, archive: Path) -> None:
    before = kept(database)
    stock(database, "pln_later")
    restore(database, archive, force=True)
    assert kept(database) == before


def test_files_are_replaced_by_force_and_kept_aside(archive: Path, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    file = folder / "phased-exit.db"
    restore_file(file, archive, force=False)
    (folder / "jobs.db").write_bytes(b"jobs")
    (folder / "phased-exit.db-journal").write_bytes(b"of another file")
    old = file.read_bytes()
    with pytest.raises(ArchiveRejected, match="--force"):
        restore_file(file, archive, force=False)
    (folder / "phased-exit.db-journal").unlink()
    restore_file(file, archive, force=True)
    (aside,) = folder.glob("before-restore-*")
    assert (aside / "phased-exit.db").read_bytes() == old
    assert (aside / "jobs.db").read_bytes() == b"jobs"
    assert not (folder / "jobs.db").exists()
    assert not list(folder.glob(".restoring-*"))


def test_nothing_is_replaced_under_running_workers(database: Database, archive: Path) -> None:
    with database.writing() as c:
        workers.register(c, "w1", "host", 1)
    with pytest.raises(ArchiveRejected, match="running"):
        restore(database, archive, force=True)


def test_a_backup_that_is_not_whole_changes_nothing(archive: Path, tmp_path: Path) -> None:
    file = tmp_path / "new" / "phased-exit.db"
    for number, bad in enumerate(_damaged(archive)):
        path = tmp_path / f"bad{number}.zip"
        path.write_bytes(bad)
        with pytest.raises(ArchiveRejected):
            restore_file(file, path, force=False)
        assert not file.exists()
        assert not list(file.parent.glob(".restoring-*"))


def _damaged(archive: Path) -> Iterator[bytes]:
    whole = archive.read_bytes()
    yield b""
    yield whole[: len(whole) // 2]
    yield _changed(archive, "tables/plans.jsonl", lambda text: text.replace(b"pln_a", b"pln_x"))
    # Changed with its digest: the chain tells.
    yield _forged(archive, b'"actor":"ann"', b'"actor":"eve"')
    yield _changed(archive, "manifest.json", lambda text: text.replace(b'"0.1.0"', b"0.1.0"))
    yield _changed(
        archive, "manifest.json", lambda text: text.replace(b'"format": 1', b'"format": 2')
    )


def _changed(archive: Path, member: str, change: object) -> bytes:
    made = archive.with_name("changed.zip")
    with zipfile.ZipFile(archive) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            new.writestr(name, change(text) if name == member else text)  # type: ignore[operator]
    return made.read_bytes()


def _forged(archive: Path, old: bytes, new: bytes) -> bytes:
    with zipfile.ZipFile(archive) as there:
        rows = there.read("tables/audit.jsonl").replace(old, new)
        manifest = json.loads(there.read("manifest.json"))
    for table in manifest["tables"]:
        if table["name"] == "audit":
            table["sha256"] = hashlib.sha256(rows).hexdigest()
    first = archive.with_name("forged.zip")
    first.write_bytes(_changed(archive, "tables/audit.jsonl", lambda _: rows))
    return _changed(first, "manifest.json", lambda _: json.dumps(manifest).encode())


def test_a_damaged_file_is_refused(sqlite_url: str) -> None:
    with opened(sqlite_url) as database:
        filled(database)
        file = Path(str(database.engine.url.database))
    pages = bytearray(file.read_bytes())
    for at in range(4096 * 5, len(pages), 4096 * 3):
        pages[at : at + 64] = b"\xff" * 64
    file.write_bytes(pages)
    with pytest.raises(UnsafeDatabase, match="damaged"):
        open_database(sqlite_url)


def test_a_damaged_index_is_found_before_a_backup_is_made(sqlite_url: str, tmp_path: Path) -> None:
    with opened(sqlite_url) as database:
        filled(database)
        with database.writing() as c:
            (page,) = c.exec_driver_sql(
                "SELECT rootpage FROM sqlite_master WHERE name = 'ix_plans_state_submitted_at_id'"
            ).one()
        file = Path(str(database.engine.url.database))
        with file.open("r+b") as pages:
            # The number of cells of the index's page.
            pages.seek((page - 1) * 4096 + 3)
            pages.write(b"\x00\x00")
        with pytest.raises(UnsafeDatabase, match="damaged"):
            back_up(database, tmp_path / "backup.zip", "0.1.0")
    assert list(tmp_path.glob("*backup*")) == []

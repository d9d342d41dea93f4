import sqlite3
import threading
import time
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from api.errors import DatabaseUnavailable, UnsafeDatabase
from api.store import postgresql, programmes
from api.store.clock import database_now
from api.store.database import Database, open_database
from api.store.sqlite import READ_CACHE_KIB, WRITE_CACHE_KIB, is_write_ahead_safe
from tests.api.conftest import opened
from tests.api.postgres import Postgres
from tests.api.store.shelf import DOCUMENT, PROGRAMME, TENANT, everything, look, stock


@pytest.mark.parametrize(
    ("version", "safe"),
    [
        ((3, 40, 1), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 45, 0), False),
        ((3, 50, 6), False),
        ((3, 50, 7), True),
        ((3, 51, 0), False),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 52, 0), True),
        ((4, 0, 0), True),
    ],
)
def test_write_ahead_logging_is_used_only_where_it_loses_nothing(
    version: tuple[int, ...], safe: bool
) -> None:
    assert is_write_ahead_safe(version) is safe


def pragma(database: Database, name: str) -> object:
    with database.reading() as c:
        return c.exec_driver_sql(f"PRAGMA {name}").scalar_one()


def test_a_connection_keeps_little_of_the_file_unless_it_writes(sqlite_url: str) -> None:
    with opened(sqlite_url) as database:
        for _ in range(2):
            assert pragma(database, "cache_size") == -READ_CACHE_KIB
            with database.writing() as c:
                found = c.exec_driver_sql("PRAGMA cache_size").scalar_one()
            assert found == -WRITE_CACHE_KIB


def test_a_pragma_that_does_not_hold_is_refused(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # SQLite takes nine for one.
    monkeypatch.setattr("api.store.sqlite.EXTRA", 9)
    monkeypatch.setattr("api.store.sqlite.FULL", 9)
    with (
        opened(sqlite_url) as database,
        pytest.raises(UnsafeDatabase, match="synchronous = 1; 9 is needed"),
        database.reading(),
    ):
        pass


@pytest.mark.parametrize(
    ("version", "journal", "synchronous"), [((3, 40, 1), "delete", 3), ((3, 51, 3), "wal", 2)]
)
def test_every_connection_to_sqlite_is_set_up_to_lose_nothing(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    version: tuple[int, ...],
    journal: str,
    synchronous: int,
) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", version)
    with opened(f"sqlite:///{tmp_path / 'a.db'}") as database:
        for _ in range(2):
            assert pragma(database, "journal_mode") == journal
            assert pragma(database, "synchronous") == synchronous
            assert pragma(database, "foreign_keys") == 1
            assert pragma(database, "trusted_schema") == 0
            assert pragma(database, "secure_delete") == 1
            assert pragma(database, "fullfsync") == 1
            assert pragma(database, "busy_timeout") == 10_000
            database.engine.dispose()


def test_a_file_is_brought_back_from_write_ahead_logging(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite:///{tmp_path / 'a.db'}"
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 51, 3))
    with opened(url) as database:
        assert pragma(database, "journal_mode") == "wal"
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 40, 1))
    with opened(url) as database:
        assert pragma(database, "journal_mode") == "delete"


def test_the_folder_of_the_file_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    with opened(f"sqlite:///{tmp_path / 'new' / 'a.db'}"):
        assert (tmp_path / "new").stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "mysql://localhost/x"])
def test_a_database_that_cannot_keep_anything_is_refused(url: str) -> None:
    with pytest.raises(UnsafeDatabase):
        open_database(url)


def test_an_old_sqlite_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 34, 1))
    with pytest.raises(UnsafeDatabase, match=r"3\.35"):
        open_database(f"sqlite:///{tmp_path / 'a.db'}")


def test_a_file_that_cannot_be_opened_is_no_riddle(tmp_path: Path) -> None:
    with pytest.raises(DatabaseUnavailable):
        open_database(f"sqlite:///{tmp_path}")


def test_a_postgresql_that_may_forget_is_refused(postgres: Postgres) -> None:
    name = postgres.create()
    postgres.set(name, "synchronous_commit", "off")
    with pytest.raises(UnsafeDatabase, match="synchronous_commit"):
        open_database(postgres.sqlalchemy_url(name))
    postgres.set(name, "synchronous_commit", "local")
    open_database(postgres.sqlalchemy_url(name)).close()
    postgres.drop(name)


@pytest.mark.parametrize("setting", ["fsync", "full_page_writes"])
def test_every_setting_that_loses_data_is_looked_at(
    postgres: Postgres, monkeypatch: pytest.MonkeyPatch, setting: str
) -> None:
    # These two belong to the whole server; so a setting that may be off stands in for them.
    assert setting in postgresql.DURABLE
    name = postgres.create()
    postgres.set(name, "enable_seqscan", "off")
    monkeypatch.setattr(postgresql, "DURABLE", ("enable_seqscan",))
    with pytest.raises(UnsafeDatabase, match="enable_seqscan"):
        open_database(postgres.sqlalchemy_url(name))
    postgres.drop(name)


def test_a_server_that_is_not_there_is_unavailable(postgres: Postgres) -> None:
    with pytest.raises(DatabaseUnavailable):
        open_database("postgresql+psycopg://nobody@127.0.0.1:1/nothing")
    with pytest.raises(DatabaseUnavailable):
        open_database(postgres.sqlalchemy_url("no_such_database"))


def test_waiting_for_postgresql_has_limits(postgres_url: str) -> None:
    with opened(postgres_url) as database:
        for transaction in (database.reading, database.writing):
            with transaction() as c:
                for name in ("statement_timeout", "lock_timeout"):
                    assert c.execute(text(f"SHOW {name}")).scalar_one() in {"15s", "10s"}
                limit = c.execute(text("SHOW idle_in_transaction_session_timeout")).scalar_one()
                assert limit == "30s"


@pytest.mark.parametrize(
    ("more", "name"), [("", "phased-exit"), ("?application_name=mine", "mine")]
)
def test_the_address_of_postgresql_may_say_more(postgres_url: str, more: str, name: str) -> None:
    with opened(postgres_url + more) as database, database.reading() as c:
        assert c.execute(text("SHOW application_name")).scalar_one() == name


def test_a_statement_that_takes_too_long_is_ended_and_unavailable(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(postgresql.LIMITS_MS, "statement_timeout", 50)
    with (
        opened(postgres_url) as database,
        pytest.raises(DatabaseUnavailable),
        database.writing() as c,
    ):
        c.execute(text("SELECT pg_sleep(5)"))


def test_a_connection_lost_in_the_middle_is_unavailable_and_then_well_again(
    postgres: Postgres, postgres_url: str
) -> None:
    with opened(postgres_url) as database:
        stock(database)
        before = everything(database)
        name = postgres_url.rsplit("/", 1)[1]

        def lose() -> None:
            with database.writing() as c:
                programmes.create_programme(
                    c, TENANT, "ann", programme_id="prg_b", name="n", hash="h", document="{}"
                )
                postgres.disconnect_all(name)
                database_now(c)

        with pytest.raises(DatabaseUnavailable):
            lose()
        assert everything(database) == before
        postgres.disconnect_all(name)
        assert look(database).state == "queued"


def test_what_was_acknowledged_survives_a_crash_of_the_server(
    postgres: Postgres, postgres_url: str
) -> None:
    with opened(postgres_url) as database:
        stock(database)
        before = everything(database)
        postgres.crash()
        assert everything(database) == before


def test_a_mistake_of_ours_is_not_called_unavailable(database: Database) -> None:
    with pytest.raises(DBAPIError), database.reading() as c:
        c.execute(text("SELECT * FROM no_such_table"))


def test_a_reader_sees_one_state_throughout(database: Database) -> None:
    stock(database)
    add = threading.Thread(target=stock, args=(database, "pln_b"))
    with database.reading() as c:
        before = c.execute(text("SELECT count(*) FROM plans")).scalar_one()
        add.start()
        if database.dialect == "postgresql":
            add.join()
        assert c.execute(text("SELECT count(*) FROM plans")).scalar_one() == before == 1
    add.join()
    with database.reading() as c:
        assert c.execute(text("SELECT count(*) FROM plans")).scalar_one() == 2


def test_who_reads_cannot_write(database: Database) -> None:
    stock(database)
    for _ in range(2):
        with pytest.raises(DatabaseUnavailable, match=r"read-?only"), database.reading() as c:
            c.execute(text("DELETE FROM events"))
    with database.writing() as c:
        assert c.execute(text("DELETE FROM events")).rowcount == 1


def test_writers_of_sqlite_take_turns_from_the_beginning(sqlite_url: str) -> None:
    # A writer that reads first and then writes must not fail because another wrote in between.
    order: list[str] = []

    def revise(name: str) -> None:
        # Each its own, as in a process of its own: so that SQLite has to keep them apart.
        with opened(sqlite_url) as database, database.writing() as c:
            found = programmes.get_programme(c, TENANT, PROGRAMME)
            assert found is not None
            order.append(name)
            programmes.add_revision(
                c,
                TENANT,
                name,
                PROGRAMME,
                expected=found.revision,
                name="n",
                hash="h",
                document=DOCUMENT,
                origin="replaced",
            )

    with opened(sqlite_url) as database:
        stock(database)
        threads = [threading.Thread(target=revise, args=(f"t{n}",)) for n in range(5)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        with database.reading() as c:
            found = programmes.list_revisions(c, TENANT, PROGRAMME, limit=9)
    assert [r.created_by for r in reversed(found)] == ["ann", *order]


def test_the_clock_is_the_present_in_milliseconds(database: Database) -> None:
    with database.reading() as c:
        before, now, after = time.time(), database_now(c), time.time()
    # Both databases run on this machine, so their clock is ours; SQLite's has a millisecond's grain.
    assert before * 1000 - 2 <= now <= after * 1000 + 2


def test_the_clock_goes_on_within_a_transaction(postgres_url: str) -> None:
    with opened(postgres_url) as database, database.reading() as c:
        first = database_now(c)
        c.execute(text("SELECT pg_sleep(0.02)"))
        assert database_now(c) >= first + 15

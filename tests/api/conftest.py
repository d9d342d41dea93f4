"""Databases for the service's tests: each test gets an empty one, of SQLite and of PostgreSQL."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from httpx import Client

from api.app import create_app
from api.settings import ServiceSettings
from api.store.database import Database, migrate, open_database
from api.store.tables import METADATA
from tests.api.in_process import client_of
from tests.api.postgres import Postgres, running


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL server of this test process; started when first asked for."""
    with running() as server:
        yield server


@contextmanager
def opened(url: str) -> Iterator[Database]:
    """Open a database for a while."""
    found = open_database(url)
    try:
        yield found
    finally:
        found.close()


@pytest.fixture(scope="session")
def postgres_with_tables(postgres: Postgres) -> str:
    """Name of a database with tables, that one test after the other uses and leaves empty."""
    name = postgres.create()
    with opened(postgres.sqlalchemy_url(name)) as database:
        migrate(database)
    return name


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with empty tables, to be copied."""
    path = tmp_path_factory.mktemp("template") / "template.db"
    with opened(f"sqlite:///{path}") as database:
        migrate(database)
    return path


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """SQLAlchemy address of a fresh SQLite database with empty tables."""
    path = tmp_path / "phased-exit.db"
    shutil.copyfile(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture
def postgres_url(postgres: Postgres, postgres_with_tables: str) -> Iterator[str]:
    """SQLAlchemy address of a PostgreSQL database with empty tables, which stay as they are."""
    yield postgres.sqlalchemy_url(postgres_with_tables)
    postgres.empty(postgres_with_tables, [t.name for t in reversed(METADATA.sorted_tables)])


@pytest.fixture
def blank_url(request: pytest.FixtureRequest, tmp_path: Path, dialect: str) -> Iterator[str]:
    """SQLAlchemy address of a fresh database without tables, of either kind."""
    if dialect == "sqlite":
        yield f"sqlite:///{tmp_path / 'folder' / 'blank.db'}"
        return
    server: Postgres = request.getfixturevalue("postgres")
    name = server.create()
    yield server.sqlalchemy_url(name)
    server.drop(name)


@pytest.fixture(params=["sqlite", "postgresql"])
def dialect(request: pytest.FixtureRequest) -> str:
    """The kind of database; a test that asks for it, or for what hangs on it, runs on both."""
    return str(request.param)


@pytest.fixture
def database_url(request: pytest.FixtureRequest, dialect: str) -> str:
    """SQLAlchemy address of a database with empty tables, of either kind."""
    name = "sqlite_url" if dialect == "sqlite" else "postgres_url"
    return str(request.getfixturevalue(name))


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """An open database with empty tables, of either kind."""
    with opened(database_url) as found:
        yield found


@pytest.fixture
def client(database: Database) -> Client:
    """The service on a fresh database of either kind, without a network or workers."""
    return client_of(create_app(ServiceSettings(), database))

"""The service for tests of its routes: on a fresh SQLite file, or on either kind of database."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from api.app import create_app
from api.settings import ServiceSettings
from api.store.database import Database
from tests.api.conftest import opened
from tests.api.in_process import client_of
from tests.api.routes.service import Service


@pytest.fixture
def service(sqlite_url: str) -> Iterator[Service]:
    """The service on a fresh SQLite database."""
    with opened(sqlite_url) as database, served(database) as found:
        yield found


@pytest.fixture
def either_service(database: Database) -> Iterator[Service]:
    """The service on a fresh database of either kind; such tests run twice."""
    with served(database) as found:
        yield found


@contextmanager
def served(database: Database, settings: ServiceSettings | None = None) -> Iterator[Service]:
    """Serve a database for a while."""
    app = create_app(settings or ServiceSettings(), database)
    with client_of(app) as client:
        yield Service(client, app.state.services)

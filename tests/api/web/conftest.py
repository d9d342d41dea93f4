"""The service with its pages, on either kind of database or on one."""

from collections.abc import Iterator

import pytest

from api.store.database import Database
from tests.api.conftest import opened
from tests.api.routes.conftest import served
from tests.api.routes.service import Service


@pytest.fixture
def service(database: Database) -> Iterator[Service]:
    """The service on a fresh database of either kind; such tests run twice."""
    with served(database) as found:
        yield found


@pytest.fixture
def service_on_sqlite(sqlite_url: str) -> Iterator[Service]:
    """The service on a fresh SQLite database, where the kind makes no difference."""
    with opened(sqlite_url) as database, served(database) as found:
        yield found

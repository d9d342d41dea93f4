"""Yards on fresh databases, of SQLite and of PostgreSQL."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from api.settings import ServiceSettings
from api.store.database import migrate
from tests.api.jobs.yard import Yard, yard_on
from tests.api.postgres import Postgres


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def yard(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Yard]:
    """A yard without workers, kept while the tests of a module go through its story."""
    folder: Path = tmp_path_factory.mktemp("yard")
    if request.param == "sqlite":
        with yard_on(ServiceSettings(data=folder), folder) as found:
            migrate(found.database)
            yield found
        return
    server: Postgres = request.getfixturevalue("postgres")
    name = server.create()
    settings = ServiceSettings(data=folder, database_url=server.sqlalchemy_url(name))
    with yard_on(settings, folder) as found:
        migrate(found.database)
        yield found
    server.drop(name)

"""A short run of `python -m tests.api.chaos.faults`, on both databases."""

from pathlib import Path

import pytest

from api.settings import ServiceSettings
from tests.api.chaos.faults import tried
from tests.api.postgres import Postgres

pytestmark = pytest.mark.slow


def test_every_fault_ends_as_what_it_is(
    request: pytest.FixtureRequest, dialect: str, tmp_path: Path
) -> None:
    settings = ServiceSettings(data=tmp_path / "data")
    if dialect == "postgresql":
        server: Postgres = request.getfixturevalue("postgres")
        url = server.sqlalchemy_url(server.create())
        settings = ServiceSettings(data=tmp_path / "data", database_url=url)
    assert tried(settings, tmp_path, 1)

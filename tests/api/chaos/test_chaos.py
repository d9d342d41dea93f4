"""A short run of `python -m tests.api.chaos`, on both databases."""

from pathlib import Path

import pytest

from api.settings import ServiceSettings
from tests.api.chaos.rounds import Attack, rounds_of_kills
from tests.api.postgres import Postgres

pytestmark = pytest.mark.slow

KILLS = 4


def test_nothing_is_lost_duplicated_or_stuck(
    request: pytest.FixtureRequest, dialect: str, tmp_path: Path
) -> None:
    settings = ServiceSettings(data=tmp_path / "data")
    crash = None
    if dialect == "postgresql":
        server: Postgres = request.getfixturevalue("postgres")
        url = server.sqlalchemy_url(server.create())
        settings = ServiceSettings(data=tmp_path / "data", database_url=url)
        crash = server.crash
    report = rounds_of_kills(settings, tmp_path, Attack(kills=KILLS, crash=crash), 1, print)
    assert report.is_clean, report.lines()
    assert report.acknowledged > 0
    assert not report.failed, report.lines()

"""What waits on its way in or out waits in memory while it is little, and in no named file."""

import errno
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import Any

import pytest

from api.app import create_app
from api.errors import DatabaseUnavailable
from api.http.passing_files import IN_MEMORY_BYTES, PassingFiles, put, rewound, whole
from api.settings import ServiceSettings
from api.store.database import Database
from tests.api.in_process import client_of
from tests.api.programmes import JSON, problem, stored


@pytest.fixture
def dialect() -> str:
    """The database plays no part here."""
    return "sqlite"


@pytest.mark.parametrize("length", [0, 1, IN_MEMORY_BYTES, IN_MEMORY_BYTES + 1, 300_000])
@pytest.mark.parametrize("folder", ["", "nowhere"])
def test_what_is_written_is_read_and_no_name_is_left(
    tmp_path: Path, length: int, folder: str
) -> None:
    data = bytes(number % 251 for number in range(length))
    with PassingFiles(tmp_path / folder).new() as file:
        for at in range(0, length, 10_000):
            put(file, data[at : at + 10_000])
        assert list(tmp_path.iterdir()) == []
        assert rewound(file) == length
        assert whole(file) == data


def _full(*_: Any) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def test_no_space_is_told_as_where_the_database_has_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SpooledTemporaryFile, "write", _full)
    with PassingFiles(tmp_path).new() as file, pytest.raises(DatabaseUnavailable):
        put(file, b"x")


def test_a_body_and_an_answer_without_space_are_problems(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = client_of(create_app(ServiceSettings(), database))
    programme = stored(client)
    monkeypatch.setattr(SpooledTemporaryFile, "write", _full)
    refused = [client.post("/v1/validate", content=b"{}", headers=JSON), client.get(programme)]
    for response in refused:
        problem(response, 503, "database_unavailable")
        assert int(response.headers["Retry-After"]) > 0
    monkeypatch.undo()
    assert client.get(programme).status_code == 200

"""A service that several councils share, on either kind of database."""

from collections.abc import Iterator

import pytest

from api.store.database import Database
from tests.api.access.council import Shared, shared


@pytest.fixture
def sharing(database: Database) -> Iterator[Shared]:
    """The service with keys required."""
    with shared(database) as found:
        yield found

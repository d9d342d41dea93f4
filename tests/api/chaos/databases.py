"""A fresh database of either kind for a script, gone when it ends."""

import tempfile
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.api.postgres import running


def ask_for_database(parser: ArgumentParser) -> None:
    """Declare on which kind of database to work."""
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")


@contextmanager
def fresh_database(kind: str) -> Iterator[str]:
    """Give the SQLAlchemy address of an empty database."""
    if kind == "postgresql":
        with running() as server:
            yield server.sqlalchemy_url(server.create())
        return
    with tempfile.TemporaryDirectory() as folder:
        yield f"sqlite:///{Path(folder) / 'phased-exit.db'}"

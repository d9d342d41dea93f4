"""The database of an installation that is there already, for commands that look at it."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from api.commands.arguments import unusable
from api.settings import ServiceSettings, settings_from
from scheduler.errors import InputError

if TYPE_CHECKING:
    from api.store.database import Database


def settings_of(arguments: argparse.Namespace) -> ServiceSettings:
    """Return the settings that the arguments and the environment ask for; nothing is made.

    Raises InputError.
    """
    try:
        return settings_from(arguments.data)
    except ValueError as error:
        raise InputError(str(error)) from error


@contextmanager
def stored_database(settings: ServiceSettings) -> Iterator[Database]:
    """Open the database of an installation, with the tables that this program knows.

    Raises InputError where there is none.
    """
    from api.errors import DatabaseUnavailable, UnsafeDatabase  # noqa: PLC0415 - see `api.cli`
    from api.store.database import is_current, open_database  # noqa: PLC0415 - as above

    folder = None if settings.database_url else settings.data
    if folder is not None and not settings.store_file.is_file():
        raise unusable(folder, "nothing is stored in it")
    try:
        database = open_database(settings.store_url)
        try:
            if not is_current(database):
                raise unusable(folder, "its tables are not those of this version; serve mends that")
            yield database
        finally:
            database.close()
    except (UnsafeDatabase, DatabaseUnavailable) as error:
        raise unusable(folder, error) from error

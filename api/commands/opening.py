"""Opening the service's database for a command, brought up to date, with patience."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from api.commands.arguments import unusable
from scheduler.commands.terminal import messages

if TYPE_CHECKING:
    from api.settings import ServiceSettings
    from api.store.database import Database

PATIENCE_SECONDS = 30.0
"""With a database that is just starting."""


def opened_database(settings: ServiceSettings) -> Database:
    """Open the database and bring it up to date, waiting a while for one that is starting.

    Raises InputError.
    """
    from api.errors import DatabaseUnavailable, UnsafeDatabase  # noqa: PLC0415 - see `api.cli`
    from api.store.database import migrate, open_database, warn_of_bypass  # noqa: PLC0415 - as above

    folder = None if settings.database_url else settings.data
    until = time.monotonic() + (PATIENCE_SECONDS if settings.database_url else 0)
    waiting = False
    while True:
        try:
            database = open_database(settings.store_url)
            migrate(database)
            warn_of_bypass(database)
        except (UnsafeDatabase, OSError) as error:
            raise unusable(folder, error) from error
        except DatabaseUnavailable as error:
            if time.monotonic() > until:
                raise unusable(folder, error) from error
            if not waiting:
                said = f"Waiting up to {PATIENCE_SECONDS:g} seconds for the database."
                messages.print(said, markup=False, highlight=False, soft_wrap=True)
            waiting = True
            time.sleep(1)
        else:
            return database

"""`phased-exit backup` and `phased-exit restore`: everything in one file, and back."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from api.commands.arguments import data_folder, unusable
from api.commands.stored import settings_of, stored_database
from scheduler.commands.terminal import EXIT_ANSWERED, answer_console
from scheduler.errors import InputError


def add_to(commands: Any) -> None:  # noqa: ANN401  # argparse keeps the type private
    """Declare the arguments of both."""
    backup: argparse.ArgumentParser = commands.add_parser(
        "backup", help="everything a service holds in one file, while it goes on"
    )
    backup.add_argument("file", type=Path, metavar="FILE", help="file to make; never overwritten")
    data_folder(backup)
    backup.set_defaults(run=run_backup)
    restore: argparse.ArgumentParser = commands.add_parser(
        "restore", help="fill an empty service from a backup, of either kind of database"
    )
    restore.add_argument("file", type=Path, metavar="FILE", help="a backup")
    data_folder(restore)
    restore.add_argument(
        "--force",
        action="store_true",
        help="replace what is stored; files are kept in a folder beside the new ones",
    )
    restore.set_defaults(run=run_restore)


def run_backup(arguments: argparse.Namespace) -> int:
    """Write a backup."""
    from api.errors import ArchiveRejected  # noqa: PLC0415 - see `api.cli`
    from api.openapi.words import VERSION  # noqa: PLC0415 - as above
    from api.store.backup import back_up  # noqa: PLC0415 - as above

    with stored_database(settings_of(arguments)) as database:
        try:
            made = back_up(database, arguments.file, VERSION)
        except ArchiveRejected as error:
            raise InputError(str(error)) from error
    _tell("kept", arguments.file, made)
    return EXIT_ANSWERED


def run_restore(arguments: argparse.Namespace) -> int:
    """Fill a database from a backup."""
    from api.errors import (  # noqa: PLC0415 - see `api.cli`
        ArchiveRejected,
        DatabaseUnavailable,
        UnsafeDatabase,
    )
    from api.store.database import migrate, open_database  # noqa: PLC0415 - as above
    from api.store.restoring import restore, restore_file  # noqa: PLC0415 - as above

    settings = settings_of(arguments)
    try:
        if settings.database_url is None:
            made = restore_file(settings.store_file, arguments.file, force=arguments.force)
        else:
            database = open_database(settings.store_url)
            try:
                migrate(database)
                made = restore(database, arguments.file, force=arguments.force)
            finally:
                database.close()
    except ArchiveRejected as error:
        raise InputError(str(error)) from error
    except (UnsafeDatabase, DatabaseUnavailable, OSError) as error:
        raise unusable(None if settings.database_url else settings.data, error) from error
    _tell("restored", arguments.file, made)
    return EXIT_ANSWERED


def _tell(done: str, file: Path, made: Any) -> None:  # noqa: ANN401 - of a module loaded late
    say = answer_console()
    say.print(f"{done} {made.rows} rows: {file}", markup=False, soft_wrap=True)
    for head in made.chains:
        text = f"the audit of {head['tenant']} ends at number {head['number']} {head['digest']}"
        say.print(text, markup=False, soft_wrap=True)

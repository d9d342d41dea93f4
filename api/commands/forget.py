"""`phased-exit forget`: everything of a tenant is deleted, and that it was is noted."""

from __future__ import annotations

import argparse
from typing import Any

from api.commands.arguments import data_folder
from api.commands.stored import settings_of, stored_database
from scheduler.commands.terminal import EXIT_ANSWERED, answer_console
from scheduler.errors import InputError


def add_to(commands: Any) -> None:  # noqa: ANN401  # argparse keeps the type private
    """Declare the arguments."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "forget", help="delete everything of a tenant for good; the note of it stays"
    )
    parser.add_argument("--tenant", required=True, metavar="ID", help="whose data to delete")
    data_folder(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Delete a tenant's data."""
    from api.errors import PlanAtWork  # noqa: PLC0415 - see `api.cli`
    from api.store.deletion import forget_tenant  # noqa: PLC0415 - as above

    with stored_database(settings_of(arguments)) as database:
        try:
            with database.writing() as connection:
                gone = forget_tenant(connection, arguments.tenant, "phased-exit forget")
        except PlanAtWork as error:
            raise InputError(str(error)) from error
    say = answer_console()
    for name, taken in sorted(gone.tables.items()):
        say.print(f"{name}: {taken['rows']} rows", markup=False, soft_wrap=True)
    say.print(f"noted under number {gone.number} of {arguments.tenant}", markup=False)
    return EXIT_ANSWERED

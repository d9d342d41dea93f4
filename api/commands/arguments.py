"""Arguments that the commands of the service share."""

import argparse
from collections.abc import Callable
from pathlib import Path

from api.settings import DEFAULT_DATA, ServiceSettings, settings_from
from scheduler.commands.terminal import whole_number
from scheduler.errors import InputError


def data_folder(parser: argparse.ArgumentParser) -> None:
    """Declare where the service keeps its files."""
    parser.add_argument(
        "--data",
        type=Path,
        metavar="DIR",
        help=f"folder for the service's files (default: {DEFAULT_DATA}); "
        "unused where DATABASE_URL names a PostgreSQL database",
    )


def count(least: int, most: int) -> Callable[[str], int]:
    """Return a reader of whole numbers within limits."""
    return lambda text: whole_number(text, least, most)


def service_settings(arguments: argparse.Namespace) -> ServiceSettings:
    """Return the settings that the arguments and the environment ask for, the folder made.

    Raises InputError.
    """
    try:
        settings = settings_from(arguments.data)
        if settings.database_url is None:
            settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    except ValueError as error:
        raise InputError(str(error)) from error
    except OSError as error:
        raise unusable(arguments.data or DEFAULT_DATA, error.strerror or error) from error
    return settings


def unusable(data: Path | None, reason: object) -> InputError:
    """Return what to raise where the service's folder, or else its database, cannot be used."""
    what = "the database" if data is None else f"the folder {data}"
    return InputError(f"{what} cannot be used: {reason}")

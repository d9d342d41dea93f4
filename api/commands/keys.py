"""`phased-exit keys`: making, listing and revoking keys beside the database."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from api.access import OF_ROLE, ROLES
from api.commands.arguments import count, data_folder, service_settings
from scheduler.commands.terminal import EXIT_ANSWERED, messages
from scheduler.errors import InputError

if TYPE_CHECKING:
    from api.settings import ServiceSettings
    from api.store.database import Database

DAY_MS = 86_400_000
FIRST = "first administrator"
COMMAND_LINE = "command line"
_LISTED = 200


def add_to(commands: Any) -> None:  # noqa: ANN401  # argparse keeps the type private
    """Declare the arguments."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "keys", help="who may use the service: make, list and revoke keys"
    )
    data_folder(parser)
    parser.add_argument("--tenant", default="default", help="whose keys (default: %(default)s)")
    deeds = parser.add_subparsers(dest="deed", required=True, metavar="DEED")
    create = deeds.add_parser("create", help="make a key and tell it, once")
    create.add_argument("--name", required=True, help="who will hold it")
    create.add_argument("--role", choices=ROLES, default="planner", help="(default: %(default)s)")
    create.add_argument(
        "--groups", metavar="ID,ID", help="the only service groups it may read of, by views"
    )
    create.add_argument(
        "--days", type=count(1, 3650), default=365, help="until it expires (default: %(default)s)"
    )
    deeds.add_parser("list", help="list the keys, without their secrets")
    revoke = deeds.add_parser("revoke", help="let a key be good for nothing")
    revoke.add_argument("id", metavar="ID")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Do it."""
    from api.commands.opening import opened_database  # noqa: PLC0415 - see `api.cli`

    settings: ServiceSettings = service_settings(arguments)
    database = opened_database(settings)
    try:
        match arguments.deed:
            case "create":
                _create(database, arguments)
            case "list":
                _list(database, arguments.tenant)
            case _:
                _revoke(database, arguments.tenant, arguments.id)
    finally:
        database.close()
    return EXIT_ANSWERED


def first_key(database: Database, tenant: str = "default") -> str | None:
    """Return a key for the first administrator; None where there is one already."""
    from api.http.issuing import issue_key  # noqa: PLC0415 - see `api.cli`
    from api.store.keys import any_administrator  # noqa: PLC0415 - as above

    with database.writing() as connection:
        if any_administrator(connection):
            return None
        _, fresh = issue_key(
            connection,
            tenant,
            COMMAND_LINE,
            name=FIRST,
            role="administrator",
            scopes=OF_ROLE["administrator"],
        )
    return fresh.text


def _create(database: Database, arguments: argparse.Namespace) -> None:
    from api.http.issuing import issue_key  # noqa: PLC0415 - see `api.cli`
    from api.store.identity import is_possible  # noqa: PLC0415 - as above

    if not is_possible(arguments.tenant):
        raise InputError("a tenant is named by letters, digits, - _ and . alone, 100 at most")
    with database.writing() as connection:
        _, fresh = issue_key(
            connection,
            arguments.tenant,
            COMMAND_LINE,
            name=arguments.name,
            role=arguments.role,
            scopes=OF_ROLE[arguments.role],
            groups=None if arguments.groups is None else arguments.groups.split(","),
            lasts_ms=arguments.days * DAY_MS,
        )
    _say(
        f"{fresh.id} for {arguments.name}, {arguments.role} of {arguments.tenant}, told this once:"
    )
    print(fresh.text)  # noqa: T201  # what was asked for, alone on standard output


def _list(database: Database, tenant: str) -> None:
    from api.schemas.instants import instant_if_any  # noqa: PLC0415 - see `api.cli`
    from api.store.keys import list_keys  # noqa: PLC0415 - as above

    with database.reading() as connection:
        found = list_keys(connection, tenant, limit=_LISTED)
    for key in found:
        ends = instant_if_any(key.revoked_at or key.expires_at) or "never ends"
        ended = "revoked" if key.revoked_at else "until"
        print(f"{key.id}  {key.role:13}  {ended} {ends}  {key.name}")  # noqa: T201  # as above


def _revoke(database: Database, tenant: str, key_id: str) -> None:
    from api.store.keys import expire_key  # noqa: PLC0415 - see `api.cli`

    with database.writing() as connection:
        known = expire_key(connection, tenant, COMMAND_LINE, key_id, in_ms=0)
    if not known:
        raise InputError(f"{tenant} has no key {key_id}")
    _say(f"{key_id} is good for nothing any more, nor are sessions that were opened with it.")


def _say(text: str) -> None:
    messages.print(text, markup=False, highlight=False, soft_wrap=True)

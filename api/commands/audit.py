"""`phased-exit audit verify`: whether all that was done is still noted as it was written."""

from __future__ import annotations

import argparse
from typing import Any

from api.commands.arguments import data_folder
from api.commands.stored import settings_of, stored_database
from scheduler.commands.terminal import (
    EXIT_ANSWERED,
    EXIT_VIOLATIONS,
    answer_console,
    print_json,
)


def add_to(commands: Any) -> None:  # noqa: ANN401  # argparse keeps the type private
    """Declare the arguments."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "audit", help="what was done in a service, and whether all of it is still noted"
    )
    inner = parser.add_subparsers(metavar="WHAT", required=True)
    verify = inner.add_parser(
        "verify", help="follow the chain of digests; exit code 5 where one is broken"
    )
    data_folder(verify)
    verify.add_argument("--json", action="store_true", help="print what was found as JSON")
    verify.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Verify the chains of all tenants."""
    from api.store.audit_chain import verify_chains  # noqa: PLC0415 - see `api.cli`

    with stored_database(settings_of(arguments)) as database, database.reading() as connection:
        found = verify_chains(connection)
    if arguments.json:
        print_json({"chains": [_facts(each) for each in found]})
    else:
        for each in found:
            answer_console().print(_line(each), markup=False, soft_wrap=True)
        if not found:
            answer_console().print("nothing was ever done here", markup=False)
    return EXIT_ANSWERED if all(each.holds for each in found) else EXIT_VIOLATIONS


def _facts(found: Any) -> dict[str, Any]:  # noqa: ANN401 - of a module loaded when it runs
    head = found.head
    return {
        "tenant": found.tenant,
        "holds": found.holds,
        "rows": found.rows,
        "first_broken": found.first_broken,
        "head": None if head is None else {"number": head.number, "digest": head.digest},
    }


def _line(found: Any) -> str:  # noqa: ANN401 - as above
    if not found.holds:
        return f"{found.tenant}: broken at number {found.first_broken}; {found.rows} before it hold"
    return (
        f"{found.tenant}: {found.rows} hold, up to number {found.head.number} {found.head.digest}"
    )

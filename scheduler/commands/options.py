"""`phased-exit options`: per service group and option the best plan that takes it."""

from __future__ import annotations

import argparse
from typing import Any

from scheduler.commands.analysing import add_arguments, analysing
from scheduler.commands.plan import seconds
from scheduler.commands.terminal import (
    EXIT_ANSWERED,
    EXIT_NO_PLAN,
    EXIT_UNDECIDED,
    answer_console,
    print_json,
)
from scheduler.explaining.analyses import option_table_to_jsonable
from scheduler.explaining.option_table import OptionRow, find_options
from scheduler.pictures.cells import drawn
from scheduler.pictures.option_contents import option_contents


def add_to(commands: Any) -> None:  # noqa: ANN401  # argparse keeps the type private
    """Declare the arguments."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "options", help="per service group and option: the best plan that takes it, and its price"
    )
    add_arguments(
        parser,
        plan="answer of plan --json: the best plan of all, so that it is not made again",
        limit=1800,
    )
    parser.add_argument(
        "--option-limit",
        type=seconds,
        default=120.0,
        metavar="S",
        help="seconds for the best plan of one option (default: %(default)g)",
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Ask, print."""
    with analysing(arguments, _told) as given:
        table = find_options(
            given.programme, given.work, best=given.best, seconds=arguments.option_limit
        )
    document = option_table_to_jsonable(table, given.programme)
    if arguments.json:
        print_json(document)
    elif table.best is not None:
        answer_console().print(drawn(option_contents(document, given.programme), {}))
    else:
        words = "No plan exists; explain tells why." if table.feasible is False else "No plan was "
        answer_console().print(words if table.feasible is False else words + "found in time.")
    if table.feasible is None:
        return EXIT_UNDECIDED
    return EXIT_ANSWERED if table.feasible else EXIT_NO_PLAN


def _told(row: object) -> str | None:
    if not isinstance(row, OptionRow):
        return None
    if not row.fits:
        word = "not known" if row.fits is None else "does not fit"
        return f"{row.group} by {row.option}: {word}"
    changed = [
        f"{name.replace('_', ' ')} {by:+,}" for name, by in (row.difference or {}).items() if by
    ]
    claim = "proved" if row.proved else "not proved to be the best"
    return f"{row.group} by {row.option}: fits; {', '.join(changed) or 'no difference'} ({claim})"

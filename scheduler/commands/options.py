"""`phased-exit options`: per service group and option the best plan that takes it."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from typing import Any

from scheduler.commands.analysing import add_arguments, analysing, best_known
from scheduler.commands.plan import seconds
from scheduler.commands.terminal import (
    EXIT_ANSWERED,
    EXIT_NO_PLAN,
    EXIT_UNDECIDED,
    answer_console,
    print_json,
)
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.explaining.option_table import OptionRow, OptionTable, find_options
from scheduler.interchange.plain_values import plain
from scheduler.interchange.plan_json import plan_to_jsonable
from scheduler.pictures.cells import drawn
from scheduler.pictures.option_contents import option_contents
from scheduler.verification.verify import verify


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
        best = best_known(arguments, given)
        table = find_options(given.programme, given.work, best=best, seconds=arguments.option_limit)
    document = options_document(table, given.programme)
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


def options_document(table: OptionTable, programme: ExpandedProgramme) -> Mapping[str, Any]:
    """Return the table as plain JSON values, plans as in plan files."""
    made: dict[str, Any] = plain(table)
    for row, written in zip(table.options, made["options"], strict=True):
        if row.plan is not None:
            concessions = verify(programme, row.plan).concessions
            written["plan"] = plan_to_jsonable(programme, row.plan, concessions)
    if table.best is not None:
        concessions = verify(programme, table.best.plan).concessions
        made["best"]["plan"] = plan_to_jsonable(programme, table.best.plan, concessions)
    return made


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

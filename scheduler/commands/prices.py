"""`phased-exit prices`: what one unit of each team, freeze, meeting and limit is worth."""

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
from scheduler.explaining.analyses import price_list_to_jsonable
from scheduler.explaining.price_list import PriceRow, find_prices
from scheduler.pictures.cells import drawn
from scheduler.pictures.price_contents import price_contents


def add_to(commands: Any) -> None:  # noqa: ANN401  # argparse keeps the type private
    """Declare the arguments."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "prices", help="what one unit of each team, a week of each freeze ... is worth"
    )
    add_arguments(
        parser,
        plan="answer of plan --json: the best plan of all, so that it is not made again",
        limit=3600,
    )
    parser.add_argument(
        "--plan-limit",
        type=seconds,
        default=120.0,
        metavar="S",
        help="seconds for the plan with one unit more (default: %(default)g)",
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Ask, print."""
    with analysing(arguments, _told) as given:
        found = find_prices(
            given.programme, given.work, best=given.best, seconds=arguments.plan_limit
        )
    document = price_list_to_jsonable(found, given.programme)
    if arguments.json:
        print_json(document)
    elif found.feasible:
        answer_console().print(drawn(price_contents(document), {}))
    else:
        known = "No plan exists; explain tells why."
        answer_console().print(known if found.feasible is False else "No plan was found in time.")
    if found.feasible is None:
        return EXIT_UNDECIDED
    return EXIT_ANSWERED if found.feasible else EXIT_NO_PLAN


def _told(row: object) -> str | None:
    if not isinstance(row, PriceRow):
        return None
    claim = "proved" if row.proved else "not proved"
    if not row.better_by:
        return f"{row.words}: no gain known ({claim})"
    level = (row.level or "").replace("_", " ")
    return f"{row.words}: {level} {row.difference:+,} ({claim})"

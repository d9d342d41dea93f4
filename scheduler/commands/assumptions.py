"""`phased-exit assumptions`: which unconfirmed assumptions matter, and how much."""

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
from scheduler.explaining.analyses import ranking_to_jsonable
from scheduler.explaining.assumptions import AssumptionRow, rank_assumptions
from scheduler.interchange.plain_values import plain
from scheduler.pictures.assumption_contents import (
    assumption_contents,
    effect_words,
    untestable_contents,
)
from scheduler.pictures.cells import drawn


def add_to(commands: Any) -> None:  # noqa: ANN401  # argparse keeps the type private
    """Declare the arguments."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "assumptions", help="which unconfirmed assumptions matter: each taken otherwise"
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
        help="seconds for the best plan with one assumption otherwise (default: %(default)g)",
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Ask, print."""
    with analysing(arguments, _told) as given:
        found = rank_assumptions(
            given.programme, given.work, best=given.best, seconds=arguments.plan_limit
        )
    document = ranking_to_jsonable(found, given.programme)
    if arguments.json:
        print_json(document)
    elif found.feasible:
        console = answer_console()
        console.print(drawn(assumption_contents(document), {}))
        if found.untestable:
            console.print(drawn(untestable_contents(document), {}))
    else:
        known = "No plan exists; explain tells why."
        answer_console().print(known if found.feasible is False else "No plan was found in time.")
    if found.feasible is None:
        return EXIT_UNDECIDED
    return EXIT_ANSWERED if found.feasible else EXIT_NO_PLAN


def _told(row: object) -> str | None:
    if not isinstance(row, AssumptionRow):
        return None
    return f"{row.words}: {effect_words(plain(row))}"

"""`phased-exit expand`: the programme with every template, scope and default written out."""

from __future__ import annotations

import argparse
from typing import Any

from scheduler.commands.terminal import EXIT_ANSWERED, load, print_json
from scheduler.interchange.programme_json import to_jsonable


def add_to(commands: Any) -> None:  # noqa: ANN401  # argparse keeps the type private
    """Declare the arguments."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "expand", help="the programme with every template, scope and default written out"
    )
    parser.add_argument("programme", help="programme file")
    parser.add_argument("--json", action="store_true", help="accepted; the answer is always JSON")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Expand and print."""
    _, programme = load(arguments.programme)
    print_json(to_jsonable(programme.document))
    return EXIT_ANSWERED

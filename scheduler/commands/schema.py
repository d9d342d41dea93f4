"""`phased-exit schema`: JSON Schema of the programme and plan files."""

from __future__ import annotations

import argparse
from typing import Any

from scheduler.commands.terminal import EXIT_ANSWERED, print_json


def add_to(commands: Any) -> None:  # noqa: ANN401  # argparse keeps the type private
    """Declare the arguments."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "schema", help="JSON Schema of the programme and plan files"
    )
    parser.add_argument("which", nargs="?", choices=("programme", "plan"), help="only one of them")
    parser.add_argument("--json", action="store_true", help="accepted; the answer is always JSON")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print the schemas."""
    from scheduler.reference.schema import (  # noqa: PLC0415  # slow to make, only when asked for
        plan_schema,
        programme_schema,
    )

    made = {"programme": programme_schema, "plan": plan_schema}
    if arguments.which:
        print_json(made[arguments.which]())
    else:
        print_json({name: make() for name, make in made.items()})
    return EXIT_ANSWERED

"""`phased-exit diff`: what differs between two plans, and who must be told."""

from __future__ import annotations

import argparse
from typing import Any

from scheduler.commands.terminal import (
    EXIT_ANSWERED,
    answer_console,
    load,
    print_json,
    read_file,
)
from scheduler.interchange.json_text import read_json
from scheduler.interchange.plan_json import read_plan
from scheduler.pictures.cells import drawn
from scheduler.pictures.difference_contents import difference_contents
from scheduler.regenerating.comparison import compare
from scheduler.regenerating.difference_json import difference_to_jsonable
from scheduler.regenerating.input_changes import input_changes
from scheduler.regenerating.told import who_is_told


def add_to(commands: Any) -> None:  # noqa: ANN401  # argparse keeps the type private
    """Declare the arguments."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "diff", help="what differs between two plans, and who must be told"
    )
    parser.add_argument("before", metavar="PLAN_A", help="plan file, or answer of plan --json")
    parser.add_argument("after", metavar="PLAN_B", help="the later one")
    parser.add_argument(
        "--programmes",
        nargs="+",
        required=True,
        metavar="PROGRAMME",
        help="programme file of both, or one for each",
    )
    parser.add_argument("--json", action="store_true", help="the difference as JSON, nothing else")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Compare and print."""
    paths = arguments.programmes
    first, last = paths[0], paths[-1]
    _, before = load(first)
    after = before if last == first else load(last)[1]
    plans = (
        (before, read_plan(read_file(arguments.before), before).plan),
        (after, read_plan(read_file(arguments.after), after).plan),
    )
    comparison = compare(*plans)
    changes = (
        () if last == first else input_changes(*(read_json(read_file(p)).value for p in paths))
    )
    document = difference_to_jsonable(comparison, who_is_told(comparison, after), changes=changes)
    if arguments.json:
        print_json(document)
        return EXIT_ANSWERED
    console = answer_console()
    for words in document["words"]:
        console.print(words, markup=False, soft_wrap=True)
    for contents in difference_contents(document):
        console.print(drawn(contents, {}))
    return EXIT_ANSWERED

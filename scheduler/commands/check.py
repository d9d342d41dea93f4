"""`phased-exit check`: an independent check of any plan, with no solver installed."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from scheduler.commands.terminal import (
    EXIT_ANSWERED,
    EXIT_VIOLATIONS,
    answer_console,
    load,
    messages,
    print_json,
    read_file,
)
from scheduler.interchange.plan_check import check_plan
from scheduler.pictures.outcome_tables import concessions_table, violations_table
from scheduler.rules.rule import Concession, Violation


def add_to(commands: Any) -> None:  # noqa: ANN401  # argparse keeps the type private
    """Declare the arguments."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "check", help="independent check of any plan, ours or not"
    )
    parser.add_argument("programme", help="programme file")
    parser.add_argument("plan", help="plan file: an answer document or its plan object")
    parser.add_argument("--json", action="store_true", help="the answer as JSON, nothing else")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Check and print."""
    _, programme = load(arguments.programme)
    found = check_plan(programme, read_file(arguments.plan))
    for notice in found.notices:
        messages.print(f"notice: {notice}", markup=False, soft_wrap=True)
    if arguments.json:
        print_json(found.to_jsonable())
    else:
        _print(found.violations, found.concessions, len(programme.document.rules))
    return EXIT_VIOLATIONS if found.violations else EXIT_ANSWERED


def _print(violations: Sequence[Violation], concessions: Sequence[Concession], rules: int) -> None:
    console = answer_console()
    if violations:
        console.print(violations_table([asdict(violation) for violation in violations]))
    else:
        met = "Every hard planning rule" if concessions else "Every planning rule"
        console.print(f"{met} is met: {rules} checked, by dates alone.")
    if concessions:
        entries = [{**asdict(c), "id": c.rule, "price": c.points} for c in concessions]
        console.print(concessions_table(entries))

"""`phased-exit check`: an independent check of any plan, with no solver installed."""

from __future__ import annotations

import argparse
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
from scheduler.interchange.plan_check import PlanCheck, check_plan
from scheduler.pictures.outcome_tables import concessions_table, violations_table


def add_to(commands: Any) -> None:  # noqa: ANN401  # argparse keeps the type private
    """Declare the arguments."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "check", help="independent check of any plan, ours or not"
    )
    parser.add_argument("programme", help="programme file")
    parser.add_argument(
        "plan", help="plan file: an answer document, with or without a plan, or a plan object"
    )
    parser.add_argument("--json", action="store_true", help="the answer as JSON, nothing else")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Check and print."""
    _, programme = load(arguments.programme)
    found = check_plan(programme, read_file(arguments.plan))
    for notice in found.notices:
        messages.print(f"notice: {notice}", markup=False, soft_wrap=True)
    for alarm in found.alarms:
        messages.print(f"alarm: {alarm}", markup=False, style="bold red", soft_wrap=True)
    if arguments.json:
        print_json(found.to_jsonable())
    else:
        _print(found)
    return EXIT_VIOLATIONS if found.violations else EXIT_ANSWERED


def _print(found: PlanCheck) -> None:
    console = answer_console()
    if found.violations:
        console.print(violations_table([asdict(violation) for violation in found.violations]))
    if found.concessions:
        entries = [{**asdict(c), "id": c.rule, "price": c.points} for c in found.concessions]
        console.print(concessions_table(entries))
    for title, sentences in (
        ("Verified:", found.verified),
        ("Not verified here:", found.not_verified),
    ):
        if sentences:
            console.print(title, style="bold")
        for sentence in sentences:
            console.print(f"- {sentence}", markup=False, soft_wrap=True)

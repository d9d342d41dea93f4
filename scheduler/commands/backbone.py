"""`phased-exit backbone`: what all plans near the best have in common, and what to do now."""

from __future__ import annotations

import argparse
from typing import Any

from scheduler.commands.analysing import add_arguments, analysing, tell
from scheduler.commands.terminal import (
    whole_number,
)
from scheduler.errors import InputError
from scheduler.explaining.backbone import find_backbone
from scheduler.explaining.ladder import Climb
from scheduler.interchange.plain_values import plain
from scheduler.pictures.backbone_contents import backbone_contents


def add_to(commands: Any) -> None:  # noqa: ANN401  # argparse keeps the type private
    """Declare the arguments."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "backbone", help="what all plans near the best have in common; what to do in 90 days"
    )
    add_arguments(parser, plan="answer of plan --json: the best plan of all", limit=1800)
    parser.add_argument(
        "--tolerance",
        action="append",
        type=_tolerance,
        metavar="LEVEL=AMOUNT",
        help="how much worse a level may be; levels not named are free "
        "(default: 5 %% of each level but the last)",
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Ask, print."""
    with analysing(arguments, _told) as given:
        tolerances = dict(arguments.tolerance) if arguments.tolerance else None
        known = {level.key for level in given.programme.document.objectives}
        for name in tolerances or ():
            if name not in known:
                message = f"the programme has no objective level {name!r}"
                raise InputError(message, level=name)
        found = find_backbone(given.programme, given.work, best=given.best, tolerances=tolerances)
    document = plain(found)
    return tell(
        document, lambda: backbone_contents(document, given.programme), as_json=arguments.json
    )


def _tolerance(text: str) -> tuple[str, int]:
    name, _, amount = text.partition("=")
    return name, whole_number(amount, 0, 10**9)


def _told(row: object) -> str | None:
    if not isinstance(row, Climb):
        return None
    claim = "proved" if row.proved else "not known"
    return f"{row.ladder.name}: {row.highest + 1} of {len(row.ladder.rungs)} ({claim})"

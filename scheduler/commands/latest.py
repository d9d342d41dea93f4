"""`phased-exit latest`: until when decisions can be taken and options be chosen."""

from __future__ import annotations

import argparse
from datetime import date
from typing import Any

from scheduler.commands.analysing import add_arguments, analysing, tell
from scheduler.commands.terminal import (
    EXIT_REJECTED,
    messages,
)
from scheduler.explaining.latest import LatestDate, OptionExpiry, find_latest
from scheduler.interchange.plain_values import plain
from scheduler.pictures.latest_contents import latest_contents, latest_words
from scheduler.pictures.wording import long_date


def add_to(commands: Any) -> None:  # noqa: ANN401  # argparse keeps the type private
    """Declare the arguments."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "latest", help="latest decision dates, and until when each sourcing option can be chosen"
    )
    add_arguments(
        parser, plan="plan file: then also with all other decisions as planned", limit=600
    )
    parser.add_argument(
        "--decision",
        action="append",
        default=[],
        metavar="ID",
        help="only this decision, or any other event; may be repeated",
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Ask, print."""
    with analysing(arguments, _told) as given:
        events = given.programme.activities
        for name in arguments.decision:
            if name not in events or events[name].form != "event":
                messages.print(f"rejected: {name} is no event of the programme", markup=False)
                return EXIT_REJECTED
        found = find_latest(
            given.programme,
            given.work,
            plan=given.best.plan if given.best else None,
            only=arguments.decision,
        )
    document = plain(found)
    return tell(
        document,
        lambda: latest_contents(document, given.programme),
        as_json=arguments.json,
        without=latest_words(document),
    )


def _told(row: object) -> str | None:
    claim = "proved" if getattr(row, "proved", False) else "not proved"
    match row:
        case LatestDate():
            return f"{row.id}, {row.reading}: {_day(row.latest)} ({claim})"
        case OptionExpiry():
            if not row.alive:
                return f"{row.group} by {row.option}: no plan known ({claim})"
            return f"{row.group} by {row.option}: until {_day(row.expires)} ({claim})"
        case _:
            return None


def _day(day: date | None) -> str:
    return "-" if day is None else long_date(day)

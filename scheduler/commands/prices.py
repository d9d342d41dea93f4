"""`phased-exit prices`: what one unit of each team, freeze, meeting and limit is worth."""

from __future__ import annotations

import argparse
from typing import Any

from scheduler.analyses.by_kind import with_best_plan
from scheduler.commands.analysing import BEST_PLAN, add_arguments, add_plan_limit, analysing, tell
from scheduler.explaining.price_list import PriceRow, find_prices
from scheduler.pictures.price_contents import price_contents


def add_to(commands: Any) -> None:  # noqa: ANN401  # argparse keeps the type private
    """Declare the arguments."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "prices", help="what one unit of each team, a week of each freeze ... is worth"
    )
    add_arguments(parser, plan=BEST_PLAN, limit=3600)
    add_plan_limit(parser, "--plan-limit", "the plan with one unit more")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Ask, print."""
    with analysing(arguments, _told) as given:
        found = find_prices(
            given.programme, given.work, best=given.best, seconds=arguments.plan_limit
        )
    document = with_best_plan(found, given.programme)
    return tell(document, lambda: [price_contents(document)], as_json=arguments.json)


def _told(row: object) -> str | None:
    if not isinstance(row, PriceRow):
        return None
    claim = "proved" if row.proved else "not proved"
    if not row.better_by:
        return f"{row.words}: no gain known ({claim})"
    level = (row.level or "").replace("_", " ")
    return f"{row.words}: {level} {row.difference:+,} ({claim})"

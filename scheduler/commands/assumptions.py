"""`phased-exit assumptions`: which unconfirmed assumptions matter, and how much."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping
from typing import Any

from scheduler.analyses.by_kind import with_best_plan
from scheduler.commands.analysing import BEST_PLAN, add_arguments, add_plan_limit, analysing, tell
from scheduler.explaining.assumptions import AssumptionRow, rank_assumptions
from scheduler.interchange.plain_values import plain
from scheduler.pictures.assumption_contents import (
    assumption_contents,
    effect_words,
    untestable_contents,
)
from scheduler.pictures.contents import Contents


def add_to(commands: Any) -> None:  # noqa: ANN401  # argparse keeps the type private
    """Declare the arguments."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "assumptions", help="which unconfirmed assumptions matter: each taken otherwise"
    )
    add_arguments(parser, plan=BEST_PLAN, limit=3600)
    add_plan_limit(parser, "--plan-limit", "the best plan with one assumption otherwise")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Ask, print."""
    with analysing(arguments, _told) as given:
        found = rank_assumptions(
            given.programme, given.work, best=given.best, seconds=arguments.plan_limit
        )
    document = with_best_plan(found, given.programme)
    return tell(document, lambda: _tables(document), as_json=arguments.json)


def _tables(document: Mapping[str, Any]) -> Iterator[Contents]:
    yield assumption_contents(document)
    if document["untestable"]:
        yield untestable_contents(document)


def _told(row: object) -> str | None:
    if not isinstance(row, AssumptionRow):
        return None
    return f"{row.words}: {effect_words(plain(row))}"

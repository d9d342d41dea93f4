"""`phased-exit options`: per service group and option the best plan that takes it."""

from __future__ import annotations

import argparse
from typing import Any

from scheduler.analyses.by_kind import option_table_to_jsonable
from scheduler.commands.analysing import BEST_PLAN, add_arguments, add_plan_limit, analysing, tell
from scheduler.explaining.option_table import OptionRow, find_options
from scheduler.pictures.option_contents import option_contents


def add_to(commands: Any) -> None:  # noqa: ANN401  # argparse keeps the type private
    """Declare the arguments."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "options", help="per service group and option: the best plan that takes it, and its price"
    )
    add_arguments(parser, plan=BEST_PLAN, limit=1800)
    add_plan_limit(parser, "--option-limit", "the best plan of one option")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Ask, print."""
    with analysing(arguments, _told) as given:
        found = find_options(
            given.programme, given.work, best=given.best, seconds=arguments.option_limit
        )
    document = option_table_to_jsonable(found, given.programme)
    return tell(
        document, lambda: [option_contents(document, given.programme)], as_json=arguments.json
    )


def _told(row: object) -> str | None:
    if not isinstance(row, OptionRow):
        return None
    if not row.fits:
        word = "not known" if row.fits is None else "does not fit"
        return f"{row.group} by {row.option}: {word}"
    changed = [
        f"{name.replace('_', ' ')} {by:+,}" for name, by in (row.difference or {}).items() if by
    ]
    claim = "proved" if row.proved else "not proved to be the best"
    return f"{row.group} by {row.option}: fits; {', '.join(changed) or 'no difference'} ({claim})"

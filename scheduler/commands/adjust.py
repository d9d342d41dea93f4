"""`phased-exit adjust`: a programme with one of its recovery options added."""

from __future__ import annotations

import argparse
import json
from typing import Any

from scheduler.commands.terminal import (
    EXIT_ANSWERED,
    MOST_WARNINGS,
    check_writable,
    messages,
    read_file,
    tell_issues,
    whole_number,
    write_file,
)
from scheduler.interchange.recovery_json import with_option
from scheduler.interchange.valid_programme import valid_programme

MOST_OPTIONS = 1_000


def add_to(commands: Any) -> None:  # noqa: ANN401  # argparse keeps the type private
    """Declare the arguments."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "adjust", help="a programme with one of its recovery options added"
    )
    parser.add_argument("programme", help="programme file")
    parser.add_argument("answer", help="what explain --json said of the programme, or - for stdin")
    parser.add_argument(
        "--option", type=_number, default=1, metavar="N", help="which option (default: the first)"
    )
    parser.add_argument("--out", required=True, metavar="FILE", help="the programme file to write")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Add the option's adjustments and write the programme, if it is a sound one."""
    check_writable(arguments.out)
    programme, answer = read_file(arguments.programme), read_file(arguments.answer)
    document = with_option(programme, answer, arguments.option)
    text = json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    valid = valid_programme(text.encode())
    tell_issues(list(valid.warnings[:MOST_WARNINGS]))
    write_file(arguments.out, text)
    count = len(valid.document.adjustments)
    words = f"written to {arguments.out}, with {count} adjustment{'' if count == 1 else 's'}"
    messages.print(words, markup=False, soft_wrap=True)
    return EXIT_ANSWERED


def _number(text: str) -> int:
    return whole_number(text, 1, MOST_OPTIONS)

"""`phased-exit generate`: a synthetic exit programme, feasible by construction."""

from __future__ import annotations

import argparse
from typing import Any

from scheduler.commands.terminal import (
    EXIT_ANSWERED,
    check_writable,
    messages,
    whole_number,
    write_file,
)
from scheduler.interchange.programme_json import write_programme


def add_to(commands: Any) -> None:  # noqa: ANN401  # argparse keeps the type private
    """Declare the arguments."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "generate", help="a synthetic exit programme, feasible by construction"
    )
    parser.add_argument("--services", type=_services, required=True, metavar="N", help="how many")
    parser.add_argument(
        "--seed", type=_seed, default=1, metavar="N", help="another number, another programme"
    )
    parser.add_argument("--out", required=True, metavar="FILE", help="the programme file to write")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Generate and write."""
    from scheduler.generation.generate import generate  # noqa: PLC0415  # only when asked for

    check_writable(arguments.out)
    made = generate(services=arguments.services, seed=arguments.seed)
    write_file(arguments.out, write_programme(made).decode())
    messages.print(f"written to {arguments.out}", markup=False, soft_wrap=True)
    return EXIT_ANSWERED


def _services(text: str) -> int:
    from scheduler.generation.generate import MOST_SERVICES  # noqa: PLC0415  # only when asked for

    return whole_number(text, 1, MOST_SERVICES)


def _seed(text: str) -> int:
    return whole_number(text, 0, 2**31 - 1)

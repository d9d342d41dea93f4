"""`phased-exit risk`: what becomes of a plan when durations vary and risks happen."""

from __future__ import annotations

import argparse
from typing import Any

from scheduler.commands.terminal import (
    EXIT_ANSWERED,
    answer_console,
    check_writable,
    load,
    messages,
    print_json,
    read_file,
    whole_number,
    write_file,
)
from scheduler.interchange.plan_check import OTHER_PROGRAMME
from scheduler.interchange.plan_json import read_plan
from scheduler.interchange.risk_json import risk_to_jsonable
from scheduler.pictures.cells import drawn
from scheduler.pictures.risk_contents import RISK_LAYOUTS, risk_contents, risk_words
from scheduler.pictures.risk_svg import risk_svg

MOST_SEEDS = 2**31 - 1
HUNDRED = 100


def add_to(commands: Any) -> None:  # noqa: ANN401  # argparse keeps the type private
    """Declare the arguments."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "risk", help="how likely a plan is kept, and what makes it late"
    )
    parser.add_argument("programme", help="programme file, or - for standard input")
    parser.add_argument("plan", help="plan file: an answer document with a plan, or a plan object")
    parser.add_argument(
        "--samples",
        type=_samples,
        default=10_000,
        metavar="N",
        help="runs of the plan (default: %(default)s)",
    )
    parser.add_argument(
        "--seed",
        type=_seed,
        default=1,
        metavar="N",
        help="of the draws: the same seed gives the same answer (default: %(default)s)",
    )
    parser.add_argument(
        "--policy",
        choices=("as-planned", "right-away"),
        default="as-planned",
        help="whether work waits for its planned start, or starts as soon as it can in the order "
        "of the plan (default: %(default)s)",
    )
    parser.add_argument(
        "--shape",
        choices=("pert", "triangular"),
        default="pert",
        help="how chance is spread over the three points of an estimate (default: %(default)s)",
    )
    parser.add_argument(
        "--correlation",
        type=_correlation,
        default=50,
        metavar="PERCENT",
        help="between two estimates with one driver (default: %(default)s)",
    )
    parser.add_argument(
        "--slips",
        action="store_true",
        help="also by how many working days each activity alone may be late",
    )
    parser.add_argument(
        "--picture", metavar="FILE", help="draw by when the last transfer is made, as SVG"
    )
    parser.add_argument("--json", action="store_true", help="the answer as JSON, nothing else")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Carry the plan out again and again, and tell what came of it."""
    # Loads the compiled kernel: other commands start without it.
    from scheduler.simulation.assess import RiskSettings, assess  # noqa: PLC0415
    from scheduler.simulation.warm import make_ready  # noqa: PLC0415

    if arguments.picture:
        check_writable(arguments.picture)
    document, programme = load(arguments.programme)
    read = read_plan(read_file(arguments.plan), programme)
    if read.other_programme:
        messages.print(f"notice: {OTHER_PROGRAMME}", markup=False, soft_wrap=True)
    settings = RiskSettings(
        samples=arguments.samples,
        seed=arguments.seed,
        policy=arguments.policy,
        shape=arguments.shape,
        correlation=arguments.correlation / HUNDRED,
        with_slips=arguments.slips,
    )
    make_ready(
        lambda: messages.print(
            "The simulation is compiled once on this machine; this takes half a minute.",
            markup=False,
        )
    )
    answer = assess(programme, read.plan, settings)
    if arguments.picture:
        write_file(arguments.picture, risk_svg(answer, title=document.name))
        messages.print(f"written to {arguments.picture}", markup=False, soft_wrap=True)
    if arguments.json:
        print_json(risk_to_jsonable(answer))
        return EXIT_ANSWERED
    console = answer_console()
    console.print(risk_words(answer), markup=False, soft_wrap=True)
    for contents in risk_contents(answer):
        console.print()
        console.print(drawn(contents, RISK_LAYOUTS))
    console.print()
    console.print("Not simulated:", style="bold")
    for words in answer.not_simulated:
        console.print(f"- {words}", markup=False, soft_wrap=True)
    return EXIT_ANSWERED


def _samples(text: str) -> int:
    return whole_number(text, 100, 100_000)


def _seed(text: str) -> int:
    return whole_number(text, 0, MOST_SEEDS)


def _correlation(text: str) -> int:
    return whole_number(text, 0, HUNDRED)

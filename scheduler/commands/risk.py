"""`phased-exit risk`: what becomes of a plan when durations vary and risks happen."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from scheduler.analyses.resilience import replan_weakest
from scheduler.analysis.hold import HoldAnswer
from scheduler.analysis.risk import ReplannedSlip, RiskAnswer
from scheduler.commands.live import Progress
from scheduler.commands.plan import default_workers, seconds, stopped_by_ctrl_c
from scheduler.commands.searching import searching
from scheduler.commands.terminal import (
    EXIT_ANSWERED,
    EXIT_REJECTED,
    answer_console,
    check_writable,
    load,
    messages,
    print_json,
    read_file,
    whole_number,
    write_file,
)
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.explaining.replanned_slips import WEAKEST
from scheduler.interchange.hold_json import hold_to_jsonable
from scheduler.interchange.plan_check import OTHER_PROGRAMME
from scheduler.interchange.plan_json import read_plan
from scheduler.interchange.risk_json import risk_to_jsonable
from scheduler.pictures.cells import drawn
from scheduler.pictures.hold_contents import hold_contents, hold_words
from scheduler.pictures.risk_contents import RISK_LAYOUTS, risk_contents, risk_words
from scheduler.pictures.risk_svg import risk_svg
from scheduler.pictures.slip_contents import slip_words
from scheduler.rules.words import counted
from scheduler.solver.settings import SearchSettings

MOST_SEEDS = 2**31 - 1
HUNDRED = 100
MOST_WEAKEST = 1_000
TOLD = ("hold", "progress", "retry")


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
        "--replanned",
        action="store_true",
        help="also, of the weakest of these, with everything else planned again",
    )
    parser.add_argument(
        "--weakest",
        type=_weakest,
        default=WEAKEST,
        metavar="N",
        help="of how many with --replanned (default: %(default)s)",
    )
    parser.add_argument(
        "--hold",
        type=_percent,
        metavar="PERCENT",
        help="also look for the plan that is in time with this probability at the least price by "
        "the programme's levels",
    )
    parser.add_argument(
        "--time-limit",
        type=seconds,
        default=300.0,
        metavar="S",
        help="seconds to search at most, for each of --hold and --replanned (default: %(default)g)",
    )
    parser.add_argument("--out", metavar="FILE", help="write the plan that holds best, as JSON")
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

    if arguments.out and arguments.hold is None:
        messages.print("rejected: --out is for the plan that --hold looks for", markup=False)
        return EXIT_REJECTED
    for path in filter(None, (arguments.picture, arguments.out)):
        check_writable(path)
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
        with_slips=arguments.slips or arguments.replanned,
    )
    make_ready(
        lambda: messages.print(
            "The simulation is compiled once on this machine; this takes half a minute.",
            markup=False,
        )
    )
    answer = assess(programme, read.plan, settings)
    if arguments.replanned:
        answer = replace(answer, replanned=_replan(programme, read.plan, answer, arguments))
    if arguments.picture:
        write_file(arguments.picture, risk_svg(answer, title=document.name))
        messages.print(f"written to {arguments.picture}", markup=False, soft_wrap=True)
    hold = None if arguments.hold is None else _look_for(programme, read.plan, arguments)
    written = None if hold is None else hold_to_jsonable(hold, programme)
    if written is not None and arguments.out:
        _write_plan(written, arguments.out)
    if arguments.json:
        told = risk_to_jsonable(answer)
        print_json(told if written is None else {**told, "hold": written})
        return EXIT_ANSWERED
    if hold is not None:
        tell = answer_console()
        tell.print(hold_words(hold), markup=False, soft_wrap=True)
        for contents in hold_contents(hold):
            tell.print()
            tell.print(drawn(contents, {}))
        tell.print()
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


def _replan(
    programme: ExpandedProgramme, plan: Plan, answer: RiskAnswer, arguments: argparse.Namespace
) -> tuple[ReplannedSlip, ...]:
    """Plan the weakest points again, side by side; Ctrl-C keeps what is known."""
    if answer.violations:
        broken = counted(answer.violations, "planning rule")
        told = f"notice: the plan breaks {broken}, so that nothing is planned again from it"
        messages.print(told, markup=False, soft_wrap=True)
        return ()

    def tell(row: object) -> None:
        if isinstance(row, ReplannedSlip):
            messages.print(f"{row.activity}: {slip_words(row)}", markup=False, soft_wrap=True)

    with searching(arguments.time_limit, tell) as work:
        return replan_weakest(programme, plan, answer.slips, work, arguments.weakest)


def _look_for(
    programme: ExpandedProgramme, plan: Plan, arguments: argparse.Namespace
) -> HoldAnswer:
    """Look for a plan that holds, telling of each; Ctrl-C keeps the best so far."""
    from scheduler.simulation.hold import find_hold  # noqa: PLC0415
    from scheduler.simulation.hold_search import HoldSettings  # noqa: PLC0415

    settings = HoldSettings(
        target_percent=arguments.hold,
        fresh_samples=arguments.samples,
        seed=arguments.seed,
        policy=arguments.policy,
        shape=arguments.shape,
        correlation=arguments.correlation / HUNDRED,
    )
    search = SearchSettings(time_limit_seconds=arguments.time_limit, workers=default_workers())
    with stopped_by_ctrl_c() as stop, Progress(messages) as progress:
        return find_hold(
            programme,
            plan,
            settings,
            search,
            # The levels of every search would be told of as if they were of one.
            on_event=lambda event: progress.take(event) if event["type"] in TOLD else None,
            stop=stop,
        )


def _write_plan(written: Mapping[str, Any], path: str) -> None:
    """Write the chosen plan as a plan file; the one with work at once where it alone does."""
    soon = written["at_once"]
    if soon is not None and soon["reached"]:
        plan = soon["point"]["plan"]
        kinds = ", ".join(kind["kind"] for kind in soon["kinds"])
        messages.print(f"the plan holds if these start as soon as they can: {kinds}", markup=False)
    elif written["chosen"] is None:
        messages.print("no checked plan was found, so that none is written", markup=False)
        return
    else:
        plan = written["points"][written["chosen"]]["plan"]
    write_file(path, json.dumps(plan, indent=2, ensure_ascii=False) + "\n")
    messages.print(f"written to {path}", markup=False, soft_wrap=True)


def _percent(text: str) -> float:
    message = "must be more than 0 and at most 100"
    try:
        value = float(text)
    except ValueError:
        raise argparse.ArgumentTypeError(message) from None
    if not 0 < value <= HUNDRED:
        raise argparse.ArgumentTypeError(message)
    return value


def _weakest(text: str) -> int:
    return whole_number(text, 1, MOST_WEAKEST)


def _samples(text: str) -> int:
    return whole_number(text, 100, 100_000)


def _seed(text: str) -> int:
    return whole_number(text, 0, MOST_SEEDS)


def _correlation(text: str) -> int:
    return whole_number(text, 0, HUNDRED)

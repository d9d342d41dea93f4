"""`phased-exit quality`: how good a schedule is by the standards of the field."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from typing import Any

from scheduler.analyses.simulated import simulated
from scheduler.analysis.holding import TrueSlack
from scheduler.analysis.risk import RiskAnswer
from scheduler.commands.terminal import (
    EXIT_ANSWERED,
    answer_console,
    load,
    messages,
    print_json,
    read_file,
    whole_number,
)
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.interchange.plan_check import OTHER_PROGRAMME
from scheduler.interchange.plan_json import read_plan
from scheduler.pictures.cells import Layout, drawn
from scheduler.pictures.quality_contents import quality_contents
from scheduler.quality.assess import assess
from scheduler.quality.findings import Measure
from scheduler.quality.measures import FEW_DAYS

_WHOLE = Layout(no_wrap=True)
_EVIDENCE = "Evidence, and what is missing"
_LAYOUTS = {
    **dict.fromkeys(("No", "Found", "%", "Value", "Verdict", "Standing"), _WHOLE),
    **dict.fromkeys(("Where", "What", "Code", "Remarks", _EVIDENCE), Layout(overflow="fold")),
}


def add_to(commands: Any) -> None:  # noqa: ANN401  # argparse keeps the type private
    """Declare the arguments."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "quality", help="how good a plan is by DCMA's checks and GAO's practices; lints"
    )
    parser.add_argument("programme", help="programme file")
    parser.add_argument("plan", help="plan file, or answer of plan --json")
    parser.add_argument(
        "--few-days",
        type=_few,
        default=FEW_DAYS,
        metavar="N",
        help="working days of slack under which an activity is counted (default: %(default)s)",
    )
    parser.add_argument(
        "--thorough",
        action="store_true",
        help="search for true slack in place of float by links, and plan again for the critical "
        "path test; takes minutes",
    )
    parser.add_argument(
        "--risk",
        action="store_true",
        help="simulate the plan, for the practice of a schedule risk analysis",
    )
    parser.add_argument(
        "--time-limit",
        type=_seconds,
        default=600,
        metavar="S",
        help="with --thorough: seconds to search at most (default: %(default)g)",
    )
    parser.add_argument("--json", action="store_true", help="the answer as JSON, nothing else")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Assess and print."""
    document, programme = load(arguments.programme)
    read = read_plan(read_file(arguments.plan), programme)
    if read.other_programme:
        messages.print(f"notice: {OTHER_PROGRAMME}", markup=False, soft_wrap=True)
    few, plan = arguments.few_days, read.plan
    found = assess(document, programme, plan, few_days=few)
    if arguments.thorough or arguments.risk:
        risk = _simulated(programme, plan) if arguments.risk else None
        searched = _searched(programme, plan, arguments.time_limit) if arguments.thorough else None
        slacks, also = searched or (None, ())
        found = assess(document, programme, plan, few_days=few, slacks=slacks, risk=risk, also=also)
    answer = found.to_jsonable()
    if arguments.json:
        print_json(answer)
        return EXIT_ANSWERED
    console = answer_console()
    console.print(found.verdict, style="bold", markup=False, soft_wrap=True)
    for contents in quality_contents(answer):
        console.print()
        console.print(drawn(contents, _LAYOUTS))
    return EXIT_ANSWERED


def _simulated(programme: ExpandedProgramme, plan: Plan) -> RiskAnswer | None:
    """Carry the plan out under chance."""
    # Loads the compiled kernel: the checks start without it.
    from scheduler.simulation.warm import make_ready  # noqa: PLC0415

    make_ready(
        lambda: messages.print(
            "The simulation is compiled once on this machine; this takes half a minute.",
            markup=False,
        )
    )
    return simulated(programme, plan)


def _searched(
    programme: ExpandedProgramme, plan: Plan, limit: float
) -> tuple[Mapping[str, TrueSlack], tuple[Measure, ...]]:
    """Search for what the critical path test finds planned again, and for true slack.

    What is not answered in time is left at least.
    """
    # Only a search needs the solver's side.
    from scheduler.commands.searching import searching  # noqa: PLC0415
    from scheduler.explaining.true_slack import true_slacks  # noqa: PLC0415
    from scheduler.quality.replanned_path import replanned_path  # noqa: PLC0415
    from scheduler.quality.schedule import schedule_of  # noqa: PLC0415

    names = [activity.id for activity in schedule_of(programme, plan).incomplete]
    with searching(limit, confirm=False) as work:
        path = replanned_path(programme, plan, work)
        return true_slacks(programme, plan, names, work), () if path is None else (path,)


def _few(text: str) -> int:
    return whole_number(text, 1, 1_000)


def _seconds(text: str) -> int:
    return whole_number(text, 1, 86_400)

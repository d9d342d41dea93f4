"""`phased-exit plan`: the best checked plan, or the reason there is none."""

from __future__ import annotations

import argparse
import json
import os
import signal
import threading
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from scheduler.commands.live import Progress
from scheduler.commands.terminal import (
    EXIT_ANSWERED,
    EXIT_NO_PLAN,
    EXIT_UNDECIDED,
    answer_console,
    check_writable,
    load,
    messages,
    print_json,
    read_file,
    whole_number,
    write_file,
)
from scheduler.explaining.told import with_causes
from scheduler.interchange.answer_json import answer_to_jsonable
from scheduler.interchange.plan_json import read_plan
from scheduler.pictures.tables import render_answer
from scheduler.planning import plan_exit
from scheduler.solver.settings import SearchSettings
from scheduler.verification.verify import verify

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scheduler.domain.expanded import ExpandedProgramme
    from scheduler.domain.plan import Plan

EXIT_CODES = {"plan": EXIT_ANSWERED, "infeasible": EXIT_NO_PLAN, "undecided": EXIT_UNDECIDED}
MOST_WORKERS = 8
"""More were seen to make the solver wrong: or-tools issue 5295."""


def add_to(commands: Any) -> None:  # noqa: ANN401  # argparse keeps the type private
    """Declare the arguments."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "plan", help="best checked plan, or the reason there is none"
    )
    parser.add_argument("programme", help="programme file, or - for standard input")
    parser.add_argument(
        "--baseline", metavar="PLAN", help="plan file to start from: the answer is no worse"
    )
    parser.add_argument(
        "--durations", choices=("min", "likely", "max"), help="point of every duration"
    )
    parser.add_argument(
        "--profile",
        metavar="NAME",
        help="levels of a profile: safest, calmest, cheapest, earliest or one of the file",
    )
    add_search(parser)
    parser.add_argument(
        "--memory-limit",
        type=_whole,
        default=6000,
        metavar="MB",
        help="megabytes to use at most (default: %(default)s)",
    )
    parser.add_argument(
        "--no-baselines", action="store_true", help="no comparison with planning without optimising"
    )
    parser.add_argument("--out", metavar="FILE", help="write the answer document to a file")
    parser.add_argument("--json", action="store_true", help="the answer as JSON, nothing else")
    parser.set_defaults(run=run)


def add_search(parser: argparse.ArgumentParser) -> None:
    """Declare what every search for one plan takes."""
    parser.add_argument(
        "--time-limit",
        type=seconds,
        default=120.0,
        metavar="S",
        help="seconds to search at most (default: %(default)g)",
    )
    parser.add_argument(
        "--workers",
        type=workers,
        default=default_workers(),
        metavar="N",
        help="searches side by side (default: %(default)s here)",
    )
    parser.add_argument(
        "--seed", type=_whole, default=1, metavar="N", help="start of the search's random choices"
    )
    parser.add_argument(
        "--reproducible", action="store_true", help="one worker: the same plan from run to run"
    )


def search_of(arguments: argparse.Namespace) -> SearchSettings:
    """Return how to search, as the arguments say."""
    return SearchSettings(
        time_limit_seconds=arguments.time_limit,
        workers=arguments.workers,
        seed=arguments.seed,
        reproducible=arguments.reproducible,
    )


def run(arguments: argparse.Namespace) -> int:
    """Plan and print."""
    if arguments.out:
        check_writable(arguments.out)
    _, programme = load(arguments.programme, arguments.durations, arguments.profile)
    baseline = _baseline(arguments.baseline, programme)
    settings = replace(search_of(arguments), memory_limit_mb=arguments.memory_limit)
    with stopped_by_ctrl_c() as stop, Progress(messages) as progress:
        answer = plan_exit(
            programme,
            settings,
            on_event=progress.take,
            stop=stop,
            with_baselines=not arguments.no_baselines,
            baseline=baseline,
            running=arguments.running,
        )
    document = answer_to_jsonable(with_causes(answer, programme), programme)
    if arguments.out:
        write_file(arguments.out, json.dumps(document, indent=2, ensure_ascii=False) + "\n")
        messages.print(f"answer written to {arguments.out}", markup=False, soft_wrap=True)
    if arguments.json:
        print_json(document)
    else:
        _print(document, programme)
    return EXIT_CODES[answer.outcome]


def _print(document: Mapping[str, Any], programme: ExpandedProgramme) -> None:
    console = answer_console()
    ascii_only = "utf" not in (console.encoding or "").lower()
    for part in render_answer(document, programme, width=console.width, ascii_only=ascii_only):
        console.print(part)


def _baseline(path: str | None, programme: ExpandedProgramme) -> Plan | None:
    """Return the plan to start from, and say when it is none of this programme any more."""
    if path is None:
        return None
    plan = read_plan(read_file(path), programme).plan
    broken = {violation.rule for violation in verify(programme, plan).violations}
    if broken:
        messages.print(
            f"notice: the baseline breaks {len(broken)} planning rule(s) of this programme; "
            "it is a suggestion to the search, not a plan",
            markup=False,
            soft_wrap=True,
        )
    return plan


@contextmanager
def stopped_by_ctrl_c() -> Iterator[threading.Event]:
    """Turn the first Ctrl-C into a request to stop and keep the best plan so far."""
    stop = threading.Event()

    def asked(_signal: int, _frame: object) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()
        # Not through the console: the signal may have come while it was writing.
        with suppress(OSError):
            os.write(2, b"\nstopping; the best plan so far is kept ...\n")

    before = {s: signal.signal(s, asked) for s in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def default_workers() -> int:
    """Return how many processors this process may use, eight at most."""
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return max(1, min(MOST_WORKERS, allowed or 1))


def seconds(text: str) -> float:
    """Return an argument that is a time limit."""
    message = "must be more than 0 seconds and at most a week"
    try:
        value = float(text)
    except ValueError:
        raise argparse.ArgumentTypeError(message) from None
    if not 0 < value <= 7 * 86_400:
        raise argparse.ArgumentTypeError(message)
    return value


def workers(text: str) -> int:
    """Return an argument that is a number of workers."""
    return whole_number(text, 1, MOST_WORKERS)


def _whole(text: str) -> int:
    return whole_number(text, 0, 2**31 - 1)

"""What commands that ask many questions share: arguments, solver processes, Ctrl-C, progress."""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from scheduler.asking.pool import Pool
from scheduler.commands.plan import default_workers, seconds, stopped_by_ctrl_c, workers
from scheduler.commands.terminal import (
    EXIT_ANSWERED,
    EXIT_NO_PLAN,
    EXIT_UNDECIDED,
    answer_console,
    load,
    messages,
    print_json,
    read_file,
)
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.explaining.best_known import BestKnown, best_known
from scheduler.explaining.work import Work, ended_after
from scheduler.interchange.plan_json import read_plan
from scheduler.pictures.cells import drawn
from scheduler.pictures.contents import Contents
from scheduler.solver.settings import SearchSettings

NO_PLAN_WORDS = {
    False: "No plan exists; explain tells why.",
    None: "No plan was found in time.",
}
BEST_PLAN = "answer of plan --json: the best plan of all, so that it is not made again"


def add_arguments(parser: argparse.ArgumentParser, *, plan: str | None, limit: float) -> None:
    """Declare what every such command takes; `plan` is the help of the plan, if there is one."""
    parser.add_argument("programme", help="programme file, or - for standard input")
    if plan is not None:
        parser.add_argument("plan", nargs="?", help=plan)
    parser.add_argument(
        "--time-limit",
        type=seconds,
        default=limit,
        metavar="S",
        help="seconds in all at most; what is known by then is told (default: %(default)g)",
    )
    parser.add_argument(
        "--question-limit",
        type=seconds,
        default=20.0,
        metavar="S",
        help="seconds for one question at most (default: %(default)g)",
    )
    parser.add_argument(
        "--workers",
        type=workers,
        default=default_workers(),
        metavar="N",
        help="questions answered side by side (default: %(default)s here)",
    )
    parser.add_argument(
        "--no-confirm",
        dest="confirm",
        action="store_false",
        help="do not put claims to a second configuration",
    )
    parser.add_argument("--json", action="store_true", help="the answer as JSON, nothing else")


def add_plan_limit(parser: argparse.ArgumentParser, flag: str, plan: str) -> None:
    """Declare how long the making of one plan may take; `plan` says which."""
    parser.add_argument(
        flag,
        type=seconds,
        default=120.0,
        metavar="S",
        help=f"seconds for {plan} (default: %(default)g)",
    )


def tell(
    document: Mapping[str, Any],
    contents: Callable[[], Iterable[Contents]],
    *,
    as_json: bool,
    without: str | None = None,
) -> int:
    """Print an answer, or in a sentence that there is no plan; return the exit code.

    `contents` are asked for where people read the answer; `without` is said in place of the usual
    words where there is none.
    """
    feasible: bool | None = document["feasible"]
    if as_json:
        print_json(document)
    elif feasible:
        for part in contents():
            answer_console().print(drawn(part, {}))
    else:
        answer_console().print(without or NO_PLAN_WORDS[feasible])
    if feasible is None:
        return EXIT_UNDECIDED
    return EXIT_ANSWERED if feasible else EXIT_NO_PLAN


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysing:
    """What is analysed, and with what."""

    programme: ExpandedProgramme
    best: BestKnown | None
    """The plan that was given, if one was."""
    work: Work


@contextmanager
def analysing(
    arguments: argparse.Namespace, told: Callable[[object], str | None]
) -> Iterator[Analysing]:
    """Yield the programme, the plan and the means; `told` words a row for the progress.

    Raises PlanBreaksRules for a plan that breaks a hard rule of the programme.
    """
    _, programme = load(arguments.programme)
    path = getattr(arguments, "plan", None)
    best = None if path is None else _best(read_file(path), programme)
    settings = SearchSettings(
        time_limit_seconds=arguments.question_limit, workers=arguments.workers
    )
    began = time.monotonic()

    def on_row(row: object) -> None:
        words = told(row)
        if words is not None:
            passed = time.monotonic() - began
            messages.print(f"{passed:6.1f} s  {words}", markup=False, soft_wrap=True)

    with (
        stopped_by_ctrl_c() as stop,
        ended_after(arguments.time_limit, stop),
        Pool(settings, stop) as pool,
    ):
        work = Work(
            ask=pool.ask,
            side_by_side=arguments.workers,
            seconds=arguments.question_limit,
            confirm=arguments.confirm,
            on_row=on_row,
            stop=stop,
        )
        yield Analysing(programme=programme, best=best, work=work)


def _best(data: bytes, programme: ExpandedProgramme) -> BestKnown:
    """Return the plan of a file with what its answer document claims, where it is one."""
    plan = read_plan(data, programme).plan
    said = json.loads(data)
    return best_known(programme, plan, said.get("objectives") or ())

"""What commands that ask many questions share: arguments, solver processes, Ctrl-C, progress."""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from scheduler.asking.pool import Pool
from scheduler.commands.plan import default_workers, seconds, stopped_by_ctrl_c, workers
from scheduler.commands.terminal import load, messages, read_file
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.explaining.best_known import best_known
from scheduler.explaining.option_table import BestKnown
from scheduler.explaining.work import Work, ended_after
from scheduler.interchange.plan_json import read_plan
from scheduler.solver.settings import SearchSettings


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysing:
    """What is analysed, and with what."""

    programme: ExpandedProgramme
    best: BestKnown | None
    """The plan that was given, if one was."""
    work: Work
    began: float = field(default_factory=time.monotonic)


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
        yield Analysing(programme=programme, best=best, work=work, began=began)


def _best(data: bytes, programme: ExpandedProgramme) -> BestKnown:
    """Return the plan of a file with what its answer document claims, where it is one."""
    plan = read_plan(data, programme).plan
    said = json.loads(data)
    return best_known(programme, plan, said.get("objectives") or ())

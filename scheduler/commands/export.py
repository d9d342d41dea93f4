"""`phased-exit export`: a plan as a picture or a report."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from scheduler.commands.terminal import (
    EXIT_ANSWERED,
    check_writable,
    load,
    messages,
    read_file,
    write_file,
)
from scheduler.interchange.plan_check import OTHER_PROGRAMME
from scheduler.interchange.plan_json import read_plan
from scheduler.pictures.gantt_svg import gantt_svg
from scheduler.pictures.heatmap_svg import heatmap_svg
from scheduler.pictures.wording import counted
from scheduler.verification.verify import verify


def add_to(commands: Any) -> None:  # noqa: ANN401  # argparse keeps the type private
    """Declare the arguments."""
    parser: argparse.ArgumentParser = commands.add_parser("export", help="a plan as a picture")
    parser.add_argument("programme", help="programme file")
    parser.add_argument("plan", help="plan file")
    parser.add_argument(
        "--format",
        choices=("svg", "heatmap-svg"),
        default="svg",
        help="svg: Gantt chart; heatmap-svg: change load per week",
    )
    parser.add_argument(
        "--detail", choices=("services", "activities"), default="services", help="rows of the Gantt"
    )
    parser.add_argument("--out", metavar="FILE", help="standard output when left out")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Draw and write."""
    if arguments.out:
        check_writable(arguments.out)
    document, programme = load(arguments.programme)
    read = read_plan(read_file(arguments.plan), programme)
    plan = read.plan
    if read.other_programme:
        messages.print(f"notice: {OTHER_PROGRAMME}", markup=False, soft_wrap=True)
    broken = len(verify(programme, plan).violations)
    if broken:
        notice = f"warning: the plan has {counted(broken, 'violation')}; check names each of them"
        messages.print(notice, markup=False, soft_wrap=True)
    if arguments.format == "svg":
        drawn = gantt_svg(programme, plan, title=document.name, detail=arguments.detail)
    else:
        drawn = heatmap_svg(programme, plan, title=document.name)
    if arguments.out:
        write_file(arguments.out, drawn)
        messages.print(f"written to {arguments.out}", markup=False, soft_wrap=True)
    else:
        # A file format with an encoding of its own, whatever the terminal's is.
        sys.stdout.buffer.write(drawn.encode())
        sys.stdout.buffer.flush()
    return EXIT_ANSWERED

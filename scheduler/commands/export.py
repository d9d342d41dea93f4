"""`phased-exit export`: a plan as a picture, a paper for a board, or a file of a planning tool."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any, get_args

from scheduler.commands.terminal import (
    EXIT_ANSWERED,
    check_writable,
    load,
    messages,
    read_file,
    write_file,
)
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.domain.programme import Programme
from scheduler.errors import FileRejected
from scheduler.exchange.calendar_feed import Shown
from scheduler.exchange.exporting import export_plan, export_programme
from scheduler.exchange.formats import FORMATS, WRITTEN
from scheduler.exchange.from_plan import Hold
from scheduler.exchange.losses import Loss
from scheduler.exchange.reading import Written
from scheduler.exchange.words import loss_line
from scheduler.explaining.audience import Audience
from scheduler.interchange.json_text import read_json
from scheduler.interchange.plan_check import OTHER_PROGRAMME
from scheduler.interchange.plan_json import read_plan
from scheduler.papers.formats import PAPERS, Beside, exported
from scheduler.pictures.gantt_svg import gantt_svg
from scheduler.pictures.heatmap_svg import heatmap_svg
from scheduler.pictures.wording import counted
from scheduler.verification.verify import verify

PICTURES = ("svg", "heatmap-svg")
MOST_LOSSES = 30


def add_to(commands: Any) -> None:  # noqa: ANN401  # argparse keeps the type private
    """Declare the arguments."""
    told = "; ".join(f"{one.id}: {one.title}" for one in FORMATS.values() if one.writer)
    parser: argparse.ArgumentParser = commands.add_parser(
        "export", help="a plan as a picture, a board paper or a file of a planning tool"
    )
    parser.add_argument("programme", help="programme file")
    parser.add_argument("plan", nargs="?", help="plan file; not for xlsx and csv")
    parser.add_argument(
        "--format",
        choices=(*PICTURES, *PAPERS, *WRITTEN),
        default="svg",
        help="svg: Gantt chart; heatmap-svg: change load per week; report-…: plan report; "
        f"board-…: board paper, also of an answer without a plan; {told}",
    )
    parser.add_argument(
        "--detail", choices=("services", "activities"), default="services", help="rows of the Gantt"
    )
    parser.add_argument(
        "--hold",
        choices=get_args(Hold),
        help="how the tool is kept to the dates: manual tasks (usual for Microsoft Project), "
        "start constraints (usual for Primavera), or links alone",
    )
    parser.add_argument(
        "--shown",
        choices=get_args(Shown),
        default="all",
        help="of a calendar: all dates, or those that commitments have published",
    )
    parser.add_argument(
        "--sequence", type=int, default=0, help="of a calendar: grows with each plan published"
    )
    parser.add_argument(
        "--audience",
        choices=get_args(Audience),
        default="exempt",
        help="of a report or board paper: the public version leaves out options, prices and staff",
    )
    for kind in ("latest", "assumptions", "risk"):
        parser.add_argument(
            f"--{kind}", metavar="FILE", help=f"what {kind} --json found, for a paper to tell of"
        )
    parser.add_argument("--losses", metavar="FILE", help="what is not carried, as JSON")
    parser.add_argument("--out", metavar="FILE", help="standard output when left out")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Draw or convert, and write."""
    for path in (arguments.out, arguments.losses):
        if path:
            check_writable(path)
    document, programme = load(arguments.programme)
    made = _made(arguments, document, programme)
    _tell(made.losses)
    if arguments.losses:
        listed = [asdict(loss) for loss in made.losses]
        write_file(arguments.losses, json.dumps(listed, ensure_ascii=False, indent=2) + "\n")
    if arguments.out:
        write_file(arguments.out, made.content)
        _say(f"written to {arguments.out}")
    else:
        # A file format with an encoding of its own, whatever the terminal's is.
        sys.stdout.buffer.write(made.content)
        sys.stdout.buffer.flush()
    return EXIT_ANSWERED


def _made(
    arguments: argparse.Namespace, document: Programme, programme: ExpandedProgramme
) -> Written:
    wanted: str = arguments.format
    if wanted in FORMATS and FORMATS[wanted].holds == "programme":
        return export_programme(document, wanted)
    if arguments.plan is None:
        message = f"name the plan file too: {wanted} shows a plan"
        raise FileRejected(message)
    if wanted in PAPERS:
        plan_file, beside = read_file(arguments.plan), _beside(arguments)
        content = exported(wanted, programme, plan_file, arguments.audience, beside)
        return Written(content=content)
    plan = _plan(arguments.plan, programme)
    if wanted == "svg":
        drawn = gantt_svg(programme, plan, title=document.name, detail=arguments.detail)
        return Written(content=drawn.encode())
    if wanted == "heatmap-svg":
        return Written(content=heatmap_svg(programme, plan, title=document.name).encode())
    return export_plan(
        programme,
        plan,
        wanted,
        made=datetime.now(UTC).replace(microsecond=0),
        sequence=arguments.sequence,
        hold=arguments.hold,
        shown=arguments.shown,
    )


def _beside(arguments: argparse.Namespace) -> Beside:
    """Return the documents of analyses that a paper is to tell of."""
    named = {"latest": arguments.latest, "assumptions": arguments.assumptions}
    named["risk"] = arguments.risk
    read = {kind: _document(path) for kind, path in named.items() if path}
    return Beside(
        latest=read.get("latest"), assumptions=read.get("assumptions"), risk=read.get("risk")
    )


def _document(path: str) -> dict[str, Any]:
    value = read_json(read_file(path)).value
    if not isinstance(value, dict):
        message = f"{path} is no document of an analysis"
        raise FileRejected(message, path=path)
    return value


def _plan(path: str, programme: ExpandedProgramme) -> Plan:
    read = read_plan(read_file(path), programme)
    if read.other_programme:
        _say(f"notice: {OTHER_PROGRAMME}")
    broken = len(verify(programme, read.plan).violations)
    if broken:
        _say(f"warning: the plan has {counted(broken, 'violation')}; check names each of them")
    return read.plan


def _tell(losses: tuple[Loss, ...]) -> None:
    for loss in losses[:MOST_LOSSES]:
        _say(loss_line(loss))
    if len(losses) > MOST_LOSSES:
        _say(f"and {len(losses) - MOST_LOSSES} further losses; --losses FILE lists all of them")


def _say(line: str) -> None:
    messages.print(line, markup=False, soft_wrap=True)

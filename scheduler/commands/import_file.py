"""`phased-exit import`: a planning tool's file as a programme, or as a plan of one."""

from __future__ import annotations

import argparse
import json
from typing import Any

from scheduler.commands.terminal import (
    EXIT_ANSWERED,
    EXIT_REJECTED,
    EXIT_VIOLATIONS,
    check_writable,
    load,
    messages,
    print_json,
    read_file,
    write_file,
)
from scheduler.errors import FileRejected
from scheduler.exchange.formats import READ, TEMPLATE, loaded
from scheduler.exchange.importing import Imported, import_file
from scheduler.exchange.mapping.declaration import read_mapping
from scheduler.exchange.words import loss_line, question_lines
from scheduler.pictures.wording import counted

MOST_LOSSES = 30


def add_to(commands: Any) -> None:  # noqa: ANN401  # argparse keeps the type private
    """Declare the arguments."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "import",
        help="a file of Microsoft Project, Primavera or a spreadsheet as a programme",
        description="Reads a planning tool's file. What it cannot say is asked for: write the "
        "answers into a mapping file and import again. What does not come along is listed.",
    )
    parser.add_argument("file", nargs="?", help="the file; its format is seen from what it holds")
    parser.add_argument("--format", choices=READ, help="where the file does not show its format")
    parser.add_argument("--mapping", metavar="FILE", help="answers to what the file cannot say")
    parser.add_argument(
        "--plan-of", metavar="PROGRAMME", help="read the dates as a plan of this programme"
    )
    parser.add_argument("--out", metavar="FILE", help="where the programme or plan is written")
    parser.add_argument(
        "--template", metavar="FILE", help="write a workbook to fill in, and read nothing"
    )
    parser.add_argument("--json", action="store_true", help="the answer as JSON, nothing else")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Read and write."""
    if arguments.template:
        return _template(arguments.template)
    if arguments.file is None:
        message = "name the file to import, or --template FILE for a workbook to fill in"
        raise FileRejected(message)
    if arguments.out:
        check_writable(arguments.out)
    mapping = read_mapping(read_file(arguments.mapping)) if arguments.mapping else None
    programme = load(arguments.plan_of)[1] if arguments.plan_of else None
    found = import_file(read_file(arguments.file), mapping, programme, arguments.format)
    document = found.plan or found.programme
    if arguments.out and document is not None and found.complete:
        write_file(arguments.out, json.dumps(document, ensure_ascii=False, indent=2) + "\n")
    if arguments.json:
        print_json(found.to_jsonable())
    _tell(found, arguments)
    if not found.complete:
        return EXIT_REJECTED
    return EXIT_VIOLATIONS if found.plan is not None and found.violations else EXIT_ANSWERED


def _template(path: str) -> int:
    check_writable(path)
    write_file(path, loaded(TEMPLATE)())
    messages.print(f"written to {path}", markup=False, soft_wrap=True)
    return EXIT_ANSWERED


def _tell(found: Imported, arguments: argparse.Namespace) -> None:
    held = ", ".join(counted(number, name[:-1]) for name, number in found.counts.items())
    if held:
        _say(f"read: {held}")
    for loss in found.losses[:MOST_LOSSES]:
        _say(loss_line(loss))
    if len(found.losses) > MOST_LOSSES:
        _say(f"and {len(found.losses) - MOST_LOSSES} further losses; --json lists all of them")
    for issue in found.issues:
        if issue.severity == "error":
            cell = issue.facts.get("cell")
            _say(issue.line() if cell is None else f"error: {cell}: {issue.message}")
    if found.questions:
        _say("This is not in the file; write it into a mapping file and pass --mapping:")
        for line in question_lines(found.questions):
            _say(line)
        return
    if found.violations:
        what = "the plan breaks" if found.plan is not None else "its own dates break"
        _say(f"{what} {counted(len(found.violations), 'planning rule')}; check names each of them")
    if arguments.out and found.complete:
        _say(f"written to {arguments.out}")


def _say(line: str) -> None:
    messages.print(line, markup=False, soft_wrap=True)

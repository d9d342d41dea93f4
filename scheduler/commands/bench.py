"""`phased-exit bench`: published instances, solved by us and by others in one run."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from scheduler.commands.terminal import (
    EXIT_ANSWERED,
    EXIT_DEFECT,
    answer_console,
    check_writable,
    messages,
    read_file,
    whole_number,
    write_file,
)

SOLVERS = ("ours", "pyjobshop", "plain")
_MOST_SECONDS = 86_400.0


def add_to(commands: Any) -> None:  # noqa: ANN401  # argparse keeps the type private
    """Declare the arguments."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "bench",
        help="published scheduling instances, solved by us and by others",
        description="Solves instances in Patterson, PSPLIB (.sm, .mm) and ProGen/max (.sch) format "
        "with each solver in this process, the order alternated from one instance to the next. "
        "Building the model counts, starting up and reading files does not. Every answer is "
        "verified; one with a defect is told and is no data point.",
    )
    parser.add_argument("folder", help="where the instances are, at any depth")
    parser.add_argument(
        "--set", action="append", default=[], dest="sets", metavar="NAME", help="only this set"
    )
    parser.add_argument("--sample", type=_count, metavar="N", help="so many of each set, drawn")
    parser.add_argument("--seed", type=_seed, default=1, metavar="N", help="of the draw")
    parser.add_argument(
        "--time-limit", type=_seconds, default=10.0, metavar="SECONDS", help="for each answer"
    )
    parser.add_argument("--workers", type=_workers, default=2, metavar="N", help="of each solver")
    parser.add_argument(
        "--solvers", type=_solvers, default=SOLVERS, metavar="LIST", help=",".join(SOLVERS)
    )
    parser.add_argument(
        "--best-known",
        action="append",
        default=[],
        metavar="CSV",
        help="published values; may be given several times",
    )
    parser.add_argument("--out", metavar="CSV", help="a line for each answer")
    parser.add_argument("--picture", metavar="SVG", help="mean gap over time")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Solve everything, then tell, write and draw."""
    from scheduler.benchmarks import (  # noqa: PLC0415  # only when asked for
        best_known,
        compare,
        gap_svg,
        instance_files,
        results_csv,
        summary,
        summary_table,
    )

    for path in (arguments.out, arguments.picture):
        if path:
            check_writable(path)
    published = best_known.read_best_known(*map(read_file, arguments.best_known))
    sets = instance_files.find_instances(Path(arguments.folder), published, arguments.sets)
    files = [
        file
        for found in sets.values()
        for file in instance_files.sampled(found, arguments.sample, arguments.seed)
    ]
    limits = f"{arguments.time_limit:g} s, {arguments.workers} workers"
    drawn = "" if arguments.sample is None else f", drawn with seed {arguments.seed}"
    messages.print(f"{len(files)} instances{drawn}; {limits} each", markup=False)
    records = []
    for record in compare.compare(
        files,
        arguments.solvers,
        seconds=arguments.time_limit,
        workers=arguments.workers,
    ):
        records.append(record)
        answer = f"defect: {record.defect}" if record.defect else _in_words(record.run)
        told = f"{record.group} {record.instance} {record.solver}: {answer}"
        messages.print(told, markup=False, soft_wrap=True)
    table = summary_table.summary_table(summary.summarised(records))
    console = answer_console()
    console.width = max(console.width, summary_table.WIDTH)
    console.print(table)
    if arguments.out:
        write_file(arguments.out, results_csv.results_csv(records))
    if arguments.picture:
        subtitle = f"{limits} for every solver{drawn}. No plan counts 100 %."
        panels = gap_svg.panels_of(records, arguments.time_limit)
        write_file(arguments.picture, gap_svg.gap_svg(panels, subtitle))
    ours = any(record.defect for record in records if record.solver == "ours")
    return EXIT_DEFECT if ours else EXIT_ANSWERED


def _in_words(run: Any) -> str:  # noqa: ANN401  # loaded only when asked for
    value = "" if run.value is None else f" {run.value}"
    bound = "" if run.bound is None or run.bound == run.value else f", bound {run.bound}"
    return f"{run.status}{value}{bound}, {run.seconds:.2f} s"


def _solvers(text: str) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(text.split(",")))
    for name in names:
        if name not in SOLVERS:
            message = f"{name!r} is none of {', '.join(SOLVERS)}"
            raise argparse.ArgumentTypeError(message)
    return names


def _seconds(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value <= _MOST_SECONDS:
        message = "must be a number of seconds above 0, a day at most"
        raise argparse.ArgumentTypeError(message)
    return value


def _count(text: str) -> int:
    return whole_number(text, 1, 1_000_000)


def _seed(text: str) -> int:
    return whole_number(text, 0, 2**31 - 1)


def _workers(text: str) -> int:
    return whole_number(text, 1, 64)

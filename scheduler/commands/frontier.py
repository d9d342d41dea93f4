"""`phased-exit frontier`: what more of one objective level costs in another."""

from __future__ import annotations

import argparse
from typing import Any, get_args

from scheduler.commands.live import Progress
from scheduler.commands.plan import EXIT_CODES, default_workers, seconds, stopped_by_ctrl_c, workers
from scheduler.commands.terminal import (
    EXIT_REJECTED,
    answer_console,
    check_writable,
    load,
    messages,
    print_json,
    whole_number,
    write_file,
)
from scheduler.domain.objectives import ObjectiveLevel, ObjectiveName
from scheduler.frontier import find_frontier
from scheduler.interchange.frontier_json import frontier_to_jsonable
from scheduler.pictures.cells import drawn
from scheduler.pictures.frontier_contents import frontier_contents, frontier_words
from scheduler.pictures.frontier_svg import frontier_svg
from scheduler.solver.settings import SearchSettings

MOST_POINTS = 200
TOLD = ("point", "progress", "retry")


def add_to(commands: Any) -> None:  # noqa: ANN401  # argparse keeps the type private
    """Declare the arguments."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "frontier", help="what more of one objective level costs in another"
    )
    parser.add_argument("programme", help="programme file, or - for standard input")
    names = "objective level, such as peak_change_load or change_load_area:60 for its threshold"
    parser.add_argument("--first", type=_level, required=True, metavar="LEVEL", help=names)
    parser.add_argument("--second", type=_level, required=True, metavar="LEVEL", help="another")
    parser.add_argument(
        "--points",
        type=_points,
        default=12,
        metavar="N",
        help="points at most, spread over the whole (default: %(default)s)",
    )
    parser.add_argument(
        "--time-limit",
        type=seconds,
        default=300.0,
        metavar="S",
        help="seconds to search at most, for all points (default: %(default)g)",
    )
    parser.add_argument(
        "--workers",
        type=workers,
        default=default_workers(),
        metavar="N",
        help="searches side by side (default: %(default)s here)",
    )
    parser.add_argument("--picture", metavar="FILE", help="draw the points as SVG")
    parser.add_argument("--json", action="store_true", help="the points with their plans as JSON")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Search, print and draw."""
    if arguments.first.key == arguments.second.key:
        messages.print("rejected: --first and --second are one level", markup=False)
        return EXIT_REJECTED
    if arguments.picture:
        check_writable(arguments.picture)
    document, programme = load(arguments.programme)
    settings = SearchSettings(
        time_limit_seconds=arguments.time_limit, workers=arguments.workers, confirm=False
    )
    with stopped_by_ctrl_c() as stop, Progress(messages) as progress:
        frontier = find_frontier(
            programme,
            (arguments.first, arguments.second),
            settings,
            most_points=arguments.points,
            # The levels of every search would be told of as if they were of one.
            on_event=lambda event: progress.take(event) if event["type"] in TOLD else None,
            stop=stop,
        )
    if arguments.picture and frontier.points:
        write_file(arguments.picture, frontier_svg(frontier, title=document.name))
        messages.print(f"written to {arguments.picture}", markup=False, soft_wrap=True)
    if arguments.json:
        print_json(frontier_to_jsonable(frontier, programme))
    elif frontier.points:
        answer_console().print(drawn(frontier_contents(frontier, programme), {}))
    else:
        answer_console().print(frontier_words(frontier))
    return EXIT_CODES[frontier.outcome]


def _level(text: str) -> ObjectiveLevel:
    written, _, threshold = text.partition(":")
    name: ObjectiveName | None = next((n for n in get_args(ObjectiveName) if n == written), None)
    if name is None:
        message = f"there is no level {written!r}; there are {', '.join(get_args(ObjectiveName))}"
        raise argparse.ArgumentTypeError(message)
    if not threshold:
        return ObjectiveLevel(name=name)
    if name != "change_load_area":
        message = f"{name} has no threshold; only change_load_area has"
        raise argparse.ArgumentTypeError(message)
    return ObjectiveLevel(name=name, threshold=whole_number(threshold, 0, 1_000_000))


def _points(text: str) -> int:
    return whole_number(text, 2, MOST_POINTS)

"""`phased-exit replan`: the plan that changes the fewest commitments of the one in force."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from scheduler.asking.pool import Pool
from scheduler.commands.live import Progress
from scheduler.commands.plan import (
    EXIT_CODES,
    add_search,
    search_of,
    seconds,
    stopped_by_ctrl_c,
)
from scheduler.commands.terminal import (
    MOST_WARNINGS,
    answer_console,
    check_writable,
    messages,
    print_json,
    read_file,
    tell_issues,
    write_file,
)
from scheduler.explaining.work import Work, ended_after
from scheduler.interchange.answer_json import answer_to_jsonable
from scheduler.interchange.change_document import changed, read_change
from scheduler.interchange.json_text import read_json
from scheduler.interchange.plan_json import read_plan
from scheduler.interchange.valid_programme import valid_programme
from scheduler.pictures.cells import drawn
from scheduler.pictures.difference_contents import difference_contents
from scheduler.pictures.tables import render_answer
from scheduler.regenerating.again import differing, light_to_jsonable, light_words
from scheduler.regenerating.document import ToPlanAgain, to_plan_again
from scheduler.regenerating.replan import Regenerated, regenerate
from scheduler.solver.settings import SearchSettings

SECONDS_FOR_CAUSES = 60.0


def add_to(commands: Any) -> None:  # noqa: ANN401  # argparse keeps the type private
    """Declare the arguments."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "replan", help="the plan that changes the fewest commitments, and why each one changed"
    )
    parser.add_argument("programme", help="programme file as it is now, or before --change")
    parser.add_argument(
        "--baseline",
        metavar="PLAN",
        help="plan in force; the baseline of the programme file when left out",
    )
    parser.add_argument(
        "--standing",
        metavar="FILE",
        help="change document that says where the programme stood before; it is no cause",
    )
    parser.add_argument("--change", metavar="FILE", help="change document to be made first")
    parser.add_argument(
        "--was", metavar="PROGRAMME", help="programme file of the plan in force, to find causes"
    )
    parser.add_argument(
        "--status-date", type=_day, metavar="DATE", help="what has not begun starts after it"
    )
    add_search(parser)
    parser.add_argument(
        "--causes-limit",
        type=seconds,
        default=SECONDS_FOR_CAUSES,
        metavar="S",
        help="further seconds to find causes at most (default: %(default)g)",
    )
    parser.add_argument("--no-causes", action="store_true", help="do not look for causes")
    parser.add_argument(
        "--programme-out", metavar="FILE", help="write the changed programme with its baseline"
    )
    parser.add_argument("--out", metavar="FILE", help="write the answer document to a file")
    parser.add_argument("--json", action="store_true", help="the answer as JSON, nothing else")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Plan again, find causes and print."""
    for path in (arguments.out, arguments.programme_out):
        if path:
            check_writable(path)
    again = _read(arguments)
    tell_issues(list(again.valid.warnings[:MOST_WARNINGS]))
    if arguments.programme_out:
        text = json.dumps(again.after, ensure_ascii=False, indent=2) + "\n"
        write_file(arguments.programme_out, text)
    settings = search_of(arguments)
    with stopped_by_ctrl_c() as stop:
        with Progress(messages) as progress:

            def on_event(event: Mapping[str, Any]) -> None:
                if event["type"] == "traffic_light":
                    words = light_words(event["light"])
                    messages.print(words, markup=False, soft_wrap=True)
                else:
                    progress.take(event)

            regenerated = regenerate(
                again.valid.expanded,
                settings,
                on_event=on_event,
                stop=stop,
                running=arguments.running,
            )
        document = _document(arguments, again, regenerated)
    if arguments.out:
        write_file(arguments.out, json.dumps(document, indent=2, ensure_ascii=False) + "\n")
        messages.print(f"answer written to {arguments.out}", markup=False, soft_wrap=True)
    if arguments.json:
        print_json(document)
    else:
        _print(document, regenerated)
    return EXIT_CODES[regenerated.answer.outcome]


def _read(arguments: argparse.Namespace) -> ToPlanAgain:
    """Return what is planned again, as the arguments say."""
    data = _stood(read_file(arguments.programme), arguments.standing)
    now = read_json(data).value
    was_data = read_file(arguments.was) if arguments.was else data
    was = valid_programme(was_data).expanded
    plan = None
    if arguments.baseline:
        plan = read_plan(read_file(arguments.baseline), was).plan
    change = read_change(read_file(arguments.change)) if arguments.change else None
    return to_plan_again(
        read_json(was_data).value,
        now,
        plan,
        change=change,
        status_date=arguments.status_date,
        name=arguments.baseline or "",
    )


def _stood(data: bytes, standing: str | None) -> bytes:
    """Return a programme file as it stood before the change."""
    if standing is None:
        return data
    valid_programme(data)
    return json.dumps(changed(read_json(data).value, read_change(read_file(standing)))).encode()


def _document(
    arguments: argparse.Namespace, again: ToPlanAgain, regenerated: Regenerated
) -> dict[str, Any]:
    answer = regenerated.answer
    document = answer_to_jsonable(answer, regenerated.programme)
    document["traffic_light"] = light_to_jsonable(regenerated.light)
    document["diff"] = None
    if answer.plan is None:
        return document
    settings = SearchSettings(time_limit_seconds=20.0, workers=arguments.workers)
    with (
        stopped_by_ctrl_c() as stop,
        ended_after(arguments.causes_limit, stop),
        Pool(settings, stop) as pool,
    ):
        work = Work(ask=pool.ask, side_by_side=arguments.workers, stop=stop)
        document["diff"] = differing(
            again, regenerated, answer.plan, None if arguments.no_causes else work
        )
    return document


def _print(document: Mapping[str, Any], regenerated: Regenerated) -> None:
    console = answer_console()
    ascii_only = "utf" not in (console.encoding or "").lower()
    shown = render_answer(
        document, regenerated.programme, width=console.width, ascii_only=ascii_only
    )
    for part in shown:
        console.print(part)
    if document["diff"] is not None:
        for words in document["diff"]["words"]:
            console.print(words, markup=False, soft_wrap=True)
        for contents in difference_contents(document["diff"]):
            console.print(drawn(contents, {}))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        message = f"{text!r} is no date of the form 2023-04-30"
        raise argparse.ArgumentTypeError(message) from None

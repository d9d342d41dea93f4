"""`phased-exit worker`: takes plans from the queue and solves them."""

from __future__ import annotations

import argparse
import logging
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from types import FrameType
from typing import Any

from api.commands.arguments import count, data_folder, service_settings, unusable
from api.commands.logs import log_argument, log_form, log_to_standard_error
from scheduler.commands.terminal import EXIT_ANSWERED

EXIT_FORCED = 130


def add_to(commands: Any) -> None:  # noqa: ANN401  # argparse keeps the type private
    """Declare the arguments."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "worker", help="a further solver worker for a service on the same database"
    )
    data_folder(parser)
    parser.add_argument(
        "--slots", type=count(1, 64), default=1, metavar="N", help="plans at once (default: 1)"
    )
    log_argument(parser)
    # Of `serve`, which holds the other side, and knows its worker's name.
    parser.add_argument("--stdin-lifeline", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--name", help=argparse.SUPPRESS)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Work until told to stop."""
    from api.errors import DatabaseUnavailable, UnsafeDatabase  # noqa: PLC0415 - see `api.cli`
    from api.jobs.worker import Worker, new_name  # noqa: PLC0415 - as above
    from api.processes.lifeline import when_cut  # noqa: PLC0415 - as above
    from api.telemetry.tracing import tracing_from  # noqa: PLC0415 - as above

    form = log_form(arguments.log)
    log_to_standard_error(logging.INFO, form)
    settings = service_settings(arguments)
    tracing = tracing_from(os.environ, "worker")
    name = arguments.name or new_name()
    worker = Worker(settings, slots=arguments.slots, name=name, tracing=tracing)
    _leave_on_signals(worker.leave)
    if arguments.stdin_lifeline:
        when_cut(worker.leave)
    try:
        left = worker.run()
    except (DatabaseUnavailable, UnsafeDatabase) as error:
        raise unusable(None if settings.database_url else settings.data, error) from error
    finally:
        if tracing is not None:
            tracing.close()
    if left == "declared dead":
        _begin_anew(arguments.data, arguments.slots, form, lifeline=arguments.stdin_lifeline)
    return EXIT_ANSWERED


def _leave_on_signals(leave: Any) -> None:  # noqa: ANN401 - a bound method
    asked = False

    def handle(_signal: int, _frame: FrameType | None) -> None:
        nonlocal asked
        if asked:
            # Its solver processes end by themselves, its plans are taken over.
            os._exit(EXIT_FORCED)
        asked = True
        leave()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, handle)


def _begin_anew(data: Path | None, slots: int, form: str, *, lifeline: bool) -> None:
    """Become a worker under another name, in the same process.

    The others have given this one's plans to somebody; what is left of it in threads and in the
    engine goes with the program. The process stays, so that nobody must be there to restart it.
    """
    words: Sequence[str] = ["worker", "--slots", str(slots), "--log", form]
    words = [*words, *(["--data", str(data)] if data else [])]
    words = [*words, *(["--stdin-lifeline"] if lifeline else [])]
    sys.stdout.flush()
    sys.stderr.flush()
    os.execv(sys.executable, [sys.executable, "-m", "api.cli", *words])  # noqa: S606 - our own words

"""`phased-exit serve`: the HTTP service, with a worker beside it where no database is named."""

from __future__ import annotations

import argparse
import logging
import os
import signal
import socket
from contextlib import ExitStack
from dataclasses import replace
from ipaddress import ip_address
from types import FrameType
from typing import TYPE_CHECKING, Any

from api.commands.arguments import count, data_folder, service_settings
from api.commands.logs import log_argument, log_form, log_to_standard_error
from scheduler.commands.terminal import EXIT_ANSWERED, messages
from scheduler.errors import InputError

if TYPE_CHECKING:
    from api.commands.server import Server
    from api.settings import ServiceSettings
    from api.store.database import Database

DEFAULT_HOST = "127.0.0.1"
DEFAULT_PORT = 8000
DRAIN_SECONDS = 5
"""Where others than this machine ask; a balancer of load notices within."""


log = logging.getLogger(__name__)


class _Stopping:
    """What signals ask for, from before there is a server."""

    def __init__(self) -> None:
        self.server: Server | None = None
        self.was_asked = False

    def asked(self, number: int, _frame: FrameType | None) -> None:
        self.was_asked = True
        if self.server is not None:
            self.server.ask_to_stop(impatiently=number == signal.SIGINT)


def add_to(commands: Any) -> None:  # noqa: ANN401  # argparse keeps the type private
    """Declare the arguments."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "serve", help="the service: programmes in, plans out, over HTTP"
    )
    parser.add_argument(
        "--demo", action="store_true", help="store and plan a shipped programme, if none is stored"
    )
    parser.add_argument(
        "--host", default=DEFAULT_HOST, help="address to listen on (default: %(default)s)"
    )
    parser.add_argument(
        "--port",
        type=count(0, 65_535),
        default=DEFAULT_PORT,
        help="port to listen on, 0 for any that is free (default: %(default)s)",
    )
    data_folder(parser)
    parser.add_argument(
        "--require-keys",
        action="store_true",
        help="ask for keys on this machine, too; elsewhere they are always asked for",
    )
    parser.add_argument(
        "--workers",
        type=count(0, 64),
        metavar="N",
        help="worker processes to run beside it (default: 1, or 0 where DATABASE_URL is set)",
    )
    parser.add_argument(
        "--slots",
        type=count(1, 64),
        default=1,
        metavar="N",
        help="plans at once in each worker (default: 1)",
    )
    parser.add_argument(
        "--drain",
        type=count(0, 600),
        metavar="SECONDS",
        help="how long to go on answering, with /readyz saying no, when told to stop by SIGTERM "
        f"(default: {DRAIN_SECONDS}, or 0 where only this machine can ask)",
    )
    log_argument(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Serve until told to stop."""
    from api.commands.opening import opened_database  # noqa: PLC0415 - see `api.cli`

    log_to_standard_error(logging.INFO, log_form(arguments.log))
    loopback = _is_loopback(arguments.host)
    drain = arguments.drain
    if drain is None:
        drain = 0 if loopback else DRAIN_SECONDS
    settings = replace(
        service_settings(arguments),
        keys_required=arguments.require_keys or not loopback,
        drain_seconds=drain,
    )
    with ExitStack() as closing:
        listener = _listener(arguments.host, arguments.port)
        closing.callback(listener.close)
        database = opened_database(settings)
        closing.callback(database.close)
        _serve(arguments, settings, database, listener)
    return EXIT_ANSWERED


def _serve(
    arguments: argparse.Namespace,
    settings: ServiceSettings,
    database: Database,
    listener: socket.socket,
) -> None:
    from api.commands.compiling import Compiling  # noqa: PLC0415 - see `api.cli`
    from api.commands.supervision import SupervisedWorker  # noqa: PLC0415 - as above

    number = arguments.workers
    if number is None:
        number = 0 if settings.database_url else 1
    words = ["--slots", str(arguments.slots), "--log", log_form(arguments.log)]
    if arguments.data is not None:
        words += ["--data", str(arguments.data)]
    workers = [SupervisedWorker(database, words) for _ in range(number)]
    stopping = _Stopping()
    for one in (signal.SIGINT, signal.SIGTERM):
        signal.signal(one, stopping.asked)
    # They load while this process does.
    for worker in workers:
        worker.start()
    compiling = Compiling()
    try:
        _answer_requests(arguments, settings, database, listener, stopping)
    finally:
        compiling.stop()
        for worker in workers:
            worker.ask_to_stop()
        for worker in workers:
            worker.wait()


def _answer_requests(
    arguments: argparse.Namespace,
    settings: ServiceSettings,
    database: Database,
    listener: socket.socket,
    stopping: _Stopping,
) -> None:
    from api.app import create_app  # noqa: PLC0415 - see `api.cli`
    from api.commands.demo import fill_if_empty  # noqa: PLC0415 - as above
    from api.commands.keys import first_key  # noqa: PLC0415 - as above
    from api.commands.server import Server  # noqa: PLC0415 - as above
    from api.processes.memory import keep_little  # noqa: PLC0415 - as above
    from api.telemetry.tracing import tracing_from  # noqa: PLC0415 - as above

    keep_little()
    filled = arguments.demo and fill_if_empty(database, settings)
    first = first_key(database) if settings.keys_required else None
    tracing = tracing_from(os.environ, "api")
    server = Server(
        create_app(settings, database, tracing),
        lambda: _tell(arguments, settings, listener, filled=filled, first=first),
    )
    stopping.server = server
    try:
        if not stopping.was_asked:
            server.run([listener])
    finally:
        if tracing is not None:
            tracing.close()


def _tell(
    arguments: argparse.Namespace,
    settings: ServiceSettings,
    listener: socket.socket,
    *,
    filled: bool,
    first: str | None,
) -> None:
    host: str = arguments.host
    port = listener.getsockname()[1]
    shown = f"[{host}]" if ":" in host else host
    _say(f"phased-exit is ready at http://{shown}:{port}/")
    if filled:
        _say("The Lincolnshire programme is there to look at; its plan comes within moments.")
    elif arguments.demo:
        _say("Programmes are stored already; --demo adds none to them.")
    kept = "the database" if settings.database_url else settings.data
    _say(f"Ctrl-C ends it; what is stored stays in {kept}.")
    if first is not None:
        _say(f"Key of the first administrator, told this once: {first}")


def _say(text: str) -> None:
    if messages.is_terminal:
        messages.print(text, markup=False, highlight=False, soft_wrap=True)
    else:
        # Read by programs, as every other line.
        log.info("%s", text)


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _listener(host: str, port: int) -> socket.socket:
    from api.commands.server import listening_socket  # noqa: PLC0415 - see `api.cli`

    try:
        return listening_socket(host, port)
    except OSError as error:
        reason = error.strerror or str(error)
        raise InputError(f"cannot listen on {host} port {port}: {reason}") from error

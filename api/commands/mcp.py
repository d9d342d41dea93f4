"""`phased-exit mcp`: plans and their reasons as tools over the Model Context Protocol."""

from __future__ import annotations

import argparse
import logging
import os
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from api.commands.logs import log_to_standard_error
from scheduler.commands.terminal import EXIT_ANSWERED
from scheduler.errors import InputError

KEY = "PHASED_EXIT_KEY"
NEEDED = ("mcp", "httpx2")
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


def add_to(commands: Any) -> None:  # noqa: ANN401  # argparse keeps the type private
    """Declare the arguments."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "mcp",
        help="plans and their reasons as tools over the Model Context Protocol (standard input)",
    )
    parser.add_argument(
        "--url",
        help="address of a running service; without it one is run on loopback. "
        f"Its key is read from {KEY}",
    )
    parser.add_argument(
        "--data",
        type=Path,
        metavar="DIR",
        help="folder for the files of the service run here (default: a temporary one, gone at "
        "the end)",
    )
    parser.add_argument(
        "--files",
        type=Path,
        default=Path(),
        metavar="DIR",
        help="folder whose JSON files the tools may read (default: the current one)",
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Offer the tools until standard input ends."""
    if any(find_spec(name) is None for name in NEEDED):
        raise InputError(
            "this command needs the extra `mcp`: pip install 'phased-exit[mcp]', or in a clone "
            "pip install '.[mcp]'"
        )
    if not arguments.files.is_dir():
        raise InputError(f"there is no folder {arguments.files}")
    url = None if arguments.url is None else _address(arguments.url)
    if url is not None and arguments.data is not None:
        raise InputError("--data is of the service run here; with --url there is none")
    if arguments.data is not None:
        arguments.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    log_to_standard_error(logging.WARNING)

    import anyio  # noqa: PLC0415 - see `api.cli`

    from api.mcp_server.server import Wanted, offer  # noqa: PLC0415 - as above

    anyio.run(
        offer,
        Wanted(
            url=url,
            key=os.environ.get(KEY) or None,
            data=None if arguments.data is None else arguments.data.resolve(),
            files=arguments.files.resolve(),
        ),
    )
    return EXIT_ANSWERED


def _address(text: str) -> str:
    """Return the address of a service. Raises InputError."""
    try:
        parts = urlsplit(text)
        host = parts.hostname
    except ValueError as error:
        raise InputError(f"{text!r} is not an address: {error}") from error
    if parts.scheme not in {"http", "https"} or not host or parts.query or parts.fragment:
        raise InputError(f"{text!r} is not an address such as https://plans.example.org")
    if parts.username is not None:
        raise InputError(f"the key belongs in {KEY}, not in the address")
    if parts.scheme == "http" and host not in LOOPBACK and os.environ.get(KEY):
        raise InputError(f"the key in {KEY} would be sent without encryption: use https")
    return text.rstrip("/")

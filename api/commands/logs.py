"""Where the service's processes log: events with their facts, and nothing of what people wrote.

An error is told by its kind and the places in the code it came through, never by its message, which
may repeat a value of somebody's document. Of what libraries say only their own words are told.
"""

from __future__ import annotations

import argparse
import json
import logging
import sys
import time
import traceback
from collections.abc import Mapping
from typing import Any, Literal

Form = Literal["json", "text"]
FORMS: tuple[Form, ...] = ("json", "text")
OURS = "api"
MOST_CAUSES = 10
FACTS = "facts"
"""Attribute of a record that holds its facts."""
EVENT = "event"
"""The fact that says what happened; for people the message does."""


def log_argument(parser: argparse.ArgumentParser) -> None:
    """Declare in which form to log."""
    parser.add_argument(
        "--log",
        choices=FORMS,
        help="form of the log on standard error (default: text on a terminal, else json)",
    )


def log_form(asked: Form | None) -> Form:
    """Return the form that was asked for, or the one that fits whoever reads."""
    if asked is not None:
        return asked
    return "text" if sys.stderr.isatty() else "json"


def log_to_standard_error(level: int, form: Form | None = None) -> None:
    """Log a line for each event that somebody who runs the service may want to know.

    Libraries have a say from warnings on.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines() if log_form(form) == "json" else TextLines())
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
    logging.getLogger(OURS).setLevel(level)


class JsonLines(logging.Formatter):
    """One JSON object for each event."""

    def format(self, record: logging.LogRecord) -> str:
        """Return a record as a line."""
        told = {
            "at": _instant(record),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": message_of(record),
            **_facts(record),
            **_error(record),
        }
        return json.dumps(told, ensure_ascii=True, default=str)


class TextLines(logging.Formatter):
    """One line for people: the message, and the facts that are not in it."""

    def format(self, record: logging.LogRecord) -> str:
        """Return a record as a line."""
        message = message_of(record)
        facts = {**_facts(record), **_error(record)}
        words = {name: _shown(value) for name, value in facts.items() if name != EVENT}
        said = " ".join(f"{name}={word}" for name, word in words.items() if word not in message)
        return f"{_instant(record)} {record.levelname} {message} {said}".rstrip()


def message_of(record: logging.LogRecord) -> str:
    """Return what a record says, without messages of errors and without what libraries fill in."""
    if record.name != OURS and not record.name.startswith(f"{OURS}."):
        return str(record.msg).partition("\n")[0][:200]
    args = record.args
    if isinstance(args, tuple):
        told = tuple(type(a).__name__ if isinstance(a, BaseException) else a for a in args)
        return str(record.msg) % told if told else str(record.msg)
    return record.getMessage()


def _instant(record: logging.LogRecord) -> str:
    seconds = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created))
    return f"{seconds}.{int(record.msecs):03d}Z"


def _facts(record: logging.LogRecord) -> Mapping[str, Any]:
    found: Mapping[str, Any] = getattr(record, FACTS, {})
    return found


def _error(record: logging.LogRecord) -> Mapping[str, Any]:
    error = record.exc_info[1] if record.exc_info else None
    if error is None:
        return {}
    places = [
        f"{frame.filename}:{frame.lineno}:{frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)
    ]
    causes = [type(error).__name__]
    cause = error.__cause__ or error.__context__
    while cause is not None and len(causes) < MOST_CAUSES:
        causes.append(type(cause).__name__)
        cause = cause.__cause__ or cause.__context__
    return {"error": causes, "where": places}


def _shown(value: object) -> str:
    return json.dumps(value, default=str) if isinstance(value, list | dict) else str(value)

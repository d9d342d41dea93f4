"""What commands share: reading files, exit codes, and telling of rejections and defects."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
from pathlib import Path
from typing import IO, Any

from rich.console import Console

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.issues import Issue
from scheduler.domain.limits import DEFAULT_LIMITS
from scheduler.domain.programme import Programme
from scheduler.domain.values import DurationCase
from scheduler.errors import DefectError, FileRejected, InputError
from scheduler.interchange.valid_programme import valid_programme

EXIT_ANSWERED = 0
EXIT_DEFECT = 1
EXIT_REJECTED = 2
EXIT_NO_PLAN = 3
EXIT_UNDECIDED = 4
EXIT_VIOLATIONS = 5
EXIT_INTERRUPTED = 130
"""Ended at the user's request without an answer, as shells count it."""

MOST_WARNINGS = 5


def forget_reader(file: IO[str]) -> None:
    """Let what is left for a reader that has gone go nowhere when Python ends."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, file.fileno())
    os.close(nowhere)


class _Terminal(Console):
    """A console that does not end the program itself when its reader has gone."""

    def on_broken_pipe(self) -> None:
        """Go on in silence: the exit code is an answer too."""
        forget_reader(self.file)


messages = _Terminal(stderr=True, highlight=False)
"""Progress and messages; standard output holds the answer and nothing else."""


def answer_console() -> Console:
    """Return the console for an answer read by people."""
    return _Terminal(highlight=False)


def whole_number(text: str, least: int, most: int) -> int:
    """Return an argument that is a whole number within limits.

    Raises ArgumentTypeError, which the command line words.
    """
    try:
        value = int(text)
    except ValueError:
        value = least - 1
    if not least <= value <= most:
        message = f"must be a whole number from {least} to {most}"
        raise argparse.ArgumentTypeError(message)
    return value


def read_file(path: str) -> bytes:
    """Return a file's bytes; `-` is standard input. No more is read than is allowed.

    Raises FileRejected when it cannot be read.
    """
    most = DEFAULT_LIMITS.file_bytes
    try:
        if path == "-":
            data = sys.stdin.buffer.read(most + 1)
        else:
            with Path(path).open("rb") as file:
                data = file.read(most + 1)
    except OSError as error:
        message = f"{path} cannot be read: {error.strerror}"
        raise FileRejected(message, path=path) from None
    if len(data) > most:
        message = f"{path} is larger than the {most:,} bytes that are read"
        raise FileRejected(message, path=path, reason="too_large")
    return data


def check_writable(path: str) -> None:
    """Refuse a place for a file before work is spent on what it shall hold.

    Raises FileRejected when it cannot be written.
    """
    target = Path(path)
    folder = target.resolve().parent
    reason = None
    if target.is_dir():
        reason = "Is a directory"
    elif not folder.is_dir():
        reason = f"there is no directory {target.parent}"
    elif not os.access(target if _in_place(target) else folder, os.W_OK):
        reason = "Permission denied"
    if reason is not None:
        message = f"{path} cannot be written: {reason}"
        raise FileRejected(message, path=path)


def write_file(path: str, content: str | bytes) -> None:
    """Write a file whole or not at all: what stood there stays until the new one is complete.

    Raises FileRejected when it cannot be written.
    """
    check_writable(path)
    # A link stays a link; what it points to is replaced.
    target = Path(path).resolve()
    data = content.encode() if isinstance(content, str) else content
    try:
        if _in_place(target):
            target.write_bytes(data)
            return
        beside = target.with_name(f".{target.name}.{os.getpid()}.new")
        try:
            beside.write_bytes(data)
            if target.exists():
                shutil.copymode(target, beside)
            beside.replace(target)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as error:
        message = f"{path} cannot be written: {error.strerror}"
        raise FileRejected(message, path=path) from None


def _in_place(target: Path) -> bool:
    """Tell whether something stands there that is no file: a pipe or a device."""
    return target.exists() and not target.is_file()


def load(
    path: str, durations: DurationCase | None = None, profile: str | None = None
) -> tuple[Programme, ExpandedProgramme]:
    """Return a programme and its expansion, on other durations or levels where asked.

    Raises ProgrammeRejected with every error; warnings go to standard error.
    """
    valid = valid_programme(read_file(path), durations=durations, profile=profile)
    tell_issues(list(valid.warnings[:MOST_WARNINGS]))
    return valid.document, valid.expanded


def tell_issues(issues: list[Issue]) -> None:
    """Print issues a line each, as they are: no markup is read into them."""
    for issue in issues:
        messages.print(issue.line(), markup=False, soft_wrap=True)


def tell_rejection(error: InputError, *, as_json: bool) -> None:
    """Say what is wrong with the input; with --json as a document too."""
    issues = list(getattr(error, "issues", ()))
    messages.print(f"rejected: {error}", markup=False, style="bold red", soft_wrap=True)
    tell_issues(issues)
    if as_json:
        print_json(
            {
                "error": error.code,
                "message": str(error),
                "issues": [
                    {
                        "code": issue.code,
                        "severity": issue.severity,
                        "path": issue.path,
                        "message": issue.message,
                        "value": issue.value,
                    }
                    for issue in issues
                ],
            }
        )


def tell_defect(error: DefectError) -> None:
    """Own up: nothing the user can mend."""
    messages.print(f"defect: {error} [{error.code}]", markup=False, style="bold red")
    messages.print(
        "This is a fault of phased-exit, not of your programme. Please report it with the file.",
        markup=False,
    )


def print_json(document: Any) -> None:  # noqa: ANN401  # any JSON value
    """Print a document on standard output, escaped where it does not take every character."""
    escaped = "utf" not in (sys.stdout.encoding or "").lower()
    text = json.dumps(document, indent=2, ensure_ascii=escaped, default=str) + "\n"
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        forget_reader(sys.stdout)

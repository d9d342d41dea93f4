"""What commands share: reading files, exit codes, and telling of rejections and defects."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from rich.console import Console

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.issues import Issue
from scheduler.domain.programme import Programme
from scheduler.errors import DefectError, FileRejected, InputError, ProgrammeRejected
from scheduler.interchange.programme_json import read_programme
from scheduler.validation import find_issues

EXIT_ANSWERED = 0
EXIT_DEFECT = 1
EXIT_REJECTED = 2
EXIT_NO_PLAN = 3
EXIT_UNDECIDED = 4
EXIT_VIOLATIONS = 5

MOST_WARNINGS = 5

messages = Console(stderr=True, highlight=False)
"""Progress and messages; standard output holds the answer and nothing else."""


def answer_console() -> Console:
    """Return the console for an answer read by people."""
    return Console(highlight=False)


def read_file(path: str) -> bytes:
    """Return a file's bytes; `-` is standard input.

    Raises FileRejected when it cannot be read.
    """
    if path == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(path).read_bytes()
    except OSError as error:
        message = f"{path} cannot be read: {error.strerror}"
        raise FileRejected(message, path=path) from None


def write_file(path: str, content: str) -> None:
    """Write a file whole.

    Raises FileRejected when it cannot be written.
    """
    try:
        Path(path).write_text(content, encoding="utf-8")
    except OSError as error:
        message = f"{path} cannot be written: {error.strerror}"
        raise FileRejected(message, path=path) from None


def load(path: str) -> tuple[Programme, ExpandedProgramme]:
    """Return a programme and its expansion.

    Raises ProgrammeRejected with every error; warnings go to standard error.
    """
    return validated(read_programme(read_file(path)))


def validated(document: Programme) -> tuple[Programme, ExpandedProgramme]:
    """Return a programme with its expansion when nothing is wrong with its meaning."""
    expanded, issues = find_issues(document)
    if expanded is None or any(issue.severity == "error" for issue in issues):
        raise ProgrammeRejected(issues)
    tell_issues([issue for issue in issues if issue.severity == "warning"][:MOST_WARNINGS])
    return document, expanded


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
    """Print a document on standard output."""
    sys.stdout.write(json.dumps(document, indent=2, ensure_ascii=False, default=str) + "\n")
    sys.stdout.flush()

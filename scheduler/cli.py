"""The command line: arguments in, text out. What is said is decided elsewhere."""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version

from scheduler.commands import check, expand, export, generate, plan, schema
from scheduler.commands.terminal import (
    EXIT_DEFECT,
    EXIT_INTERRUPTED,
    EXIT_REJECTED,
    forget_reader,
    messages,
    tell_defect,
    tell_rejection,
)
from scheduler.errors import DefectError, InputError

COMMANDS = (plan, check, expand, export, generate, schema)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code.

    0 answered, 1 our defect, 2 input or usage rejected, 3 no plan exists, 4 undecided within the
    limit, 5 the check found violations; 130 interrupted without an answer.
    """
    if isinstance(sys.stdout, io.TextIOWrapper):
        # Names in a programme may hold what the terminal cannot show.
        sys.stdout.reconfigure(errors="replace")
    try:
        return _run(arguments)
    except KeyboardInterrupt:
        messages.print("interrupted; there is no answer", markup=False)
        return EXIT_INTERRUPTED
    finally:
        # Now, while a reader that has gone can be passed over in silence.
        try:
            sys.stdout.flush()
        except BrokenPipeError:
            forget_reader(sys.stdout)


def _run(arguments: Sequence[str] | None) -> int:
    parsed = _parser().parse_args(arguments)
    try:
        code: int = parsed.run(parsed)
    except InputError as error:
        tell_rejection(error, as_json=getattr(parsed, "json", False))
        return EXIT_REJECTED
    except DefectError as error:
        tell_defect(error)
        return EXIT_DEFECT
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="phased-exit",
        description="Dated, checked exit plans for leaving an outsourcing contract.",
    )
    parser.add_argument("--version", action="version", version=f"phased-exit {_version()}")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    for command in COMMANDS:
        command.add_to(commands)
    return parser


def _version() -> str:
    try:
        return version("phased-exit")
    except PackageNotFoundError:
        return "(not installed)"


if __name__ == "__main__":
    sys.exit(main())

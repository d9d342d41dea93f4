"""The command line: arguments in, text out. What is said is decided elsewhere."""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version

from scheduler.errors import DefectError, InputError
from scheduler.solver.process import SolverProcess, launch

COMMANDS = (
    "plan",
    "explain",
    "adjust",
    "latest",
    "options",
    "prices",
    "replan",
    "assumptions",
    "backbone",
    "frontier",
    "check",
    "quality",
    "risk",
    "diff",
    "expand",
    "import",
    "export",
    "generate",
    "schema",
    "bench",
)
"""In the order of the help; each is a module of that name, but for words that Python keeps."""
_MODULES = {"import": "import_file"}


def main(arguments: Sequence[str] | None = None, further: Sequence[str] = ()) -> int:
    """Run one command and return its exit code; `further` names modules of more commands.

    0 answered, 1 our defect, 2 input or usage rejected, 3 no plan exists, 4 undecided within the
    limit, 5 the check found violations; 130 interrupted without an answer.
    """
    words = sys.argv[1:] if arguments is None else arguments
    with _solver_ahead(words) as running:
        from scheduler.commands import terminal  # noqa: PLC0415  # the solver loads meanwhile

        if isinstance(sys.stdout, io.TextIOWrapper):
            # Names in a programme may hold what the terminal cannot show.
            sys.stdout.reconfigure(errors="replace")
        try:
            return _run(words, running, further)
        except KeyboardInterrupt:
            terminal.messages.print("interrupted; there is no answer", markup=False)
            return terminal.EXIT_INTERRUPTED
        finally:
            # Now, while a reader that has gone can be passed over in silence.
            try:
                sys.stdout.flush()
            except BrokenPipeError:
                terminal.forget_reader(sys.stdout)


@contextmanager
def _solver_ahead(words: Sequence[str]) -> Iterator[SolverProcess | None]:
    """Let the solver load beside everything else: it takes longest."""
    running = launch() if words[:1] and words[0] in ("plan", "replan") else None
    try:
        yield running
    finally:
        if running is not None:
            running.close()


def _run(words: Sequence[str], running: SolverProcess | None, further: Sequence[str]) -> int:
    from scheduler.commands import terminal  # noqa: PLC0415  # the solver loads meanwhile

    parsed = _parser(words, further).parse_args(words)
    parsed.running = running
    try:
        code: int = parsed.run(parsed)
    except InputError as error:
        terminal.tell_rejection(error, as_json=getattr(parsed, "json", False))
        return terminal.EXIT_REJECTED
    except DefectError as error:
        terminal.tell_defect(error)
        return terminal.EXIT_DEFECT
    return code


def _parser(words: Sequence[str], further: Sequence[str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="phased-exit",
        description="Dated, checked exit plans for leaving an outsourcing contract.",
    )
    parser.add_argument("--version", action="version", version=f"phased-exit {_version()}")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    # What is asked for is enough: half of the others load what takes longer than a check.
    asked = words[:1] if words[:1] and words[0] in COMMANDS else COMMANDS
    for name in (*(f"scheduler.commands.{_MODULES.get(name, name)}" for name in asked), *further):
        import_module(name).add_to(commands)
    return parser


def _version() -> str:
    try:
        return version("phased-exit")
    except PackageNotFoundError:
        return "(not installed)"


if __name__ == "__main__":
    sys.exit(main())

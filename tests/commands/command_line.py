"""The command line as people and scripts meet it: a process of its own."""

import io
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

from scheduler.cli import main
from tests.agreement.worlds import FIXTURES

ROOT = FIXTURES.parent
SMALL = FIXTURES / "programmes" / "small.json"
NO_PLAN = FIXTURES / "infeasible" / "change_freeze_year_end.json"

HANG_GUARD_SECONDS = 180.0
"""Not a measurement: what lasts longer hangs, on any machine."""

FAULTY = "import sys; from scheduler.solver import process; process.COMMAND = {command!r}; "
MAIN = "from scheduler.cli import main; sys.exit(main(sys.argv[1:]))"


def environment(**more: str) -> dict[str, str]:
    # Colours, width and buffering of whoever runs the tests must not decide.
    theirs = ("COLUMNS", "FORCE_COLOR", "NO_COLOR", "PYTHONUNBUFFERED")
    kept = {name: value for name, value in os.environ.items() if name not in theirs}
    return {**kept, "PYTHONPATH": str(ROOT), **more}


def command(*arguments: str | Path, child: str | None = None) -> list[str]:
    """Return how to start a command, with a solver process of the test's own when asked."""
    words = [str(argument) for argument in arguments]
    if child is None:
        return [sys.executable, "-m", "scheduler.cli", *words]
    program = FAULTY.format(command=(sys.executable, "-c", child)) + MAIN
    return [sys.executable, "-c", program, *words]


def run(
    *arguments: str | Path,
    given: bytes | None = None,
    child: str | None = None,
    env: Mapping[str, str] | None = None,
) -> subprocess.CompletedProcess[str]:
    made = subprocess.run(
        command(*arguments, child=child),
        input=b"" if given is None else given,
        capture_output=True,
        check=False,
        env=environment(**(env or {})),
        timeout=HANG_GUARD_SECONDS,
    )
    out, err = made.stdout.decode(), made.stderr.decode()
    assert "Traceback" not in err, err
    return subprocess.CompletedProcess(made.args, made.returncode, out, err)


def run_here(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a command in this process: for what a process of its own would not answer otherwise."""
    words = [str(argument) for argument in arguments]
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = main(words)
    return subprocess.CompletedProcess(words, code, out.getvalue(), err.getvalue())


def answer_of(made: subprocess.CompletedProcess[str]) -> Any:
    """Return the one document on standard output."""
    return json.loads(made.stdout)

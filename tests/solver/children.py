"""Solver processes that misbehave on purpose, and programmes to give them."""

import sys
from functools import cache
from pathlib import Path

import pytest

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.expansion.expand import expand
from scheduler.generation.generate import generate
from scheduler.interchange.programme_json import read_programme
from scheduler.solver import process
from tests.agreement.worlds import FIXTURES

SMALL = FIXTURES / "programmes" / "small.json"

HANG_GUARD_SECONDS = 120.0
"""Not a measurement: what lasts longer hangs, on any machine."""

REAL = "from scheduler.solver import child\n"
MUTE = "import sys, time\nsys.stdin.readline()\ntime.sleep(600)\n"
"""Takes the request and never answers."""


@cache
def small() -> ExpandedProgramme:
    return expand(read_programme(SMALL.read_bytes()))


@cache
def large() -> ExpandedProgramme:
    return expand(generate(services=70, seed=1))


def use(monkeypatch: pytest.MonkeyPatch, folder: Path, program: str) -> None:
    """Start solver processes from a program of the test's own."""
    path = folder / "child.py"
    path.write_text(program, encoding="utf-8")
    monkeypatch.setattr(process, "COMMAND", (sys.executable, str(path)))
    monkeypatch.setenv("PYTHONPATH", str(FIXTURES.parent))

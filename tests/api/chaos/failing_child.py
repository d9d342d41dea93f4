"""The solver process as it is, until it fails at a random moment in the way that its seed says."""

from __future__ import annotations

import ctypes
import json
import os
import random
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from importlib import import_module
from io import StringIO
from pathlib import Path
from typing import Any, TextIO, cast

from tests.api.chaos.fault_kinds import (
    JOURNAL,
    LATEST_SECONDS,
    MEMORY_LIMIT_MB,
    Noted,
    light,
    note,
    wanted_by,
)

FOR_EVER = 100_000
LOADED_AHEAD = 4
"""One of so many loads the solver before it is asked, where most do not."""
SOLVER = "scheduler.solver.child"
MEGABYTE = 1024 * 1024
GARBAGE = (
    b"\x00\xff\xfe\x80" * 999 + b"\n",
    b"Check failed: heap corruption detected\n" * 99,
    b"[" * 50_000 + b"\n",
    b'{"type": "plan", "plan": {"options": {}, "placed": {"a": ["2026-01-01',
    b'{"type": "plan", "plan": {"options": [], "placed": 7}}\n',
    b'{"type": "progress", "level": "cost", "value": 1e999, "bound": NaN}\n',
    b'{"type": "progress", "level": "no such level", "value": 1, "bound": 2}\n',
    b'{"type": "compiled", "seconds": NaN}\n{"type": "compiled", "seconds": 1e12}\n',
    b'{"type": "configurations", "used": {"a": [1]}}\n',
    b'{"type": "clash", "rules": [1, {}], "minimal": true, "proved": true}\n',
    b'{"type": "clash", "rules": ["no such rule"], "minimal": true, "proved": true}\n',
    b'{"type": "outcome", "outcome": "\\ud800", "confirmed": true}\n',
    b'{"type": "level", "level": "cost", "value": 99999999999999999999, "bound": null, "proved": true}\n',
)

Say = Callable[[dict[str, Any]], None]


class _Input:
    """Standard input, of which the first line was read already."""

    def __init__(self, first: str) -> None:
        self._first = StringIO(first)

    def readline(self) -> str:
        return self._first.readline()

    def __iter__(self) -> Iterator[str]:
        return iter(sys.__stdin__ or ())


def main() -> None:
    """Answer the request on standard input, or begin to and fail."""
    pipe = os.dup(1)
    muted = threading.Event()
    journal = Path(os.environ[JOURNAL])
    if not light(journal).exists() or os.getpid() % LOADED_AHEAD == 0:
        import_module(SOLVER)
    line = sys.stdin.readline()
    if line.endswith("\n"):
        seed = json.loads(line)["settings"]["seed"]
        wanted, again = wanted_by(seed)
        ways = _ways(pipe, muted, random.Random(seed + os.getpid()))
        if wanted.kind in ways and (wanted.always or not again):
            noted = Noted(kind=wanted.kind, pid=os.getpid(), number=wanted.number)
            failing = (journal, noted, ways[wanted.kind])
            threading.Thread(target=_fail, args=failing, daemon=True).start()
    child: Any = import_module(SOLVER)
    child.emitter = _emitter_that_falls_silent(child.emitter, muted)
    sys.stdin = cast("TextIO", _Input(line))
    child.main()


def _fail(journal: Path, noted: Noted, way: Callable[[], None]) -> None:
    time.sleep(random.uniform(0, LATEST_SECONDS))
    note(journal, noted)
    way()


def _ways(
    pipe: int, muted: threading.Event, chance: random.Random
) -> dict[str, Callable[[], None]]:
    return {
        "crash": lambda: os.kill(os.getpid(), signal.SIGSEGV),
        "abort": os.abort,
        "memory": _eat,
        # Frozen, or deep in a library that keeps all other threads of Python waiting.
        "hang": chance.choice((_freeze, _be_kept_in_a_library)),
        "garbage": lambda: _say_garbage(pipe, chance),
        "silence": muted.set,
    }


def _eat() -> None:
    eaten = []
    # The bound is for the machine that is tried on, should nobody stop it.
    for _ in range(4 * MEMORY_LIMIT_MB // 10):
        eaten.append(b"x" * (10 * MEGABYTE))
        time.sleep(0.002)
    time.sleep(FOR_EVER)


def _freeze() -> None:
    os.kill(os.getpid(), signal.SIGSTOP)


def _be_kept_in_a_library() -> None:
    ctypes.PyDLL(None).sleep(FOR_EVER)


def _say_garbage(pipe: int, chance: random.Random) -> None:
    """Spoil the pipe, and then end, go on, or say nothing that ever comes to an end."""
    for _ in range(chance.randint(1, 5)):
        os.write(pipe, chance.choice((*GARBAGE, chance.randbytes(5_000))))
    match chance.randrange(3):
        case 0:
            os._exit(0)
        case 1:
            while True:
                os.write(pipe, b"z" * 65_536)


def _emitter_that_falls_silent(emitter: Callable[[], Say], muted: threading.Event) -> Any:
    def made() -> Say:
        emit = emitter()

        def say(message: dict[str, Any]) -> None:
            if muted.is_set():
                time.sleep(FOR_EVER)
            emit(message)

        return say

    return made


if __name__ == "__main__":
    main()

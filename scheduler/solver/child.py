"""The solver process: one request on standard input, one JSON message a line on standard output.

It runs in its own session, so that Ctrl-C reaches only the supervisor, and ends by itself when its
standard input closes: nobody is left to read the answer.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import sys
import threading
from importlib.metadata import version
from typing import Any, TextIO

from pydantic import TypeAdapter

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.domain.programme import Programme
from scheduler.solver.clash import find_clash
from scheduler.solver.levels import Emit, LevelSearch
from scheduler.solver.messages import plan_from_message
from scheduler.solver.refute import confirm_infeasible
from scheduler.solver.settings import SearchSettings


def main() -> None:
    """Answer the request on standard input."""
    out = _private_stdout()
    lock = threading.Lock()

    def emit(message: dict[str, Any]) -> None:
        line = json.dumps(message)
        with lock:
            out.write(line + "\n")
            out.flush()

    line = sys.stdin.readline()
    if not line:
        return
    request = json.loads(line)
    stop = threading.Event()
    hints: queue.Queue[Plan] = queue.Queue()
    threading.Thread(target=_listen, args=(stop, hints), daemon=True).start()
    document = TypeAdapter(Programme).validate_json(json.dumps(request["programme"]))
    settings = SearchSettings(**request["settings"])
    emit({"type": "started", "ortools": version("ortools")})
    answer(ExpandedProgramme(document), settings, hints, emit, stop)
    emit({"type": "end"})
    out.flush()
    # Interpreter shutdown would wait for the listener, which waits for the supervisor.
    os._exit(0)


def answer(
    programme: ExpandedProgramme,
    settings: SearchSettings,
    hints: queue.Queue[Plan],
    emit: Emit,
    stop: threading.Event,
) -> None:
    """Search, confirm, and look for a clash when there is no plan."""
    search = LevelSearch(programme, settings, emit, stop)
    with contextlib.suppress(queue.Empty):
        search.hint(hints.get(block=settings.reproducible))
    outcome = search.settle_all()
    if outcome == "infeasible":
        emit({"type": "outcome", "outcome": outcome, "confirmed": False})
        left = search.clock.left
        confirmed = settings.confirm and confirm_infeasible(programme, settings, left, stop)
        emit({"type": "outcome", "outcome": outcome, "confirmed": confirmed})
        clash = find_clash(programme, settings, search.clock, emit, stop)
        emit({"type": "clash", **clash})
        return
    _emit_outcome(search, outcome, emit)
    if settings.confirm and outcome == "plan":
        search.confirm_all()
        _emit_outcome(search, outcome, emit)


def _emit_outcome(search: LevelSearch, outcome: str, emit: Emit) -> None:
    emit(
        {
            "type": "outcome",
            "outcome": outcome,
            "levels": [
                {
                    "name": settled.level.name,
                    "bound": settled.bound,
                    "proved": settled.proved,
                    "confirmed": settled.confirmed,
                    "seconds": settled.seconds,
                }
                for settled in search.settled
            ],
        }
    )


def _listen(stop: threading.Event, hints: queue.Queue[Plan]) -> None:
    """Take in hints and the request to stop; die when the supervisor is gone."""
    for line in sys.stdin:
        said = json.loads(line)
        if "stop" in said:
            stop.set()
        if "hint" in said:
            hints.put(plan_from_message(said["hint"]))
    os._exit(3)


def _private_stdout() -> TextIO:
    """Keep standard output for messages; whatever a library prints goes to standard error."""
    private = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return private


if __name__ == "__main__":
    main()

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
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

from pydantic import TypeAdapter

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.domain.programme import Programme
from scheduler.solver.clash import find_clash
from scheduler.solver.clock import Clock, clock_until
from scheduler.solver.levels import LevelSearch
from scheduler.solver.messages import Emit, plan_from_message, plan_to_message
from scheduler.solver.nearby import Near, Nearby
from scheduler.solver.refute import second_opinion
from scheduler.solver.run import configurations_used
from scheduler.solver.schedules import answer_large
from scheduler.solver.settings import SearchSettings
from scheduler.solver.sizes import is_large, is_too_large_for_one_model, stays_near
from scheduler.solver.standard_streams import emitter, take_utf_8
from scheduler.solver.trials import Finding

SECONDS_FOR_A_HINT = 5.0
"""Who plans again suggests the plan in force at once."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked for: read in one go, since a large programme is megabytes of JSON."""

    programme: Programme
    """Written out already."""
    settings: dict[str, Any]
    until: float | None = None
    """The instant by which all should be said."""


def main() -> None:
    """Answer the request on standard input."""
    emit = emitter()
    take_utf_8()
    line = sys.stdin.readline()
    if not line.endswith("\n"):
        # Nobody asked, or the supervisor was lost while it wrote.
        return
    request = TypeAdapter(Request).validate_json(line)
    stop = threading.Event()
    hints: queue.Queue[Plan] = queue.Queue()
    threading.Thread(target=_listen, args=(stop, hints), daemon=True).start()
    settings = SearchSettings(**request.settings)
    emit({"type": "started", "ortools": version("ortools")})
    tell = _telling_configurations(emit)
    clock = clock_until(settings, request.until)
    answer(ExpandedProgramme(request.programme), settings, hints, tell, stop, clock)
    tell({"type": "end"})
    # Interpreter shutdown would wait for the listener, which waits for the supervisor.
    os._exit(0)


def _telling_configurations(emit: Emit) -> Emit:
    """Return what says messages, and before each how it was searched, where that is new."""
    told: dict[str, str] = {}

    def tell(message: dict[str, Any]) -> None:
        new = {name: words for name, words in configurations_used().items() if name not in told}
        if new:
            told.update(new)
            emit({"type": "configurations", "used": new})
        emit(message)

    return tell


def answer(
    programme: ExpandedProgramme,
    settings: SearchSettings,
    hints: queue.Queue[Plan],
    emit: Emit,
    stop: threading.Event,
    clock: Clock | None = None,
) -> None:
    """Search, confirm, and look for a clash when there is no plan.

    `clock` is that of a request which was made a while ago.
    """
    clock = clock or clock_until(settings, None)
    if is_too_large_for_one_model(programme):
        answer_large(programme, settings, emit, stop, clock)
        return
    near = _nearby(programme, settings, hints, emit, stop, clock)
    if near is not None and near.infeasible:
        _explain_none(programme, settings, emit, stop, clock)
        return
    least = None if near is None else near.least
    search = LevelSearch(programme, settings, emit, stop, least, clock=clock)
    if near is not None and near.plan is not None:
        search.hint(near.plan)
    else:
        with contextlib.suppress(queue.Empty):
            wait = settings.reproducible and not is_large(programme) and near is None
            search.hint(hints.get(block=wait))
    outcome = search.settle_all()
    if outcome == "infeasible":
        _explain_none(programme, settings, emit, stop, clock)
        return
    emit({"type": "outcome", "outcome": outcome, "confirmed": False})
    if settings.confirm and outcome == "plan":
        search.confirm_all()


def _nearby(
    programme: ExpandedProgramme,
    settings: SearchSettings,
    hints: queue.Queue[Plan],
    emit: Emit,
    stop: threading.Event,
    clock: Clock,
) -> Near | None:
    """Mend the plan in force near what broke it, before anything is asked of the whole."""
    if not stays_near(programme):
        return None
    try:
        in_force = hints.get(timeout=SECONDS_FOR_A_HINT)
    except queue.Empty:
        return None
    return Nearby(programme, in_force, settings, emit, stop, clock).find()


def _explain_none(
    programme: ExpandedProgramme,
    settings: SearchSettings,
    emit: Emit,
    stop: threading.Event,
    clock: Clock,
) -> None:
    """Say why there is no plan, and ask a second configuration unless the reason is proved by it.

    A clash comes first: two configurations that refute it alone refute the programme.
    """
    verdict: dict[str, Any] = {"type": "outcome", "outcome": "infeasible", "confirmed": False}
    emit(verdict)
    clash = find_clash(programme, settings, Clock(clock.left), emit, stop)
    if clash is not None:
        emit({"type": "clash", **clash})
    if not settings.confirm:
        return
    finding: Finding = "none" if clash is not None and clash["proved"] else "unknown"
    if finding != "none":
        finding, plan = second_opinion(programme, settings, clock.left, stop)
        if plan is not None:
            # Two answers disagree: a plan speaks for itself, and nothing is claimed of it.
            emit({**verdict, "outcome": "undecided"})
            emit({"type": "plan", "plan": plan_to_message(plan), "elapsed": clock.spent})
            return
    if finding == "none":
        emit({**verdict, "confirmed": True})


def _listen(stop: threading.Event, hints: queue.Queue[Plan]) -> None:
    """Take in hints and the request to stop; die when the supervisor is gone."""
    for line in sys.stdin:
        # A supervisor that dies while it writes leaves half a line.
        with contextlib.suppress(ValueError, KeyError, TypeError):
            said = json.loads(line)
            if "stop" in said:
                stop.set()
            if "hint" in said:
                hints.put(plan_from_message(said["hint"]))
    os._exit(3)


if __name__ == "__main__":
    main()

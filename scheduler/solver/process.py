"""Supervision of one solver process; imports no solver, and little else.

A process can be launched before the rest of the program is loaded.

The deadline is a promise of ours, not of the solver: shortly before the limit the process is asked
to stop, then terminated, then killed with all that it has started. A memory guard does the same.
Every plan it reported before that is already with the caller.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from scheduler.solver.messages import message_in, plan_to_message
from scheduler.solver.settings import SearchSettings
from scheduler.solver.time_limit import TimeLimit

if TYPE_CHECKING:
    from scheduler.domain.expanded import ExpandedProgramme
    from scheduler.domain.plan import Plan

COMMAND = (sys.executable, "-m", "scheduler.solver.child")
"""How a solver process is started."""

GRACE_SECONDS = 0.5
"""From a request to stop until the process is terminated: all its plans are here already, and what
it may yet do is to tidy the last."""
TERMINATE_SECONDS = 0.1
"""From there until it is killed."""
LOOK_EVERY_SECONDS = 0.05
HANGS_AFTER_LIMITS = 10
"""Times its limit after which a reproducible search is taken for hung."""
MOST_COMPILING_SECONDS = 300.0
"""What compiling the search may take, once on a machine, beside all that."""
MEMORY_BEYOND = 1.25
"""Times its limit at which a process is killed: by then it does not mind being asked."""
LONGEST_LINE = 64 * 1024 * 1024
"""Bytes; a process that says more in one line has lost its senses."""

StoppedBy = Literal["proof", "limit", "request", "memory", "failure"]


@dataclass(slots=True)
class SolverProcess:
    """One solver process for one request."""

    process: subprocess.Popen[bytes]
    messages: queue.Queue[dict[str, Any] | None] = field(default_factory=queue.Queue)
    """What the process says, and None after its last word."""
    outgoing: queue.SimpleQueue[bytes | None] = field(default_factory=queue.SimpleQueue)
    """What it is told, written by a thread: a process that hangs must not hang its supervisor."""
    stopped_by: StoppedBy = "proof"
    _terminated_at: float | None = None
    """The instant from which it has had its time to stop."""

    @property
    def memory_mb(self) -> int:
        """Resident memory of the process now; 0 where the system does not tell."""
        try:
            status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii")
        except OSError:
            return 0
        for line in status.splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) // 1024
        return 0

    @property
    def is_asked_to_stop(self) -> bool:
        """Whether it was."""
        return self._terminated_at is not None

    def ask_to_stop(self, reason: StoppedBy, grace: float | None = None) -> None:
        """Ask for the best plan so far, within some seconds; the first reason is the one told.

        Asked again it may have less time, never more.
        """
        until = time.monotonic() + (GRACE_SECONDS if grace is None else grace)
        if self._terminated_at is not None:
            self._terminated_at = min(self._terminated_at, until)
            return
        self._terminated_at = until
        self.stopped_by = reason
        self.say(json.dumps({"stop": True}))

    def request(
        self, programme: ExpandedProgramme, settings: SearchSettings, until: float | None = None
    ) -> None:
        """Hand over the one request; a reproducible search waits for a suggestion.

        `until` is the instant by which it should be done, whenever it gets to read this.
        """
        from scheduler.interchange.programme_json import (  # noqa: PLC0415  # not needed to launch
            in_full,
        )

        asked = json.dumps(settings.to_jsonable()).encode()
        document = in_full(programme.document)
        last = json.dumps(until).encode()
        line = b'{"settings": %b, "until": %b, "programme": %b}\n' % (asked, last, document)
        self.outgoing.put(line)

    def suggest(self, hint: Plan) -> None:
        """Give the solver a plan, or nearly one, to start from."""
        self.say(json.dumps({"hint": plan_to_message(hint)}))

    def say(self, line: str) -> None:
        """Send one line to the process; a dead one is noticed when reading."""
        self.outgoing.put(line.encode() + b"\n")

    def mind_memory(self, limit_mb: int) -> None:
        """Ask to stop beyond the limit, and kill far beyond it."""
        now = self.memory_mb
        if now > limit_mb:
            self.ask_to_stop("memory")
        if now > limit_mb * MEMORY_BEYOND:
            self.kill()

    def press(self) -> None:
        """Climb the ladder: terminate after the grace, then kill."""
        if self._terminated_at is None or self.process.poll() is not None:
            return
        beyond = time.monotonic() - self._terminated_at
        if beyond > TERMINATE_SECONDS:
            self.kill()
        elif beyond > 0:
            self.process.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it at once with all that it has started: it has a session of its own."""
        if self.process.poll() is None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.kill()

    def close(self) -> None:
        """Leave nothing running."""
        self.outgoing.put(None)
        self.kill()
        self.process.wait()


def launch(command: Sequence[str] | None = None) -> SolverProcess:
    """Start a solver process that waits for a request: loading the solver takes a while."""
    process = subprocess.Popen(
        command or COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
    )
    running = SolverProcess(process)
    for work in (_read, _write):
        threading.Thread(target=work, args=(running,), daemon=True).start()
    return running


def follow(
    running: SolverProcess,
    settings: SearchSettings,
    stop: threading.Event,
    limit: TimeLimit | None = None,
) -> Iterator[dict[str, Any]]:
    """Yield messages until the process ends, minding limit, memory and the caller's stop.

    `limit` is that of the settings from now on, where none is given.
    """
    limit = limit or TimeLimit(settings.time_limit_seconds)
    compiles_since: float | None = None
    try:
        while True:
            try:
                message = running.messages.get(timeout=LOOK_EVERY_SECONDS)
            except queue.Empty:
                message = {}
            if message is None:
                return
            if message:
                if message["type"] == "compiling" and compiles_since is None:
                    compiles_since = time.monotonic()
                if message["type"] == "compiled" and compiles_since is not None:
                    limit.passed_over += _compiling(compiles_since, limit)
                    compiles_since = None
                yield message
            if stop.is_set():
                running.ask_to_stop("request")
            now = time.monotonic()
            if compiles_since is not None:
                now -= _compiling(compiles_since, limit)
            if now > _stops_at(limit, settings):
                running.ask_to_stop("limit", limit.stopping)
            running.mind_memory(settings.memory_limit_mb)
            running.press()
    finally:
        running.close()


def _compiling(since: float, limit: TimeLimit) -> float:
    """Return what compiling has taken by now, as far as it may: measured here, not as told."""
    return min(time.monotonic() - since, MOST_COMPILING_SECONDS - limit.passed_over)


def _stops_at(limit: TimeLimit, settings: SearchSettings) -> float:
    """Return the instant at which a process is asked to stop.

    Deterministic limits end a reproducible search; the clock only guards against a hang.
    """
    waits = HANGS_AFTER_LIMITS * limit.seconds if settings.reproducible else 0.0
    return limit.stops_at + waits


def _read(running: SolverProcess) -> None:
    """Pass on what the process says; whatever happens, say when there is no more."""
    try:
        if running.process.stdout is not None:
            with running.process.stdout as lines:
                while line := lines.readline(LONGEST_LINE):
                    if len(line) == LONGEST_LINE:
                        running.kill()
                        return
                    message = message_in(line)
                    if message is not None:
                        running.messages.put(message)
    finally:
        running.messages.put(None)


def _write(running: SolverProcess) -> None:
    """Pass lines to the process until there are no more or nobody reads them."""
    pipe = running.process.stdin
    if pipe is None:
        return
    # Closing writes what is left, which a dead process does not read either.
    with contextlib.suppress(OSError), pipe:
        while (line := running.outgoing.get()) is not None:
            pipe.write(line)
            pipe.flush()

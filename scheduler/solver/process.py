"""Supervision of one solver process; imports no solver, and little else.

A process can be launched before the rest of the program is loaded.

The deadline is a promise of ours, not of the solver: at the limit the process is asked to stop,
then terminated, then killed. A memory guard does the same. Every plan it reported before that is
already with the caller.
"""

from __future__ import annotations

import contextlib
import json
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

if TYPE_CHECKING:
    from scheduler.domain.expanded import ExpandedProgramme
    from scheduler.domain.plan import Plan

COMMAND = (sys.executable, "-m", "scheduler.solver.child")
"""How a solver process is started."""

GRACE_SECONDS = 1.0
"""From the request to stop until the process is terminated."""
TERMINATE_SECONDS = 0.2
"""From there until it is killed: all its plans are here already."""
OVERHEAD_SECONDS = 1.2
"""What starting and building may take beside the search itself. With both of the above less than
three seconds, by which an answer is late at most."""
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
    _asked_at: float | None = None

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

    def ask_to_stop(self, reason: StoppedBy) -> None:
        """Ask once for the best plan so far."""
        if self._asked_at is not None:
            return
        self._asked_at = time.monotonic()
        self.stopped_by = reason
        self.say(json.dumps({"stop": True}))

    def request(self, programme: ExpandedProgramme, settings: SearchSettings) -> None:
        """Hand over the one request; a reproducible search waits for a suggestion."""
        from scheduler.interchange.programme_json import (  # noqa: PLC0415  # not needed to launch
            in_full,
        )

        asked = json.dumps(settings.to_jsonable()).encode()
        document = in_full(programme.document)
        self.outgoing.put(b'{"settings": %b, "programme": %b}\n' % (asked, document))

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
            self.process.kill()

    def press(self) -> None:
        """Climb the ladder: terminate after the grace, then kill."""
        if self._asked_at is None or self.process.poll() is not None:
            return
        waited = time.monotonic() - self._asked_at
        if waited > GRACE_SECONDS + TERMINATE_SECONDS:
            self.process.kill()
        elif waited > GRACE_SECONDS:
            self.process.send_signal(signal.SIGTERM)

    def close(self) -> None:
        """Leave nothing running."""
        self.outgoing.put(None)
        if self.process.poll() is None:
            self.process.kill()
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
    running: SolverProcess, settings: SearchSettings, stop: threading.Event
) -> Iterator[dict[str, Any]]:
    """Yield messages until the process ends, minding deadline, memory and the caller's stop."""
    deadline = time.monotonic() + settings.time_limit_seconds + OVERHEAD_SECONDS
    if settings.reproducible:
        # Deterministic limits end the search; the wall clock only guards against a hang.
        deadline += 10 * settings.time_limit_seconds
    waits_for_compiler = False
    try:
        while True:
            try:
                message = running.messages.get(timeout=0.1)
            except queue.Empty:
                message = {}
            if message is None:
                return
            if message:
                if waits_for_compiler and message["type"] == "compiled":
                    deadline += min(max(0.0, message["seconds"]), MOST_COMPILING_SECONDS)
                waits_for_compiler = message["type"] == "compiling" or (
                    waits_for_compiler and message["type"] != "compiled"
                )
                yield message
            if stop.is_set():
                running.ask_to_stop("request")
            if time.monotonic() > deadline + waits_for_compiler * MOST_COMPILING_SECONDS:
                running.ask_to_stop("limit")
            running.mind_memory(settings.memory_limit_mb)
            running.press()
    finally:
        running.close()


def _read(running: SolverProcess) -> None:
    """Pass on what the process says; whatever happens, say when there is no more."""
    try:
        if running.process.stdout is not None:
            with running.process.stdout as lines:
                while line := lines.readline(LONGEST_LINE):
                    if len(line) == LONGEST_LINE:
                        running.process.kill()
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

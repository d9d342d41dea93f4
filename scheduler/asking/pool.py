"""Solver processes that answer questions side by side; imports no solver.

Nothing is believed that can be checked: the plan of every reply is put to the checker. A process
that dies is replaced and asked once more; then the reply is that it is not known.
"""

from __future__ import annotations

import json
import queue
import sys
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from types import TracebackType
from typing import Any, Self

from scheduler.asking.question import MOST_PROGRAMMES, Question, Reply
from scheduler.asking.wire import question_to_message, reply_from_message
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.errors import ObjectiveMismatch, UnsoundPlan
from scheduler.interchange.programme_json import in_full
from scheduler.objectives import term_of
from scheduler.solver.process import SolverProcess, launch
from scheduler.solver.settings import SearchSettings
from scheduler.verification.verify import verify

COMMAND = (sys.executable, "-m", "scheduler.asking.child")
UNKNOWN = Reply(finding="unknown")
OVERHEAD_SECONDS = 20.0
"""What building models, tidying and stopping may take beside the solves of a question."""
LOOK_EVERY_SECONDS = 0.1


@dataclass(slots=True)
class _Child:
    """A solver process and the programmes it knows, by the numbers they were sent under."""

    running: SolverProcess
    known: dict[int, tuple[int, ExpandedProgramme]] = field(default_factory=dict)
    sent: int = 0

    def number_of(self, programme: ExpandedProgramme) -> int:
        """Return the number of a programme, sent now unless it is known."""
        if id(programme) not in self.known:
            self.sent += 1
            self.known[id(programme)] = self.sent, programme
            line = b'{"as": %d, "programme": %b}\n' % (self.sent, in_full(programme.document))
            self.running.outgoing.put(line)
            for old in list(self.known)[:-MOST_PROGRAMMES]:
                del self.known[old]
        return self.known[id(programme)][0]


class Pool:
    """Puts questions to as many processes as there are workers; a context manager."""

    def __init__(
        self,
        settings: SearchSettings,
        stop: threading.Event | None = None,
        launching: Callable[[Sequence[str]], SolverProcess] = launch,
    ) -> None:
        """Launch nothing yet: a process starts with the first question it is given."""
        self.settings = settings
        self._launching = launching
        self.stop = stop or threading.Event()
        self._threads = ThreadPoolExecutor(max_workers=max(1, settings.workers))
        self._of_thread = threading.local()
        self._children: list[_Child] = []
        self._closed = False
        self._lost = 0
        self._numbers = iter(range(1, sys.maxsize))

    def __enter__(self) -> Self:
        """Return the pool."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Leave nothing running."""
        self._closed = True
        for child in list(self._children):
            child.running.close()
        self._threads.shutdown(cancel_futures=True)

    def kill(self) -> None:
        """End every process at once: what is being asked is replied to as not known."""
        self._closed = True
        for child in list(self._children):
            child.running.kill()

    def submit(self, question: Question) -> Future[Reply]:
        """Put a question in the queue."""
        return self._threads.submit(self._put, question)

    def ask(self, question: Question) -> Reply:
        """Put a question and wait for the reply.

        Raises UnsoundPlan for a plan that breaks a hard rule.
        """
        return self.submit(question).result()

    def _put(self, question: Question) -> Reply:
        for _ in range(2):
            if self.stop.is_set() or self._closed:
                return UNKNOWN
            reply = self._once(question)
            if reply is not None:
                return reply
        return UNKNOWN

    def _once(self, question: Question) -> Reply | None:
        """Return the reply of this thread's process; None when it died over it."""
        child = self._child()
        number = next(self._numbers)
        of = child.number_of(question.programme)
        asked = {"number": number, "of": of, "question": question_to_message(question)}
        child.running.say(json.dumps(asked))
        said = self._reply(child.running, number, question.seconds)
        if said is None:
            self._lose(child)
            return None
        try:
            reply = reply_from_message(said)
        except (AttributeError, KeyError, TypeError, ValueError):
            # Not what it promises: no process to be asked again.
            self._lose(child)
            return None
        return checked(question, reply)

    def _reply(self, running: SolverProcess, number: int, seconds: float) -> dict[str, Any] | None:
        """Wait for a reply as long as may be; None when the process is dead or has to be."""
        # A question put to a second configuration takes its time twice.
        deadline = time.monotonic() + 2 * seconds + OVERHEAD_SECONDS
        while True:
            try:
                said = running.messages.get(timeout=LOOK_EVERY_SECONDS)
            except queue.Empty:
                said = {}
            if said is None:
                return None
            if said.get("type") == "reply" and said["number"] == number:
                return said
            if self.stop.is_set():
                running.ask_to_stop("request")
            if time.monotonic() > deadline:
                running.ask_to_stop("limit")
            running.mind_memory(self.settings.memory_limit_mb)
            running.press()

    def _child(self) -> _Child:
        child: _Child | None = getattr(self._of_thread, "child", None)
        if child is None:
            child = _Child(self._launching(COMMAND))
            # After a death another seed, so as not to die of the same.
            settings = replace(self.settings, seed=self.settings.seed + self._lost)
            child.running.say(json.dumps({"settings": settings.to_jsonable()}))
            self._of_thread.child = child
            self._children.append(child)
        return child

    def _lose(self, child: _Child) -> None:
        child.running.close()
        self._lost += 1
        self._children.remove(child)
        self._of_thread.child = None


def checked(question: Question, reply: Reply) -> Reply:
    """Return a reply whose plan, if it has one, was put to the checker.

    Raises UnsoundPlan, ObjectiveMismatch.
    """
    if reply.plan is None:
        return reply
    verdict = verify(question.asked, reply.plan)
    if not verdict.holds:
        broken = "; ".join(violation.statement for violation in verdict.violations[:3])
        message = f"the solver's plan breaks {len(verdict.violations)} rule(s): {broken}"
        raise UnsoundPlan(message, violations=verdict.violations)
    _check_levels(question, reply.plan)
    return reply


def _check_levels(question: Question, plan: Plan) -> None:
    """Measure again what a question limits.

    Raises ObjectiveMismatch for a plan that is worse.
    """
    limits = dict(question.within)
    for level in question.asked.document.objectives:
        if level.key in limits:
            term = term_of(level)
            value = term.measure(question.asked, plan)
            if term.sign * (value - limits[level.key]) > 0:
                message = f"{level.key}: {limits[level.key]} was the limit, the plan has {value}"
                raise ObjectiveMismatch(message, level=level.key)

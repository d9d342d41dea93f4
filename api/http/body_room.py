"""Room for request bodies: together they hold no more than a process can spare."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, nullcontext, suppress
from dataclasses import dataclass

LARGE_BYTES = 1024 * 1024
"""Beyond this a body is worked on alone: what is read from it takes many times its length."""
SLOW_RATE = 64 * 1024
"""Bytes in a second; whoever sends more slowly gives way where there is no room."""
LATELY_SECONDS = 5.0
"""By what came in the last five to ten seconds it is told who is slow."""
LOOKED_AT_SECONDS = 0.5


@dataclass(slots=True, eq=False)
class Arriving:
    """One body, as far as it has come."""

    began: float
    patience: asyncio.Timeout
    length: int = 0
    given_up: bool = False
    """Whether others needed its room."""
    waited: float = 0.0
    """Seconds in which it was not read on, for want of room."""
    waits_since: float | None = None
    before: tuple[float, int] = (0.0, 0)
    """Seconds and length from which its rate is told."""
    lately: tuple[float, int] = (0.0, 0)
    """From which it will be told next."""

    def rate(self, now: float) -> float:
        """Return how many bytes of it came in a second lately, while it was read."""
        until = now if self.waits_since is None else self.waits_since
        seconds = until - self.began - self.waited
        if seconds - self.lately[0] >= LATELY_SECONDS:
            self.before, self.lately = self.lately, (seconds, self.length)
        return (self.length - self.before[1]) / max(seconds - self.before[0], 0.001)

    @contextmanager
    def waiting(self) -> Iterator[None]:
        """Hold its clock: what the service makes it wait is not its own slowness."""
        clock = asyncio.get_running_loop().time
        self.waits_since = clock()
        try:
            yield
        finally:
            self.waited += clock() - self.waits_since
            self.waits_since = None


class BodyRoom:
    """Counts the bytes of bodies in one process; used on the event loop alone."""

    def __init__(self, most: int) -> None:
        """Begin with none; beyond `most` bytes slow bodies are given up and others wait."""
        self.most = most
        self.held = 0
        self._arriving: dict[Arriving, None] = {}
        self.alone = asyncio.Semaphore(1)
        self._changed = asyncio.Event()

    @asynccontextmanager
    async def one(self, seconds: float) -> AsyncIterator[Arriving]:
        """Hold room for a body that may take so long.

        Raises TimeoutError when it takes longer, or others need its room.
        """
        async with asyncio.timeout(seconds) as patience:
            body = Arriving(asyncio.get_running_loop().time(), patience)
            self._arriving[body] = None
            try:
                yield body
            finally:
                self._forget(body)

    async def take(self, body: Arriving, length: int) -> None:
        """Count bytes that have arrived; wait, where there are too many, for others to end.

        The one that began first never waits, so there is always one that goes on.
        """
        if body.given_up:
            return
        body.length += length
        self.held += length
        while self.held > self.most and not body.given_up and body is not self._first():
            if not self._give_up_slowest():
                with body.waiting():
                    await self._wait_for_change()

    @asynccontextmanager
    async def at_work(self, length: int) -> AsyncIterator[None]:
        """Hold the room of a whole body while it is worked on: large ones one after the other."""
        self.held += length
        try:
            async with self.alone if length > LARGE_BYTES else nullcontext():
                yield
        finally:
            self.held -= length
            self._changed.set()

    def _first(self) -> Arriving | None:
        return next(iter(self._arriving), None)

    def _give_up_slowest(self) -> bool:
        now = asyncio.get_running_loop().time()
        slow = [b for b in self._arriving if b.length and b.rate(now) < SLOW_RATE]
        if not slow:
            return False
        slowest = min(slow, key=lambda body: body.rate(now))
        slowest.given_up = True
        self._forget(slowest)
        if not slowest.patience.expired():
            slowest.patience.reschedule(now)
        return True

    async def _wait_for_change(self) -> None:
        self._changed.clear()
        with suppress(TimeoutError):
            async with asyncio.timeout(LOOKED_AT_SECONDS):
                await self._changed.wait()

    def _forget(self, body: Arriving) -> None:
        if body in self._arriving:
            del self._arriving[body]
            self.held -= body.length
            self._changed.set()

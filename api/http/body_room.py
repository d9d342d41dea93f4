"""Room for bodies on their way: slow senders together hold no more than a process can spare."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass


@dataclass(slots=True, eq=False)
class Arriving:
    """One body, as far as it has come."""

    began: float
    patience: asyncio.Timeout
    length: int = 0
    given_up: bool = False
    """Whether others needed its room."""

    def rate(self, now: float) -> float:
        """Return how many bytes of it came in a second, since its first."""
        return self.length / max(now - self.began, 0.001)


class BodyRoom:
    """Counts the bytes of bodies on their way in one process; used on the event loop alone."""

    def __init__(self, most: int) -> None:
        """Begin with none; beyond `most` bytes the slowest bodies are given up."""
        self.most = most
        self.held = 0
        self._arriving: set[Arriving] = set()

    @asynccontextmanager
    async def one(self, seconds: float) -> AsyncIterator[Arriving]:
        """Hold room for a body that may take so long.

        Raises TimeoutError when it takes longer, or others need its room.
        """
        async with asyncio.timeout(seconds) as patience:
            body = Arriving(asyncio.get_running_loop().time(), patience)
            self._arriving.add(body)
            try:
                yield body
            finally:
                self._forget(body)

    def take(self, body: Arriving, length: int) -> None:
        """Count bytes that have arrived, and give up the slowest bodies where that is too much.

        A body that is alone stays: its own limit holds.
        """
        if body.given_up:
            return
        body.length += length
        self.held += length
        now = asyncio.get_running_loop().time()
        while self.held > self.most and len(self._arriving) > 1:
            with_room = (one for one in self._arriving if one.length)
            slowest = min(with_room, key=lambda one: one.rate(now))
            self._forget(slowest)
            slowest.given_up = True
            if not slowest.patience.expired():
                slowest.patience.reschedule(now)

    def _forget(self, body: Arriving) -> None:
        if body in self._arriving:
            self._arriving.discard(body)
            self.held -= body.length

"""Answers that stay open: how many there are, and when all of them must end."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from api.http.problems import Problem

AGAIN_AFTER = 5
"""Seconds after which a caller may try to open a stream again."""


class OpenStreams:
    """Counts open streams of one process; used on the event loop alone, but for `close`."""

    def __init__(self, most: int) -> None:
        """Begin with none; `most` may be open at once."""
        self.most = most
        self.open = 0
        self.closing = False

    @contextmanager
    def one(self) -> Iterator[None]:
        """Hold one of the places.

        Raises Problem 503 when all are taken or the process is about to end.
        """
        if self.open >= self.most or self.closing:
            raise Problem(
                "too_many_streams",
                f"{self.open} event streams are open; at most {self.most} are served by a process.",
                headers={"Retry-After": str(AGAIN_AFTER)},
                allowed=self.most,
            )
        self.open += 1
        try:
            yield
        finally:
            self.open -= 1

    def close(self) -> None:
        """Let every stream and every wait end soon: the process is about to."""
        self.closing = True

    async def pause(self, seconds: float) -> bool:
        """Sleep a little; tell whether to go on."""
        await asyncio.sleep(seconds)
        return not self.closing

"""Answers that grow with the programme: kept in a file until they are taken, sent by pieces."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import Response

from api.http.media_types import JSON
from api.http.passing_files import IN_MEMORY_BYTES, put, rewound

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from starlette.types import Receive, Scope, Send

    from api.http.passing_files import PassingFile, PassingFiles

UNSENT = "unsent"
"""In the state of a request: bytes of its answer that wait in a file to be taken."""
PIECE_BYTES = IN_MEMORY_BYTES


def large_answer(
    files: PassingFiles,
    parts: Iterable[str | bytes],
    headers: Mapping[str, str],
    media_type: str = JSON,
) -> Response:
    """Return a response whose content is in no memory while its client takes its time.

    Raises DatabaseUnavailable where there is no space for it.
    """
    file = files.new()
    try:
        for part in parts:
            for at in range(0, len(part), PIECE_BYTES):
                piece = part[at : at + PIECE_BYTES]
                put(file, piece.encode() if isinstance(piece, str) else piece)
        length = rewound(file)
    except BaseException:
        file.close()
        raise
    return _Kept(file, length, headers, media_type)


class _Kept(Response):
    """One answer; its file is gone once it has been sent, or its client has."""

    def __init__(
        self, file: PassingFile, length: int, headers: Mapping[str, str], media_type: str
    ) -> None:
        self._file = file
        self._length = length
        told = {**headers, "Content-Length": str(length)}
        super().__init__(headers=told, media_type=media_type)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it as fast as it is taken."""
        del receive
        start = {"status": self.status_code, "headers": self.raw_headers}
        with self._file as file:
            await send({"type": "http.response.start", **start})
            left, more = self._length, True
            while more:
                piece = file.read(PIECE_BYTES)
                left -= len(piece)
                more = left > 0
                scope["state"][UNSENT] = left
                await send({"type": "http.response.body", "body": piece, "more_body": more})

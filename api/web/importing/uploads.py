"""What a form with a file in it has sent (RFC 7578)."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesHeaderParser
from typing import Annotated

from fastapi import Depends
from starlette.requests import Request

from api.http.bodies import body_at_work
from api.http.media_types import media_type_of
from api.http.problems import Problem
from api.http.same_origin import FromOurPages

FORM_WITH_FILES = "multipart/form-data"
MOST_PARTS = 20
"""A form of ours has five fields at most."""
_LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class Part:
    """One field of a form: its text, or a file with its name."""

    data: bytes
    filename: str = ""

    @property
    def text(self) -> str:
        """The same as text; what is none is shown as such."""
        return self.data.decode("utf-8", "replace")


Upload = Mapping[str, Part]
"""Fields by their names; of those named twice the last."""


async def _upload(request: Request, _: FromOurPages) -> AsyncIterator[Upload]:
    media_type_of(request, (FORM_WITH_FILES,))
    message = Message()
    message["content-type"] = request.headers["content-type"]
    boundary = message.get_param("boundary")
    async with body_at_work(request) as data:
        if not isinstance(boundary, str) or not boundary:
            raise _no_form()
        yield dict(_parts(data, boundary.encode()))


UploadOf = Annotated[Upload, Depends(_upload)]


def _parts(data: bytes, boundary: bytes) -> Iterator[tuple[str, Part]]:
    """Yield each field with its name. Raises Problem 422 for what is no such form."""
    between = b"\r\n--" + boundary
    pieces = (b"\r\n" + data).split(between, MOST_PARTS + 1)
    if len(pieces) > MOST_PARTS + 1 or not pieces[-1].startswith(b"--"):
        raise _no_form()
    for piece in pieces[1:-1]:
        head, found, content = piece.partition(b"\r\n\r\n")
        told = BytesHeaderParser().parsebytes(head.removeprefix(b"\r\n"))
        name = told.get_param("name", header="content-disposition")
        if not found or not isinstance(name, str):
            raise _no_form()
        yield name, Part(content, (told.get_filename() or "")[-_LONGEST_NAME:])


def _no_form() -> Problem:
    return Problem("body_rejected", "The form did not arrive whole; nothing was stored.")

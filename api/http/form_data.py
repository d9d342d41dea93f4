"""What a form with a file in it has sent (RFC 7578)."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass

from python_multipart.exceptions import FormParserError
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

from api.http.problems import Problem

FORM_WITH_FILES = "multipart/form-data"
MOST_PARTS = 20
"""Most forms of ours have five fields."""
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


async def read_form(request: Request, data: bytes, most: int = MOST_PARTS) -> Upload:
    """Return the fields of a form, `most` at most. Raises Problem 422 for what is none."""

    async def whole() -> AsyncGenerator[bytes]:
        yield data

    reading = MultiPartParser(
        request.headers,
        whole(),
        max_files=most,
        max_fields=most,
        max_part_size=len(data),
    )
    # In memory, as the body is already; nothing of a programme is left in a folder.
    reading.spool_max_size = len(data) + 1
    try:
        form = await reading.parse()
    except (FormParserError, MultiPartException) as wrong:
        message = "The form did not arrive whole; nothing was stored."
        raise Problem("body_rejected", message) from wrong
    try:
        return {name: await _part(value) for name, value in form.multi_items()}
    finally:
        await form.close()


async def _part(value: UploadFile | str) -> Part:
    if isinstance(value, str):
        return Part(value.encode())
    return Part(await value.read(), (value.filename or "")[-_LONGEST_NAME:])

"""Forms of the pages with a file in them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Depends
from starlette.requests import Request

from api.http.bodies import body_at_work
from api.http.form_data import FORM_WITH_FILES, Part, Upload, read_form
from api.http.media_types import media_type_of
from api.http.same_origin import FromOurPages

__all__ = ["AnswersOf", "Part", "Upload", "UploadOf", "text_of"]

MOST_FIELDS = 2_000
"""Of a form that asks about every service and group of a project."""


async def _upload(request: Request, _: FromOurPages) -> AsyncIterator[Upload]:
    media_type_of(request, (FORM_WITH_FILES,))
    async with body_at_work(request) as data:
        yield await read_form(request, data)


async def _answers(request: Request, _: FromOurPages) -> AsyncIterator[Upload]:
    media_type_of(request, (FORM_WITH_FILES,))
    async with body_at_work(request) as data:
        yield await read_form(request, data, MOST_FIELDS)


UploadOf = Annotated[Upload, Depends(_upload)]
AnswersOf = Annotated[Upload, Depends(_answers)]
"""Of a form with many fields."""


def text_of(sent: Upload, name: str) -> str:
    """Return a field as text without blanks around it; nothing where it was not sent."""
    return sent.get(name, Part(b"")).text.strip()

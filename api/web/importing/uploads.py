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

__all__ = ["Part", "Upload", "UploadOf"]


async def _upload(request: Request, _: FromOurPages) -> AsyncIterator[Upload]:
    media_type_of(request, (FORM_WITH_FILES,))
    async with body_at_work(request) as data:
        yield await read_form(request, data)


UploadOf = Annotated[Upload, Depends(_upload)]

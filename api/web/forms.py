"""What a form of ours has sent."""

from collections.abc import Mapping
from typing import Annotated
from urllib.parse import parse_qsl

from fastapi import Depends
from starlette.requests import Request
from starlette.responses import RedirectResponse

from api.http.bodies import read_body
from api.http.same_origin import FromOurPages

LONGEST_FORM = 64 * 1024
_SEE_OTHER = 303
_DIGITS = 10


async def _form(request: Request, _: FromOurPages) -> Mapping[str, str]:
    text = (await read_body(request, LONGEST_FORM)).decode("utf-8", "replace")
    return {name: value.strip() for name, value in parse_qsl(text, keep_blank_values=True)}


FormOf = Annotated[Mapping[str, str], Depends(_form)]
"""Fields by their names, without blanks around them; of those named twice the last."""


def see(address: str) -> RedirectResponse:
    """Answer a form that has done something: where to look, by another request."""
    return RedirectResponse(address, status_code=_SEE_OTHER)


def revision_number(text: str) -> int:
    """Return the revision that a form was made for; 0, which none has, where it is no number."""
    return int(text) if text.isdecimal() and text.isascii() and len(text) < _DIGITS else 0

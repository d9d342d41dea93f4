"""What changes something is taken from our own pages alone: no site may act for its visitors."""

from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends
from starlette.requests import Request

from api.http.problems import Problem


async def same_origin(request: Request) -> None:
    """Refuse what a page of another site has sent.

    Browsers say so in Sec-Fetch-Site where the connection is private, and always in Origin; what
    sends neither is no browser. Scheme and port of a proxy before us are not known, its host is.
    """
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        if site != "same-origin":
            raise _refused()
        return
    origin = request.headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != request.headers.get("host"):
        raise _refused()


def _refused() -> Problem:
    return Problem("cross_site", "The form was sent from a page of another site; nothing was done.")


FromOurPages = Annotated[None, Depends(same_origin)]

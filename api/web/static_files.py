"""Style, script and mark of the pages, from memory: nothing but these names can be asked for."""

import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from api.http.problems import not_found

MEDIA_TYPES = {
    "mark.svg": "image/svg+xml",
    "pages.css": "text/css; charset=utf-8",
    "png.js": "text/javascript; charset=utf-8",
    "progress.js": "text/javascript; charset=utf-8",
    "reference.css": "text/css; charset=utf-8",
    "timeline.css": "text/css; charset=utf-8",
    "timeline.js": "text/javascript; charset=utf-8",
}

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class StaticFile:
    """One file with the tag that changes when it does."""

    content: bytes
    etag: str


@router.get("/static/{name}")
async def static_file(name: str, request: Request) -> Response:
    """Return a file, or that it has not changed."""
    if name not in MEDIA_TYPES:
        raise not_found()
    file = _file(name)
    headers = {"ETag": file.etag, "Cache-Control": "no-cache"}
    if request.headers.get("if-none-match") == file.etag:
        return Response(status_code=304, headers=headers)
    return Response(file.content, media_type=MEDIA_TYPES[name], headers=headers)


@cache
def _file(name: str) -> StaticFile:
    content = (files("api.web") / "static" / name).read_bytes()
    return StaticFile(content, f'"{hashlib.sha256(content).hexdigest()[:16]}"')

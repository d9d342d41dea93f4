"""The reference for tools: the OpenAPI document, and the same as pages that load nothing else."""

import hashlib
import json
from functools import cache
from importlib.resources import files
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from api.http.problem_kinds import PROBLEMS
from api.web.reference_contents import ReferenceContents, reference_contents
from api.web.templating import page
from scheduler.reference.catalogue import FOUND_IN, issue_catalogue

router = APIRouter(include_in_schema=False)


@router.get("/openapi.json")
async def openapi_document(request: Request) -> Response:
    """Return the document that is committed beside the code."""
    text = _text()
    headers = {
        "ETag": f'"{hashlib.sha256(text).hexdigest()[:16]}"',
        "Cache-Control": "no-cache",
    }
    if request.headers.get("if-none-match") == headers["ETag"]:
        return Response(status_code=304, headers=headers)
    return Response(text, media_type="application/json", headers=headers)


@router.get("/docs")
def reference(request: Request) -> Response:
    """Show every operation with its parameters, bodies, examples and answers."""
    origin = f"{request.url.scheme}://{request.url.netloc}"
    return page("reference.html", here="tools", crumbs=(), origin=origin, reference=_contents())


@router.get("/docs/problems")
def problems() -> Response:
    """Show every kind of problem and of issue, each with an address of its own."""
    document = _document()
    examples = document["components"]["examples"]
    return page(
        "problems.html",
        here="tools",
        crumbs=({"words": "For tools", "address": "/docs"},),
        problems=[
            {
                "code": code,
                "kind": kind,
                "example": json.dumps(examples[code]["value"], ensure_ascii=False, indent=2),
            }
            for code, kind in PROBLEMS.items()
        ],
        stages=[
            {"name": name, "said": said, "issues": _issues(name)}
            for name, (said, _) in FOUND_IN.items()
        ],
    )


def _issues(stage: str) -> list[dict[str, str]]:
    return [issue for issue in issue_catalogue() if issue["found_in"] == stage]


@cache
def _text() -> bytes:
    return (files("api") / "openapi.json").read_bytes()


@cache
def _document() -> dict[str, Any]:
    document: dict[str, Any] = json.loads(_text())
    return document


@cache
def _contents() -> ReferenceContents:
    return reference_contents(_document())

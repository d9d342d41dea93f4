"""`/v1/imports`: files of planning tools, read and not stored."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from api.http.answer_turns import IN_TURN
from api.http.answers import answer, problems, reference
from api.http.bodies import body_at_work
from api.http.caller import CallerOf
from api.http.form_data import FORM_WITH_FILES, Part, Upload, read_form
from api.http.json_text import json_response
from api.http.media_types import media_type_of
from api.http.problems import Problem
from api.http.state import ServicesOf
from api.routes.found import found_revision
from scheduler.domain.issues import Issue
from scheduler.exchange.formats import READ
from scheduler.exchange.limited import Refusal, import_in_child
from scheduler.interchange.shape_issues import shown

router = APIRouter(prefix="/v1/imports", tags=["planning tools"])

_TEXT = {"type": "string"}
_FORM: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            FORM_WITH_FILES: {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {
                        "file": {
                            "type": "string",
                            # What generators of clients know bytes by.
                            "format": "binary",
                            "contentMediaType": "application/octet-stream",
                            "description": "The file of the planning tool.",
                        },
                        "mapping": {
                            **reference("ProjectMapping"),
                            "description": "Answers to what the file cannot say, as JSON.",
                        },
                        "programme_id": {
                            **_TEXT,
                            "description": "Read the dates as a plan of this programme.",
                        },
                        "format": {
                            **_TEXT,
                            "enum": list(READ),
                            "description": "Where the file does not show its format.",
                        },
                    },
                }
            }
        },
    }
}


async def _form(request: Request) -> AsyncIterator[Upload]:
    media_type_of(request, (FORM_WITH_FILES,))
    async with body_at_work(request) as data:
        yield await read_form(request, data)


@router.post(
    "",
    operation_id="importFile",
    summary="Read a planning tool's file",
    dependencies=[IN_TURN],
    responses={
        200: answer("What the file holds, and what did not come along.", "ImportResult"),
        **problems(
            "import_rejected",
            "body_rejected",
            "no_such_programme",
            "body_too_slow",
            "too_large",
            "unsupported_media_type",
        ),
    },
    openapi_extra=_FORM,
)
def import_file(
    services: ServicesOf, caller: CallerOf, sent: Annotated[Upload, Depends(_form)]
) -> Response:
    """Read a file of Microsoft Project, Primavera or a spreadsheet; nothing is stored.

    A project becomes a programme by a mapping, whose missing answers are asked for, or a plan of
    the programme named, checked like any other. A workbook is a programme. The file is read in a
    process of its own, with limits of time and memory.
    """
    file = sent.get("file", Part(b"")).data
    if not file:
        raise _rejected("/file", "send a file as the part named file")
    wanted = sent["format"].text if "format" in sent else None
    if wanted is not None and wanted not in READ:
        raise _rejected("/format", f"{shown(wanted)} is not read; read are {', '.join(READ)}")
    programme = b""
    if "programme_id" in sent:
        with services.database.reading() as connection:
            revision = found_revision(connection, caller, sent["programme_id"].text)
        programme = revision.document.encode()
    mapping = sent.get("mapping", Part(b"")).data
    found = import_in_child(file, mapping, programme, wanted)
    if isinstance(found, Refusal):
        issues = [
            Issue(code=one["code"], path=f"/mapping{one['path']}", message=one["message"])
            for one in found.issues
        ]
        raise Problem("import_rejected", found.message, issues=issues)
    return json_response(found)


def _rejected(path: str, message: str) -> Problem:
    issue = Issue(code="malformed_value", path=path, message=message)
    return Problem("body_rejected", "the request has 1 error", issues=[issue])

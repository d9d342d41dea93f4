"""`/v1/programmes/{id}/revisions` and `/diff`: how a programme came to be what it is."""

from __future__ import annotations

import json
import re
from contextlib import closing
from typing import Annotated

from fastapi import APIRouter, Path, Query
from pydantic import BeforeValidator
from starlette.requests import Request
from starlette.responses import Response

from api.http.answer_turns import IN_TURN, IN_TURN_AT_DOCUMENTS
from api.http.answers import IF_NONE_MATCH, answer, problems
from api.http.caller import CallerOf
from api.http.json_text import json_response
from api.http.large_answers import large_answer
from api.http.preconditions import not_modified
from api.http.problems import Problem
from api.http.query import Limit, whole
from api.http.state import ServicesOf
from api.routes.found import ProgrammeIdInPath, found_programme, found_revision
from api.routes.revision_bodies import revision_headers, revision_in_list
from api.store.identity import LARGEST
from api.store.programmes import document_pieces, list_revisions
from scheduler.interchange.difference import difference
from scheduler.interchange.shape_issues import shown

router = APIRouter(prefix="/v1/programmes/{programme_id}", tags=["revisions"])

RevisionInPath = Annotated[
    str,
    Path(
        description="Number of a revision, from 1.",
        examples=["1"],
        json_schema_extra={"pattern": "^[1-9][0-9]{0,8}$"},
    ),
]
RevisionInQuery = Annotated[int | None, BeforeValidator(whole), Query(ge=1, le=LARGEST)]


@router.get(
    "/revisions",
    operation_id="listRevisions",
    summary="List the revisions of a programme",
    responses={
        200: answer("Revisions, newest first.", "RevisionList"),
        **problems("no_such_programme"),
    },
)
def list_all(
    services: ServicesOf,
    caller: CallerOf,
    programme_id: ProgrammeIdInPath,
    limit: Limit = 50,
    before: Annotated[
        RevisionInQuery, Query(description="`next` of the page before: older revisions only.")
    ] = None,
) -> Response:
    """Return how each revision was made from the one before, without the documents."""
    with services.database.reading() as connection:
        found_programme(connection, caller, programme_id)
        found = list_revisions(
            connection, caller.tenant, programme_id, limit=limit + 1, before=before
        )
    page = found[:limit]
    more = page[-1].number if len(found) > limit else None
    return json_response(
        {"revisions": [revision_in_list(revision) for revision in page], "next": more}
    )


@router.get(
    "/revisions/{number}",
    dependencies=[IN_TURN_AT_DOCUMENTS],
    operation_id="readRevision",
    summary="Read a revision of a programme",
    responses={
        200: answer("The document.", "Programme", headers=("ETag", "Content-Location")),
        304: answer("Known already; revisions never change.", headers=("ETag",)),
        **problems("no_such_programme", "no_such_revision"),
    },
    openapi_extra={"parameters": [IF_NONE_MATCH]},
)
def read(
    request: Request,
    services: ServicesOf,
    caller: CallerOf,
    programme_id: ProgrammeIdInPath,
    number: RevisionInPath,
) -> Response:
    """Return the programme document as one revision has it."""
    with services.database.reading() as connection:
        if re.fullmatch("[1-9][0-9]{0,8}", number) is None:
            found_programme(connection, caller, programme_id)
            raise Problem("no_such_revision", f"The programme has no revision {shown(number)}.")
        revision = found_revision(
            connection, caller, programme_id, int(number), with_document=False
        )
        headers = revision_headers(revision)
        unchanged = not_modified(request, headers["ETag"], headers)
        if unchanged is not None:
            return unchanged
        # Closed while the connection is open, however far it was read.
        with closing(document_pieces(connection, revision)) as pieces:
            return large_answer(services.files, pieces, headers)


@router.get(
    "/diff",
    dependencies=[IN_TURN],
    operation_id="compareRevisions",
    summary="Say what changed between two revisions",
    responses={
        200: answer("What changed, in the order of the document.", "Changes"),
        **problems("no_such_programme", "no_such_revision"),
    },
)
def compare(
    services: ServicesOf,
    caller: CallerOf,
    programme_id: ProgrammeIdInPath,
    from_: Annotated[
        RevisionInQuery,
        Query(alias="from", description="Revision to start from; the parent when left out."),
    ] = None,
    to: Annotated[
        RevisionInQuery, Query(description="Revision to end with; the latest when left out.")
    ] = None,
) -> Response:
    """Return what changed, with what stood there before.

    Applied to the one revision as a JSON Patch, the changes make the other.
    """
    with services.database.reading() as connection:
        after = found_revision(connection, caller, programme_id, to)
        first = from_ or after.parent or after.number
        before = found_revision(connection, caller, programme_id, first)
    changes = difference(json.loads(before.document), json.loads(after.document))
    return json_response({"from": before.number, "to": after.number, "changes": changes})

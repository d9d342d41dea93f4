"""`/v1/programmes`: programmes in, and back out as their latest revision has them."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from api.http.answer_turns import IN_TURN_AT_DOCUMENTS
from api.http.answers import (
    IDEMPOTENCY_KEY,
    IF_NONE_MATCH,
    OF_BODIES,
    OF_KEYS,
    answer,
    body,
    problems,
)
from api.http.bodies import JsonBody
from api.http.caller import Caller, CallerOf
from api.http.idempotency import Repetition, RepetitionOf, Reply
from api.http.ids import PROGRAMME, new_id
from api.http.json_text import json_response
from api.http.large_answers import large_answer
from api.http.preconditions import etag, not_modified
from api.http.query import Limit, refuse_no_cursor
from api.http.state import Services, ServicesOf
from api.routes.found import ProgrammeIdInPath, found_programme, found_revision
from api.routes.revision_bodies import address, programme_facts, revision_body, revision_headers
from api.schemas.programmes import PROGRAMME_ID_SCHEMA
from api.store.prepared_programmes import prepared_programme
from api.store.programmes import create_programme, document_pieces, list_programmes

if TYPE_CHECKING:
    from sqlalchemy import Connection

router = APIRouter(prefix="/v1/programmes", tags=["programmes"])


@router.post(
    "",
    operation_id="createProgramme",
    summary="Store a programme",
    status_code=201,
    responses={
        201: answer(
            "Stored as revision 1.",
            "Revision",
            headers=("Location", "ETag", "Idempotency-Replayed"),
        ),
        **problems("programme_rejected", *OF_BODIES, *OF_KEYS),
    },
    openapi_extra={**body("Programme"), "parameters": [IDEMPOTENCY_KEY]},
)
def create(
    services: ServicesOf, caller: CallerOf, repeated: RepetitionOf, data: JsonBody
) -> Response:
    """Store a programme that has no errors; all of them are told at once where it has.

    What is stored is normalised: defaults are left out and fields stand in the order of their
    declaration, so that equal programmes have equal documents and hashes.
    """
    return stored_programme(services, caller, data, repeated)


def stored_programme(
    services: Services, caller: Caller, data: bytes, repeated: Repetition
) -> Response:
    """Store a programme, whose address is Location. Raises Problem, ProgrammeRejected."""
    found = repeated.replayed(services, caller, data)
    if found is not None:
        return found
    programme = prepared_programme(data, services.settings.limits)

    def store(connection: Connection) -> Reply:
        revision = create_programme(
            connection,
            caller.tenant,
            caller.actor,
            programme_id=new_id(PROGRAMME),
            name=programme.name,
            hash=programme.hash,
            document=programme.document,
        )
        headers = {"Location": address(revision.programme), "ETag": etag(revision.number)}
        return Reply(201, revision_body(revision, programme.warnings), headers)

    made = repeated.once(services, caller, data, store)
    services.caches.keep(programme.hash, programme.expanded)
    return made


@router.get(
    "",
    operation_id="listProgrammes",
    summary="List programmes",
    responses={
        200: answer("Programmes, newest first.", "ProgrammeList"),
        **problems("no_such_programme"),
    },
)
def list_all(
    services: ServicesOf,
    caller: CallerOf,
    limit: Limit = 50,
    after: Annotated[
        str | None,
        Query(description="`next` of the page before.", json_schema_extra=PROGRAMME_ID_SCHEMA),
    ] = None,
) -> Response:
    """Return programmes as their latest revisions have them, without their documents."""
    refuse_no_cursor(PROGRAMME, after)
    with services.database.reading() as connection:
        if after is not None:
            found_programme(connection, caller, after)
        found = list_programmes(connection, caller.tenant, limit=limit + 1, after=after)
    page = found[:limit]
    more = page[-1].id if len(found) > limit else None
    return json_response(
        {"programmes": [programme_facts(programme) for programme in page], "next": more}
    )


@router.get(
    "/{programme_id}",
    dependencies=[IN_TURN_AT_DOCUMENTS],
    operation_id="readProgramme",
    summary="Read a programme",
    responses={
        200: answer(
            "The document of the latest revision.",
            "Programme",
            headers=("ETag", "Content-Location"),
        ),
        304: answer("Not changed since.", headers=("ETag", "Content-Location")),
        **problems("no_such_programme"),
    },
    openapi_extra={"parameters": [IF_NONE_MATCH]},
)
def read(
    request: Request, services: ServicesOf, caller: CallerOf, programme_id: ProgrammeIdInPath
) -> Response:
    """Return the programme document itself: what the paths of patches speak of.

    Its ETag is the number of the latest revision; Content-Location is that revision's own address.
    """
    with services.database.reading() as connection:
        revision = found_revision(connection, caller, programme_id, with_document=False)
        headers = revision_headers(revision)
        unchanged = not_modified(request, headers["ETag"], headers)
        if unchanged is not None:
            return unchanged
        # Closed while the connection is open, however far it was read.
        with closing(document_pieces(connection, revision)) as pieces:
            return large_answer(services.files, pieces, headers)

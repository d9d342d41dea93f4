"""Changes of programmes: a whole new document, or a patch; each makes an immutable revision."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from api.errors import RevisionMoved
from api.http.answers import IF_MATCH, OF_BODIES, answer, body, content, problems
from api.http.bodies import JsonBody, body_at_work
from api.http.caller import Caller, CallerOf
from api.http.json_text import JsonResponse, json_text
from api.http.media_types import JSON_PATCH, MERGE_PATCH, media_type_of
from api.http.preconditions import Wanted, etag, required_match
from api.http.problems import Problem
from api.http.state import Services, ServicesOf
from api.routes.found import ProgrammeIdInPath, found_programme, found_revision
from api.routes.revision_bodies import revision_body
from api.store.prepared_programmes import PreparedProgramme, add_prepared, prepared_programme
from api.store.records import RevisionRecord
from scheduler.domain.issues import Issue
from scheduler.domain.limits import Limits
from scheduler.errors import PatchRejected
from scheduler.interchange.json_patch import apply_patch
from scheduler.interchange.json_text import JsonValue, read_json
from scheduler.interchange.merge_patch import merge_patch

MOST_TRIES = 5
"""Of a change under `If-Match: *` that others overtake."""

_CONDITIONS = ("no_such_programme", "revision_moved", "precondition_required", "id_changed")
_MERGE_EXAMPLE = {"contract": {"end_date": "2024-06-30"}}
_PATCH_EXAMPLE = [{"op": "replace", "path": "/services[id=NET]/name", "value": "Network"}]

router = APIRouter(prefix="/v1/programmes", tags=["programmes"])


@dataclass(frozen=True, slots=True)
class Patch:
    """The body of a PATCH with what it is."""

    origin: Literal["merge_patch", "json_patch"]
    data: bytes


def wanted_revision(
    request: Request, services: ServicesOf, caller: CallerOf, programme_id: ProgrammeIdInPath
) -> Wanted:
    """Return what If-Match wants, refused before a body is read where it is too late already."""
    with services.database.reading() as connection:
        latest = found_programme(connection, caller, programme_id).revision
    wanted = required_match(request)
    wanted.refuse_other(latest)
    return wanted


async def patch_body(request: Request) -> AsyncIterator[Patch]:
    """Yield the patch that a request holds. Raises Problem 415, 413."""
    found = media_type_of(request, (MERGE_PATCH, JSON_PATCH))
    async with body_at_work(request) as data:
        yield Patch("merge_patch" if found == MERGE_PATCH else "json_patch", data)


WantedRevision = Annotated[Wanted, Depends(wanted_revision)]
PatchBody = Annotated[Patch, Depends(patch_body)]


@router.put(
    "/{programme_id}",
    operation_id="replaceProgramme",
    summary="Replace a programme",
    responses={
        200: answer("Stored as the next revision.", "Revision", headers=("ETag",)),
        **problems("programme_rejected", *_CONDITIONS, *OF_BODIES),
    },
    openapi_extra={**body("Programme"), "parameters": [IF_MATCH]},
)
def replace(
    services: ServicesOf,
    caller: CallerOf,
    programme_id: ProgrammeIdInPath,
    wanted: WantedRevision,
    data: JsonBody,
) -> Response:
    """Store a whole new document as the next revision; the revisions before it stay.

    Of several changes based on one revision exactly one is stored; the others are answered 412.
    """
    return replaced_programme(services, caller, programme_id, wanted, data)


def replaced_programme(
    services: Services, caller: Caller, programme_id: str, wanted: Wanted, data: bytes
) -> Response:
    """Store a document as the next revision. Raises Problem, ProgrammeRejected."""
    programme = prepared_programme(data, services.settings.limits)

    def store(base: RevisionRecord) -> Response:
        return _store(services, caller, base, programme, "replaced")

    return on_latest(services, caller, programme_id, wanted, store)


@router.patch(
    "/{programme_id}",
    operation_id="changeProgramme",
    summary="Change a programme by a patch",
    responses={
        200: answer("Stored as the next revision.", "Revision", headers=("ETag",)),
        **problems("programme_rejected", "patch_rejected", *_CONDITIONS, *OF_BODIES),
    },
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {
                MERGE_PATCH: content("MergePatch", later=_MERGE_EXAMPLE),
                JSON_PATCH: content("JsonPatch", rename=_PATCH_EXAMPLE),
            },
        },
        "parameters": [IF_MATCH],
    },
)
def change(
    services: ServicesOf,
    caller: CallerOf,
    programme_id: ProgrammeIdInPath,
    wanted: WantedRevision,
    patch: PatchBody,
) -> Response:
    """Store the latest document with a patch applied as the next revision.

    A merge patch (RFC 7396) sets fields and takes away those it gives as null; a list it gives
    replaces the whole list. A JSON Patch (RFC 6902) is applied whole or not at all, and its paths
    may name entries by their ids, such as `/services[id=PAYC]/name`. Paths speak of the document as
    it is read back. The result is validated like any programme. A patch that changes nothing makes
    no revision.
    """
    limits = services.settings.limits
    document = read_json(patch.data, limits)
    if document.issues:
        raise PatchRejected(document.issues)

    def store(base: RevisionRecord) -> Response:
        result = _patched(json.loads(base.document), document.value, patch.origin, limits)
        programme = prepared_programme(json.dumps(result).encode(), limits)
        if programme.hash == base.hash:
            return _answer(base, programme)
        text = json_text(document.value)
        return _store(services, caller, base, programme, patch.origin, text)

    return on_latest(services, caller, programme_id, wanted, store)


def _patched(base: JsonValue, patch: JsonValue, origin: str, limits: Limits) -> JsonValue:
    if origin == "merge_patch":
        return merge_patch(base, patch)
    return apply_patch(base, patch, limits)


def on_latest(
    services: Services,
    caller: Caller,
    programme_id: str,
    wanted: Wanted,
    store: Callable[[RevisionRecord], Response],
) -> Response:
    """Return what `store` answers on the latest revision, if that is one of those wanted.

    Raises RevisionMoved (412) when somebody else is faster.
    """
    for tries_left in reversed(range(MOST_TRIES)):
        with services.database.reading() as connection:
            base = found_revision(connection, caller, programme_id)
        wanted.refuse_other(base.number)
        try:
            return store(base)
        except RevisionMoved:
            # Whoever wants whatever is the latest does not mind that it is a later one.
            if not wanted.any or not tries_left:
                raise
    raise AssertionError  # pragma: no cover  # the last try returns or raises


def _store(
    services: Services,
    caller: Caller,
    base: RevisionRecord,
    programme: PreparedProgramme,
    origin: str,
    text: str | None = None,
) -> Response:
    refuse_other_id(base, programme)
    with services.database.writing() as connection:
        revision = add_prepared(
            connection, caller.tenant, caller.actor, base, programme, origin=origin, change=text
        )
    services.caches.keep(programme.hash, programme.expanded)
    return _answer(revision, programme)


def _answer(revision: RevisionRecord, programme: PreparedProgramme) -> Response:
    return JsonResponse(
        revision_body(revision, programme.warnings), headers={"ETag": etag(revision.number)}
    )


def refuse_other_id(base: RevisionRecord, programme: PreparedProgramme) -> None:
    """Raise Problem 422 for a document with another id than its programme has."""
    own = json.loads(base.document)["id"]
    if programme.id != own:
        message = f"the id is {own} and stays so; found {programme.id}"
        issue = Issue(code="id_changed", path="/id", message=message, value=programme.id)
        raise Problem("id_changed", message, issues=[issue])

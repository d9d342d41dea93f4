"""`POST /v1/programmes/{id}/merge`: two changes of one revision made one."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter
from starlette.responses import Response

from api.http.answers import IDEMPOTENCY_KEY, OF_BODIES, OF_KEYS, answer, body, problems
from api.http.bodies import JsonBody, read_as
from api.http.caller import Caller, CallerOf
from api.http.idempotency import RepetitionOf, Reply
from api.http.json_text import json_text
from api.http.preconditions import Wanted, etag
from api.http.problems import Problem
from api.http.state import Services, ServicesOf
from api.routes.changes import on_latest, refuse_other_id
from api.routes.found import ProgrammeIdInPath, found_revision
from api.routes.revision_bodies import revision_body
from api.schemas.changes import MergeRequest
from api.store.prepared_programmes import PreparedProgramme, add_prepared, prepared_programme
from api.store.records import RevisionRecord
from scheduler.domain.issues import issues_inside
from scheduler.errors import ProgrammeRejected
from scheduler.interchange.difference import difference
from scheduler.interchange.three_way import ABSENT, Collision, merged

if TYPE_CHECKING:
    from sqlalchemy import Connection

MERGED = "merged"
"""Origin of the revisions that merging makes."""
MOST_COLLISIONS = 200
"""Told of one merge; `collisions_found` says how many there are."""
_LATEST = Wanted(frozenset(), any=True)

router = APIRouter(prefix="/v1/programmes", tags=["changes"])


@router.post(
    "/{programme_id}/merge",
    operation_id="mergeProgramme",
    summary="Merge a changed document with what others have changed since",
    responses={
        200: answer(
            "Stored as the next revision; the latest as it is where nothing was left to change.",
            "Revision",
            headers=("ETag", "Idempotency-Replayed"),
        ),
        **problems(
            "no_such_programme",
            "no_such_revision",
            "merge_collision",
            "revision_moved",
            "body_rejected",
            "programme_rejected",
            "id_changed",
            *OF_BODIES,
            *OF_KEYS,
        ),
    },
    openapi_extra={**body("MergeRequest"), "parameters": [IDEMPOTENCY_KEY]},
)
def merge(
    services: ServicesOf,
    caller: CallerOf,
    programme_id: ProgrammeIdInPath,
    data: JsonBody,
    repeated: RepetitionOf,
) -> Response:
    """Store the latest revision with what the document changes of the revision `base`.

    Entries of lists are followed by their ids and merged field by field. Where both sides changed
    the same field to something else, or one took away what the other changed, the answer is 409:
    `collisions` names each with its path, what the base has, mine and theirs (left out where a side
    has nothing), and nothing is stored. What comes out is validated like any programme.
    """
    found = repeated.replayed(services, caller, data)
    if found is not None:
        return found
    limits = services.settings.limits
    wanted = read_as(MergeRequest, data, limits)
    with services.database.reading() as connection:
        base = found_revision(connection, caller, programme_id, wanted.base)
    mine = _document_of(wanted, services)
    refuse_other_id(base, mine)

    def store(latest: RevisionRecord) -> Response:
        made = _merged(base, mine, latest, services)

        def create(connection: Connection) -> Reply:
            return _stored(connection, caller, latest, made)

        return repeated.once(services, caller, data, create)

    return on_latest(services, caller, programme_id, _LATEST, store)


def _document_of(wanted: MergeRequest, services: Services) -> PreparedProgramme:
    """Return my version, normalised like those stored. Raises ProgrammeRejected."""
    data = json.dumps(wanted.document).encode()
    try:
        return prepared_programme(data, services.settings.limits)
    except ProgrammeRejected as rejected:
        raise ProgrammeRejected(issues_inside("/document", rejected.issues)) from None


def _merged(
    base: RevisionRecord, mine: PreparedProgramme, latest: RevisionRecord, services: Services
) -> PreparedProgramme:
    """Return both changes in one. Raises Problem 409, ProgrammeRejected."""
    versions = (json.loads(text) for text in (base.document, mine.document, latest.document))
    found = merged(*versions)
    if found.collisions:
        raise _collided(found.collisions, latest)
    return prepared_programme(json.dumps(found.document).encode(), services.settings.limits)


def _collided(collisions: tuple[Collision, ...], latest: RevisionRecord) -> Problem:
    count = len(collisions)
    places = "1 place was" if count == 1 else f"{count} places were"
    told = [_collision(each) for each in collisions[:MOST_COLLISIONS]]
    return Problem(
        "merge_collision",
        f"{places} changed on both sides, and not to the same; nothing was stored.",
        headers={"ETag": etag(latest.number)},
        current=latest.number,
        collisions=told,
        collisions_found=count,
    )


def _collision(collision: Collision) -> dict[str, Any]:
    sides = {"base": collision.base, "mine": collision.mine, "theirs": collision.theirs}
    there = {name: value for name, value in sides.items() if value is not ABSENT}
    return {"path": collision.path, **there}


def _stored(
    connection: Connection, caller: Caller, latest: RevisionRecord, made: PreparedProgramme
) -> Reply:
    revision = latest
    if made.hash != latest.hash:
        changes = difference(json.loads(latest.document), json.loads(made.document))
        revision = add_prepared(
            connection,
            caller.tenant,
            caller.actor,
            latest,
            made,
            origin=MERGED,
            change=json_text(changes),
        )
    return Reply(200, revision_body(revision, made.warnings), {"ETag": etag(revision.number)})

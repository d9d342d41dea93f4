"""Stored programmes and revisions, or the problem that there are none."""

from typing import Annotated

from fastapi import Path
from sqlalchemy import Connection

from api.http.caller import Caller
from api.http.ids import PROGRAMME, is_id
from api.http.problems import Problem
from api.schemas.programmes import PROGRAMME_ID_SCHEMA
from api.store.programmes import get_programme, get_revision
from api.store.records import ProgrammeRecord, RevisionRecord
from scheduler.interchange.shape_issues import shown

ProgrammeIdInPath = Annotated[
    str,
    Path(
        description="Id of a programme.",
        examples=["prg_h3vdr5lsyq2k7wcnebzi"],
        json_schema_extra=PROGRAMME_ID_SCHEMA,
    ),
]


def found_programme(connection: Connection, caller: Caller, programme_id: str) -> ProgrammeRecord:
    """Return a programme of the caller's. Raises Problem 404, the same for any unknown id."""
    if is_id(PROGRAMME, programme_id):
        programme = get_programme(connection, caller.tenant, programme_id)
        if programme is not None:
            return programme
    raise no_such_programme(programme_id)


def found_revision(
    connection: Connection,
    caller: Caller,
    programme_id: str,
    number: int | None = None,
    *,
    with_document: bool = True,
) -> RevisionRecord:
    """Return a revision, the latest without a number. Raises Problem 404."""
    if is_id(PROGRAMME, programme_id):
        revision = get_revision(
            connection, caller.tenant, programme_id, number, with_document=with_document
        )
        if revision is not None:
            return revision
    if number is not None:
        found_programme(connection, caller, programme_id)
        raise Problem("no_such_revision", f"The programme has no revision {number}.")
    raise no_such_programme(programme_id)


def no_such_programme(programme_id: str) -> Problem:
    """Return Problem 404."""
    return Problem("no_such_programme", f"There is no programme {shown(programme_id)}.")

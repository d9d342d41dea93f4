"""`DELETE /v1/programmes/{id}`: a programme goes for good, and it can be proved that it went."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from api.http.answers import answer, problems
from api.http.caller import CallerOf
from api.http.ids import PROGRAMME, is_id
from api.http.json_text import json_response
from api.http.state import ServicesOf
from api.routes.found import ProgrammeIdInPath, no_such_programme
from api.store.deletion import delete_programme

router = APIRouter(prefix="/v1/programmes", tags=["programmes"])


@router.delete(
    "/{programme_id}",
    operation_id="deleteProgramme",
    summary="Delete a programme for good",
    responses={
        200: answer("It is deleted.", "Deletion"),
        **problems("no_such_programme", "plan_at_work"),
    },
)
def delete(services: ServicesOf, caller: CallerOf, programme_id: ProgrammeIdInPath) -> Response:
    """Delete a programme with its revisions, plans and analyses, and what was told of them.

    Nothing of it is kept but the audit, which holds ids, counts and digests. What went is told by
    table, with the SHA-256 over its rows as a backup writes them. Older backups still hold it.
    """
    if not is_id(PROGRAMME, programme_id):
        raise no_such_programme(programme_id)
    with services.database.writing() as connection:
        gone = delete_programme(connection, caller.tenant, caller.actor, programme_id)
    return json_response(
        {
            "programme": programme_id,
            "audit_number": gone.number,
            "tables": [{"table": name, **taken} for name, taken in sorted(gone.tables.items())],
        }
    )

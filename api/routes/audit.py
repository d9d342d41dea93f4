"""`/v1/audit`: who did what, and whether all of it is still there as it was written."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BeforeValidator
from starlette.responses import Response

from api.http.answers import answer, problems
from api.http.caller import CallerOf
from api.http.json_text import json_response
from api.http.query import Limit, whole
from api.http.state import ServicesOf
from api.schemas.instants import instant
from api.store.audit import list_audit
from api.store.audit_chain import verify_chain
from api.store.records import AuditRecord

LONGEST_FILTER = 100

router = APIRouter(prefix="/v1/audit", tags=["operation"])


@router.get(
    "",
    operation_id="listAudit",
    summary="List what was done",
    responses={200: answer("Entries, newest first.", "AuditList"), **problems()},
)
def list_all(
    services: ServicesOf,
    caller: CallerOf,
    limit: Limit = 50,
    after: Annotated[
        int | None,
        BeforeValidator(whole),
        Query(ge=1, le=2**53, description="`next` of the page before."),
    ] = None,
    subject: Annotated[
        str | None,
        Query(max_length=LONGEST_FILTER, description="Id of what something was done to."),
    ] = None,
    action: Annotated[
        str | None,
        Query(max_length=LONGEST_FILTER, description="What was done, such as `plan.submitted`."),
    ] = None,
) -> Response:
    """Return who changed what, when: each change of anything of yours, whoever made it.

    `digest` is the SHA-256, in hexadecimal, over the 64 characters of the digest of the entry
    before (zeros before the first) and the entry as JSON without blanks and with members in
    alphabetical order, those of `detail` too: `action`, `actor`, `at` (milliseconds since 1970),
    `detail`, `number`, `subject`, `tenant`.
    """
    with services.database.reading() as connection:
        found = list_audit(
            connection,
            caller.tenant,
            limit=limit + 1,
            before=after,
            subject=subject,
            action=action,
        )
    page = found[:limit]
    more = page[-1].number if len(found) > limit else None
    return json_response({"entries": [_entry(each) for each in page], "next": more})


@router.get(
    "/verification",
    operation_id="verifyAudit",
    summary="Verify that nothing that was done has been changed or removed",
    responses={200: answer("What was found.", "AuditVerification"), **problems()},
)
def verify(services: ServicesOf, caller: CallerOf) -> Response:
    """Follow the digests from the first entry to the head, which stands apart from them.

    Keep the head elsewhere from time to time: whoever can change the database can write a chain
    anew, but not one that leads to the same digest.
    """
    with services.database.reading() as connection:
        found = verify_chain(connection, caller.tenant)
    head = found.head
    return json_response(
        {
            "holds": found.holds,
            "rows": found.rows,
            "first_broken": found.first_broken,
            "head": None if head is None else {"number": head.number, "digest": head.digest},
        }
    )


def _entry(record: AuditRecord) -> dict[str, Any]:
    return {
        "number": record.number,
        "at": instant(record.at),
        "actor": record.actor,
        "action": record.action,
        "subject": record.subject,
        "detail": record.detail,
        "digest": record.digest,
    }

"""`/v1/keys`: who may use the service, and `/v1/caller`: who asks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Path, Query
from starlette.responses import Response

from api.access import OF_ROLE
from api.http.answers import OF_BODIES, answer, body, problems
from api.http.bodies import JsonBody, OptionalJsonBody, read_as
from api.http.caller import Caller, CallerOf
from api.http.issuing import issue_key
from api.http.json_text import JsonResponse, json_response, json_text
from api.http.problems import Problem
from api.http.query import Limit
from api.http.secret_keys import SecretKey
from api.http.state import ServicesOf
from api.schemas.instants import instant, instant_if_any
from api.schemas.keys import KeyRequest, RotationRequest
from api.store.keys import KeyRecord, expire_key, get_key, list_keys
from scheduler.domain.issues import Issue
from scheduler.interchange.shape_issues import shown

if TYPE_CHECKING:
    from sqlalchemy import Connection

DAY_MS, HOUR_MS = 86_400_000, 3_600_000
KEY_ID_SCHEMA = {"pattern": r"^key_[0-9a-f]{12}$"}

router = APIRouter(tags=["keys"])

KeyIdInPath = Annotated[
    str,
    Path(
        description="Id of a key.", examples=["key_4f7c02d1a9e3"], json_schema_extra=KEY_ID_SCHEMA
    ),
]


@router.post(
    "/v1/keys",
    operation_id="createKey",
    summary="Make a key",
    status_code=201,
    response_class=Response,
    responses={
        201: answer("The key, told this once.", "NewKey", headers=("Location",)),
        **problems("body_rejected", *OF_BODIES),
    },
    openapi_extra=body(
        "KeyRequest",
        planner={"name": "Exit programme office", "role": "planner"},
        bidder={"name": "A bidder for hosting", "role": "viewer", "groups": ["HST"]},
    ),
)
def create(services: ServicesOf, caller: CallerOf, data: JsonBody) -> Response:
    """Make a key for one of the tenant's people or programs: of a role, for as long as is said.

    Only a digest of the key is kept, so it can be told once. A key for some service groups can do
    nothing but read views of plans that leave out all others.
    """
    wanted = read_as(KeyRequest, data, services.settings.limits)
    allowed = OF_ROLE[wanted.role]
    scopes = frozenset(wanted.scopes) if wanted.scopes is not None else allowed
    if not scopes <= allowed or not scopes:
        message = f"the role {wanted.role} has the scopes {', '.join(sorted(allowed))}"
        issue = Issue(code="malformed_value", path="/scopes", message=message, value=sorted(scopes))
        raise Problem("body_rejected", message, issues=[issue])
    with services.database.writing() as connection:
        made, fresh = issue_key(
            connection,
            caller.tenant,
            caller.actor,
            name=wanted.name,
            role=wanted.role,
            scopes=scopes,
            groups=wanted.groups,
            lasts_ms=wanted.expires_in_days * DAY_MS,
        )
    return _told_once(made, fresh)


@router.get(
    "/v1/keys",
    operation_id="listKeys",
    summary="List the keys",
    response_class=Response,
    responses={200: answer("Keys without their secrets, by id.", "KeyList"), **problems()},
)
def list_all(
    services: ServicesOf,
    caller: CallerOf,
    limit: Limit = 50,
    after: Annotated[
        str | None,
        Query(description="`next` of the page before.", json_schema_extra=KEY_ID_SCHEMA),
    ] = None,
) -> Response:
    """Return the keys of the tenant, those that are no longer good among them."""
    with services.database.reading() as connection:
        found = list_keys(connection, caller.tenant, limit=limit + 1, after=after)
    page = found[:limit]
    more = page[-1].id if len(found) > limit else None
    return json_response({"keys": [_facts(key) for key in page], "next": more})


@router.delete(
    "/v1/keys/{key_id}",
    operation_id="revokeKey",
    summary="Revoke a key",
    status_code=204,
    response_class=Response,
    responses={204: answer("The key is good for nothing."), **problems("no_such_key")},
)
def revoke(services: ServicesOf, caller: CallerOf, key_id: KeyIdInPath) -> Response:
    """Let a key be good for nothing from now on, and the sessions opened with it."""
    with services.database.writing() as connection:
        _found(connection, caller, key_id)
        expire_key(connection, caller.tenant, caller.actor, key_id, in_ms=0)
    return Response(status_code=204)


@router.post(
    "/v1/keys/{key_id}/rotation",
    operation_id="rotateKey",
    summary="Replace a key by a new one",
    status_code=201,
    response_class=Response,
    responses={
        201: answer("The new key, told this once.", "NewKey", headers=("Location",)),
        **problems("no_such_key", "body_rejected", *OF_BODIES),
    },
    openapi_extra=body("RotationRequest", required=False, within_a_week={"overlap_hours": 168}),
)
def rotate(
    services: ServicesOf, caller: CallerOf, key_id: KeyIdInPath, data: OptionalJsonBody
) -> Response:
    """Make a key like this one, which stays good beside it for some hours: 24 unless said.

    The new key lasts as long as the old one was made to last.
    """
    wanted = read_as(RotationRequest, data, services.settings.limits)
    with services.database.writing() as connection:
        old = _found(connection, caller, key_id)
        lasts = None if old.expires_at is None else max(DAY_MS, old.expires_at - old.created_at)
        made, fresh = issue_key(
            connection,
            caller.tenant,
            caller.actor,
            name=old.name,
            role=old.role,
            scopes=old.scopes,
            groups=old.groups,
            lasts_ms=lasts,
        )
        overlap = wanted.overlap_hours * HOUR_MS
        expire_key(connection, caller.tenant, caller.actor, key_id, in_ms=overlap)
    return _told_once(made, fresh)


@router.get(
    "/v1/caller",
    operation_id="readCaller",
    summary="Say who asks",
    response_class=Response,
    responses={200: answer("Who holds the key.", "CallerFacts"), **problems()},
)
async def who(caller: CallerOf) -> Response:
    """Return for whom the key of this request speaks, and what it allows."""
    return json_response(
        {
            "tenant": caller.tenant,
            "name": caller.actor,
            "role": caller.role,
            "scopes": sorted(caller.scopes),
            "groups": caller.groups,
            "key": caller.key,
        }
    )


def _found(connection: Connection, caller: Caller, key_id: str) -> KeyRecord:
    found = get_key(connection, caller.tenant, key_id)
    if found is None:
        raise Problem("no_such_key", f"There is no key {shown(key_id)}.")
    return found


def _told_once(made: KeyRecord, fresh: SecretKey) -> Response:
    text = json_text({**_facts(made), "key": fresh.text})
    return JsonResponse(text, status_code=201, headers={"Location": f"/v1/keys/{made.id}"})


def _facts(key: KeyRecord) -> dict[str, Any]:
    return {
        "id": key.id,
        "name": key.name,
        "role": key.role,
        "scopes": list(key.scopes),
        "groups": None if key.groups is None else list(key.groups),
        "created_at": instant(key.created_at),
        "created_by": key.created_by,
        "expires_at": instant_if_any(key.expires_at),
        "revoked_at": instant_if_any(key.revoked_at),
        "used_at": instant_if_any(key.used_at),
    }

"""`/v1/programmes/{id}/baselines`: plans that were given names, such as `approved`."""

from __future__ import annotations

import re
from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.responses import Response

from api.http.answers import OF_BODIES, answer, body, problems
from api.http.bodies import JsonBody, read_as
from api.http.caller import CallerOf
from api.http.json_text import JsonResponse, json_response, json_text
from api.http.problems import malformed_parameter
from api.http.query import Limit
from api.http.state import ServicesOf
from api.routes.found import ProgrammeIdInPath, found_programme
from api.routes.found_baselines import (
    BaselineInPath,
    found_baseline,
    found_plan_of,
    no_such_baseline,
)
from api.routes.plan_reading import final_best_of
from api.schemas.baselines import NAME_SCHEMA, BaselineRequest
from api.schemas.instants import instant
from api.store.baselines import get_baseline, list_baselines, remove_baseline, set_baseline
from api.store.records import BaselineRecord

LONGEST_NAME = 60

router = APIRouter(prefix="/v1/programmes/{programme_id}/baselines", tags=["changes"])


@router.put(
    "/{name}",
    operation_id="setBaseline",
    summary="Give a plan a name",
    responses={
        200: answer("The plan has the name; another had it before.", "NamedBaseline"),
        201: answer("The plan has the name.", "NamedBaseline", headers=("Location",)),
        **problems(
            "no_such_programme",
            "no_such_plan",
            "no_plan",
            "plan_not_final",
            "plan_breaks_rules",
            "body_rejected",
            *OF_BODIES,
        ),
    },
    openapi_extra=body("BaselineRequest", approved={"plan": "pln_4f7qk2mzc5wtb6xodnae"}),
)
def put(
    services: ServicesOf,
    caller: CallerOf,
    programme_id: ProgrammeIdInPath,
    name: BaselineInPath,
    data: JsonBody,
) -> Response:
    """Keep a plan of the programme under a name: the plan in force, or one that was put to members.

    A change can name it as the plan in force. Putting the same again changes nothing but when.
    """
    if len(name) > LONGEST_NAME or re.fullmatch(NAME_SCHEMA["pattern"], name) is None:
        message = "a name begins with a letter, then letters, digits, - and _, 60 at most"
        raise malformed_parameter("path/name", message, name)
    wanted = read_as(BaselineRequest, data, services.settings.limits)
    with services.database.writing() as connection:
        found_programme(connection, caller, programme_id)
        final_best_of(found_plan_of(connection, caller, programme_id, wanted.plan))
        known = get_baseline(connection, caller.tenant, programme_id, name)
        made = set_baseline(
            connection,
            caller.tenant,
            caller.actor,
            programme=programme_id,
            name=name,
            plan=wanted.plan,
        )
    text = json_text(_facts(made))
    if known is not None:
        return JsonResponse(text)
    place = {"Location": f"/v1/programmes/{programme_id}/baselines/{name}"}
    return JsonResponse(text, status_code=201, headers=place)


@router.get(
    "",
    operation_id="listBaselines",
    summary="List the baselines of a programme",
    responses={
        200: answer("Baselines, by name.", "BaselineList"),
        **problems("no_such_programme"),
    },
)
def list_all(
    services: ServicesOf,
    caller: CallerOf,
    programme_id: ProgrammeIdInPath,
    limit: Limit = 50,
    after: Annotated[
        str | None,
        Query(description="`next` of the page before.", json_schema_extra=NAME_SCHEMA),
    ] = None,
) -> Response:
    """Return the names that plans of the programme have."""
    with services.database.reading() as connection:
        found_programme(connection, caller, programme_id)
        found = list_baselines(
            connection, caller.tenant, programme_id, limit=limit + 1, after=after
        )
    page = found[:limit]
    more = page[-1].name if len(found) > limit else None
    return json_response({"baselines": [_facts(each) for each in page], "next": more})


@router.get(
    "/{name}",
    operation_id="readBaseline",
    summary="Read a baseline",
    responses={
        200: answer("The plan that has the name.", "NamedBaseline"),
        **problems("no_such_programme", "no_such_baseline"),
    },
)
def read(
    services: ServicesOf, caller: CallerOf, programme_id: ProgrammeIdInPath, name: BaselineInPath
) -> Response:
    """Return which plan has a name, since when and by whom."""
    with services.database.reading() as connection:
        found_programme(connection, caller, programme_id)
        found = found_baseline(connection, caller, programme_id, name)
    return json_response(_facts(found))


@router.delete(
    "/{name}",
    operation_id="removeBaseline",
    summary="Take a name away from a plan",
    status_code=204,
    response_class=Response,
    responses={
        204: answer("No plan has the name any more."),
        **problems("no_such_programme", "no_such_baseline"),
    },
)
def remove(
    services: ServicesOf, caller: CallerOf, programme_id: ProgrammeIdInPath, name: BaselineInPath
) -> Response:
    """Take away a name. The plan stays, and so do revisions made with it as the plan in force."""
    with services.database.writing() as connection:
        found_programme(connection, caller, programme_id)
        gone = remove_baseline(
            connection, caller.tenant, caller.actor, programme=programme_id, name=name
        )
    if not gone:
        raise no_such_baseline(name)
    return Response(status_code=204)


def _facts(baseline: BaselineRecord) -> dict[str, Any]:
    return {
        "name": baseline.name,
        "plan": baseline.plan,
        "set_at": instant(baseline.set_at),
        "set_by": baseline.set_by,
    }

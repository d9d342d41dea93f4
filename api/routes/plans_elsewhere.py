"""Keeping plans that were made elsewhere: checked like our own, never taken for sound unseen."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from fastapi import APIRouter
from starlette.responses import Response

from api.http.answer_turns import IN_TURN
from api.http.answers import IDEMPOTENCY_KEY, OF_BODIES, OF_KEYS, answer, body, problems
from api.http.bodies import JsonBody, read_as
from api.http.caller import Caller, CallerOf
from api.http.idempotency import Repetition, RepetitionOf, Reply
from api.http.ids import PLAN, new_id
from api.http.state import Services, ServicesOf
from api.routes.found import ProgrammeIdInPath, found_revision
from api.routes.plan_reading import body_of
from api.schemas.plans import KeepPlanRequest
from api.store.elsewhere import Brought, keep_plan
from api.store.records import to_json
from api.store.version import checked_by
from scheduler.domain.issues import issues_inside
from scheduler.errors import PlanRejected
from scheduler.interchange.elsewhere import answer_of_elsewhere
from scheduler.interchange.programme_json import programme_hash
from scheduler.pictures.summary import plan_summary

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from api.http.json_text import JsonResponse
    from api.store.records import RevisionRecord

router = APIRouter(tags=["planning tools"])


@router.post(
    "/v1/programmes/{programme_id}/plans/made-elsewhere",
    operation_id="keepPlan",
    summary="Keep a plan that was made elsewhere",
    status_code=201,
    response_class=Response,
    dependencies=[IN_TURN],
    responses={
        201: answer(
            "The plan, checked.", "PlanResource", headers=("Location", "Idempotency-Replayed")
        ),
        **problems(
            "no_such_programme",
            "no_such_revision",
            "plan_rejected",
            "body_rejected",
            *OF_BODIES,
            *OF_KEYS,
        ),
    },
    openapi_extra={"parameters": [IDEMPOTENCY_KEY], **body("KeepPlanRequest")},
)
def keep(
    programme_id: ProgrammeIdInPath,
    services: ServicesOf,
    caller: CallerOf,
    data: JsonBody,
    repeated: RepetitionOf,
) -> Response:
    """Store a plan made elsewhere as a final plan of the programme, with what the check finds.

    One that breaks no hard rule is a plan like any other, of which nothing is proved. One that
    does has the outcome `breaks_rules` and `rejected` with every violation: it can be read,
    compared and exported, not approved, put in force or analysed.
    """
    wanted = read_as(KeepPlanRequest, data, services.settings.limits)
    return kept(services, caller, programme_id, wanted, data, repeated)


def kept(
    services: Services,
    caller: Caller,
    programme_id: str,
    wanted: KeepPlanRequest,
    data: bytes,
    repeated: Repetition,
) -> JsonResponse:
    """Check and store a plan made elsewhere; a repeated request stores it once.

    Raises Problem 404, 422; PlanRejected.
    """
    with services.database.reading() as connection:
        revision = found_revision(connection, caller, programme_id, wanted.revision)
    brought = _checked(services, revision, wanted)

    def create(connection: Connection) -> Reply:
        plan = keep_plan(
            connection,
            caller.tenant,
            caller.actor,
            plan_id=new_id(PLAN),
            programme=programme_id,
            revision=revision.number,
            brought=brought,
        )
        return Reply(201, body_of(connection, plan), {"Location": f"/v1/plans/{plan.id}"})

    return repeated.once(services, caller, data, create)


def _checked(services: Services, revision: RevisionRecord, wanted: KeepPlanRequest) -> Brought:
    programme = services.caches.expanded(revision.hash, revision.document)
    try:
        found = answer_of_elsewhere(
            programme, json.dumps(wanted.plan).encode(), services.settings.limits
        )
    except PlanRejected as rejected:
        raise PlanRejected(issues_inside("/plan", rejected.issues)) from None
    told = {}
    if found.sound:
        summary = plan_summary(programme, found.plan, found.concessions)
        told = {
            "source": "elsewhere",
            "seconds": 0.0,
            "objectives": found.document["objectives"],
            "summary": summary.to_jsonable(),
        }
    plan = found.document["plan"]
    return Brought(
        settings=settings_of(wanted.made_elsewhere),
        answer=to_json(found.document),
        outcome=found.document["outcome"],
        plan=None if plan is None else to_json(plan),
        told=told,
        checked_by=checked_by(),
        checked_hash=programme_hash(programme.document),
    )


def settings_of(made_elsewhere: str) -> dict[str, object]:
    """Return the settings of a plan that nobody searched for here."""
    return {
        "durations": None,
        "profile": None,
        "time_limit_seconds": 0.0,
        "seed": 0,
        "reproducible": False,
        "compare": False,
        "start_from": None,
        "made_elsewhere": made_elsewhere,
    }

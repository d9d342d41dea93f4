"""`POST /v1/programmes/{id}/changes`: something changes, and the plan in force is kept to."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from api.http.answers import (
    IDEMPOTENCY_KEY,
    IF_MATCH,
    OF_BODIES,
    OF_KEYS,
    OF_THE_QUEUE,
    PREFER,
    answer,
    body,
    problems,
)
from api.http.bodies import JsonBody, read_as
from api.http.caller import Caller, CallerOf
from api.http.idempotency import Repetition, RepetitionOf, Reply
from api.http.ids import PLAN, new_id
from api.http.json_text import JsonResponse, json_text
from api.http.preconditions import Wanted, required_match
from api.http.prefer import applied, wait_seconds
from api.http.problems import Problem
from api.http.state import Services, ServicesOf
from api.routes.changes import on_latest, refuse_other_id
from api.routes.found import ProgrammeIdInPath, found_programme
from api.routes.found_baselines import found_baseline, found_plan_of
from api.routes.found_plans import found_standing
from api.routes.plan_reading import body_of, final_best_of, read_plan_of
from api.routes.plan_requests import refuse_long_search, refuse_profile
from api.routes.revision_bodies import revision_with_warnings
from api.routes.waiting import ready_in_time
from api.schemas.changes import ChangeRequest
from api.schemas.priorities import NUMBERS
from api.store.plans import revision_of_baseline, submit_plan
from api.store.prepared_programmes import PreparedProgramme, add_prepared, prepared_programme
from api.store.quotas import refuse_beyond
from api.store.records import PlanRecord, RevisionRecord
from scheduler.domain.issues import Issue, issues_inside
from scheduler.errors import PatchRejected
from scheduler.interchange.change_document import changed
from scheduler.interchange.valid_programme import valid_programme
from scheduler.regenerating.document import baseline_document

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from scheduler.domain.plan import Plan

CHANGE = "change"
"""Origin of the revisions that changes make."""

_LATER = {
    "title": "No payroll may change in August",
    "reason": "The bank moves its own systems.",
    "source": "letter of the bank, 3 July 2023",
    "patch": [
        {
            "op": "add",
            "path": "/rules[id=freeze-year-end]/windows/-",
            "value": {"first": "2023-07-31", "last": "2023-08-13", "name": "August 2023"},
        }
    ],
    "plan": "pln_4f7qk2mzc5wtb6xodnae",
}
_SHORTLY = {
    "title": "The contract ends a month earlier",
    "merge": {"contract": {"end_date": "2024-02-29"}},
    "baseline": "approved",
    "solve": {"time_limit_seconds": 30, "causes_limit_seconds": 10},
}

router = APIRouter(prefix="/v1/programmes", tags=["changes"])


@dataclass(frozen=True, slots=True, kw_only=True)
class _InForce:
    """A stored plan that is in force."""

    record: PlanRecord
    plan: Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class _Changed:
    """A change that can be stored, with what is known of it at once."""

    programme: PreparedProgramme
    settings: dict[str, Any]
    """Of the plan."""
    priority: int
    """Likewise."""
    light: dict[str, Any] | None


@router.post(
    "/{programme_id}/changes",
    operation_id="makeChange",
    summary="Change a programme and plan it again, near the plan in force",
    status_code=202,
    response_class=Response,
    responses={
        200: answer(
            "The same with the finished plan, if it was ready in time.",
            "ChangeResource",
            headers=("Location", "Preference-Applied", "Idempotency-Replayed"),
        ),
        202: answer(
            "The change is stored; its plan waits for a worker.",
            "ChangeResource",
            headers=("Location", "Retry-After", "Preference-Applied", "Idempotency-Replayed"),
        ),
        **problems(
            "no_such_programme",
            "no_such_plan",
            "no_such_baseline",
            "no_plan",
            "plan_not_final",
            "plan_breaks_rules",
            "revision_moved",
            "precondition_required",
            "body_rejected",
            "patch_rejected",
            "programme_rejected",
            "id_changed",
            *OF_THE_QUEUE,
            *OF_BODIES,
            *OF_KEYS,
        ),
    },
    openapi_extra={
        **body("ChangeRequest", of_a_plan=_LATER, of_a_baseline=_SHORTLY),
        "parameters": [IF_MATCH, PREFER, IDEMPOTENCY_KEY],
    },
)
async def make_change(
    programme_id: ProgrammeIdInPath,
    request: Request,
    services: ServicesOf,
    caller: CallerOf,
    data: JsonBody,
    repeated: RepetitionOf,
) -> Response:
    """Store a change as the next revision and ask for the plan that changes the fewest commitments.

    The plan in force is the one named (`plan`, or `baseline` by its name), which becomes the
    baseline of the revision, or else the baseline that the programme has. At once the answer says
    whether there still is a plan, as far as that is known without a search: `traffic_light`.
    Location is the address of the plan, an ordinary one that waits for a worker: its `diff` says
    what it changes of the plan in force, who must be told, and of each date and option that could
    not stay the changes that force it. Cancelling it keeps the best plan so far.

    Where there is no plan in force, the answer is an ordinary revision and an ordinary plan. A
    change that changes nothing makes no revision. A revision keeps its change document.
    """
    wanted = required_match(request)
    made = await run_in_threadpool(
        made_change, services, caller, programme_id, wanted, data, repeated
    )
    seconds = wait_seconds(request, services.settings.wait_seconds)
    if seconds is None:
        return made
    made.headers.update(applied(seconds))
    plan_id = made.headers["Location"].rpartition("/")[2]
    if not await ready_in_time(request, services, caller, found_standing, plan_id, seconds):
        return made
    return await run_in_threadpool(_with_plan, services, caller, made, plan_id)


def made_change(
    services: Services,
    caller: Caller,
    programme_id: str,
    wanted: Wanted,
    data: bytes,
    repeated: Repetition,
) -> Response:
    """Store a change and ask for its plan, whose address is Location. Raises Problem."""
    found = repeated.replayed(services, caller, data)
    if found is not None:
        return found
    change = read_as(ChangeRequest, data, services.settings.limits)
    _refuse_unclear(change)
    refuse_long_search(change.solve, services.settings.longest_search_seconds, "/solve")
    with services.database.reading() as connection:
        found_programme(connection, caller, programme_id)
        in_force = _in_force(connection, caller, programme_id, change)

    def store(base: RevisionRecord) -> Response:
        ready = _changed(services, caller, change, base, in_force)

        def create(connection: Connection) -> Reply:
            return _stored(services, connection, caller, base, ready, data)

        return repeated.once(services, caller, data, create)

    return on_latest(services, caller, programme_id, wanted, store)


def _in_force(
    connection: Connection, caller: Caller, programme_id: str, change: ChangeRequest
) -> _InForce | None:
    """Return the plan in force that a change names. Raises Problem 404, 409."""
    plan_id = change.plan
    if change.baseline is not None:
        plan_id = found_baseline(connection, caller, programme_id, change.baseline).plan
    if plan_id is None:
        return None
    record = found_plan_of(connection, caller, programme_id, plan_id)
    return _InForce(record=record, plan=final_best_of(record))


def _changed(
    services: Services,
    caller: Caller,
    change: ChangeRequest,
    base: RevisionRecord,
    in_force: _InForce | None,
) -> _Changed:
    """Return the changed programme with its traffic light. Raises Problem 422."""
    limits = services.settings.limits
    try:
        document = changed(json.loads(base.document), change, limits)
    except PatchRejected as rejected:
        raise PatchRejected(issues_inside("/patch", rejected.issues)) from None
    if in_force is not None and isinstance(document, dict):
        document = {**document, "baseline": baseline_document(in_force.plan, in_force.record.id)}
    programme = prepared_programme(json.dumps(document).encode(), limits)
    refuse_other_id(base, programme)
    refuse_profile(programme.expanded.document, change.solve.profile, "/solve/profile")
    expanded = programme.expanded
    near = expanded.document.baseline is not None
    settings = change.solve.request(regenerate=near).settings()
    priority = NUMBERS[change.solve.priority]
    if not near:
        return _Changed(programme=programme, settings=settings, priority=priority, light=None)
    most = float(services.settings.longest_search_seconds)
    settings["causes_limit_seconds"] = min(settings["causes_limit_seconds"], most)
    settings["changed_since"] = _since(services, caller, base, document, in_force)
    settings["in_force"] = None if in_force is None else in_force.record.id
    if change.solve.durations is not None:
        data = programme.document.encode()
        expanded = valid_programme(data, limits, change.solve.durations).expanded
    light = services.lights.light(expanded)
    return _Changed(programme=programme, settings=settings, priority=priority, light=light)


def _since(
    services: Services,
    caller: Caller,
    base: RevisionRecord,
    document: object,
    in_force: _InForce | None,
) -> int:
    """Return the revision that the plan in force was made for, the one changed where unknown."""
    if in_force is not None:
        return in_force.record.revision
    with services.database.reading() as connection:
        known = revision_of_baseline(connection, caller.tenant, base.programme, document)
    return known or base.number


def _stored(
    services: Services,
    connection: Connection,
    caller: Caller,
    base: RevisionRecord,
    ready: _Changed,
    data: bytes,
) -> Reply:
    # Before anything else: whoever enters the queue waits for its lock holding no other.
    refuse_beyond(connection, caller.tenant, services.settings.quotas)
    programme = ready.programme
    revision = base
    if programme.hash != base.hash:
        revision = add_prepared(
            connection,
            caller.tenant,
            caller.actor,
            base,
            programme,
            origin=CHANGE,
            change=_kept(data),
        )
    plan = submit_plan(
        connection,
        caller.tenant,
        caller.actor,
        plan_id=new_id(PLAN),
        programme=revision.programme,
        revision=revision.number,
        settings=ready.settings,
        priority=ready.priority,
        quotas=services.settings.quotas,
    )
    said = {
        "revision": revision_with_warnings(revision, programme.warnings),
        "traffic_light": ready.light,
    }
    text = _joined(said, body_of(connection, plan))
    headers = {"Location": f"/v1/plans/{plan.id}", "Retry-After": "1"}
    return Reply(202, text, headers)


def _kept(data: bytes) -> str:
    """Return the change as its revision keeps it: without how it was to be planned."""
    document = json.loads(data)
    return json_text({name: value for name, value in document.items() if name != "solve"})


def _joined(said: dict[str, Any], plan: str) -> str:
    return f'{json_text(said)[:-1]},"plan":{plan}}}'


def _with_plan(services: Services, caller: Caller, made: Response, plan_id: str) -> Response:
    """Return the answer with the plan as it is now."""
    _, plan = read_plan_of(services, caller, plan_id)
    said = json.loads(bytes(made.body))
    said.pop("plan")
    names = {"location", "idempotency-replayed", "preference-applied"}
    again = {name: value for name, value in made.headers.items() if name in names}
    return JsonResponse(_joined(said, plan), headers=again)


def _refuse_unclear(change: ChangeRequest) -> None:
    if change.plan is not None and change.baseline is not None:
        message = "give either plan or baseline, not both"
        issue = Issue(code="malformed_value", path="/baseline", message=message)
        raise Problem("body_rejected", "the request has 1 error", issues=[issue])

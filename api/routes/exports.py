"""Plans and programmes as files of planning tools, and the calendar of the plan in force."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import asdict
from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Annotated, Literal, get_args

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from api.http.answer_turns import IN_TURN
from api.http.answers import IF_NONE_MATCH, Responses, answer, problems
from api.http.caller import Caller, CallerOf
from api.http.json_text import json_response
from api.http.large_answers import large_answer
from api.http.preconditions import not_modified
from api.http.problems import Problem
from api.http.state import Services, ServicesOf
from api.routes.found import ProgrammeIdInPath, found_programme, found_revision
from api.routes.found_baselines import IN_FORCE, no_such_baseline
from api.routes.found_plans import PlanIdInPath, found_plan
from api.routes.plan_reading import (
    best_of,
    has_best,
    planned_programme,
    refuse_rejected,
    rejected_of,
)
from api.routes.plan_versions import baseline_words, stored_versions, version_of
from api.routes.waiting import FRESH
from api.store.analyses import newest_documents
from api.store.baselines import get_baseline
from api.store.programmes import get_revision
from scheduler.errors import FileRejected
from scheduler.exchange.calendar_feed import Shown
from scheduler.exchange.exporting import export_plan, export_programme
from scheduler.exchange.formats import FORMATS
from scheduler.exchange.from_plan import Hold
from scheduler.exchange.losses import Loss
from scheduler.exchange.reading import Written
from scheduler.explaining.audience import Audience
from scheduler.interchange.programme_json import read_programme
from scheduler.papers.formats import PAPERS, Beside, exported

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from api.store.records import PlanRecord, RevisionRecord

router = APIRouter(prefix="/v1", tags=["planning tools"])

PlanFormat = Literal["mspdi", "xer", "pmxml", "plan-xlsx", "plan-csv", "ical"]
ProgrammeFormat = Literal["xlsx", "csv"]
PaperName = Literal["report-md", "report-html", "report-pdf", "board-md", "board-html", "board-pdf"]
_TOLD_OF = ("latest", "assumptions", "risk")
"""Analyses that papers tell of."""


def file_answers(media_types: Iterable[str]) -> Responses:
    """Return the answers of an operation whose file is of one of these media types."""
    schema = {"schema": {"type": "string", "format": "binary"}}
    return {
        200: {
            **answer("The file.", headers=("ETag",)),
            "content": dict.fromkeys(sorted(set(media_types)), schema),
        },
        304: answer("Nothing has changed.", headers=("ETag",)),
    }


CALENDAR = file_answers([FORMATS["ical"].media_type])

FormatOfPlan = Annotated[PlanFormat, Query(alias="format", description="Format of the file.")]
FormatOfProgramme = Annotated[
    ProgrammeFormat, Query(alias="format", description="Format of the file.")
]
HoldOf = Annotated[
    Hold | None,
    Query(
        description="How the planning tool is kept to the dates: `manual` tasks, usual for "
        "Microsoft Project; start `constraints`, usual for Primavera; or `links` alone."
    ),
]
ShownOf = Annotated[
    Shown,
    Query(description="Of a calendar: all dates, or those that commitments have published."),
]


@router.get(
    "/plans/{plan_id}/export",
    operation_id="exportPlan",
    summary="Take a plan to a planning tool",
    response_class=Response,
    dependencies=[IN_TURN],
    responses={
        **file_answers(FORMATS[name].media_type for name in get_args(PlanFormat)),
        **problems("no_such_plan", "no_plan"),
    },
    openapi_extra={"parameters": [IF_NONE_MATCH]},
)
def export(
    plan_id: PlanIdInPath,
    request: Request,
    services: ServicesOf,
    caller: CallerOf,
    format_id: FormatOfPlan = "mspdi",
    hold: HoldOf = None,
    shown: ShownOf = "all",
) -> Response:
    """Return the best checked plan so far as a file; what it does not carry is told beside it."""
    with services.database.reading() as connection:
        plan, revision = _plan(connection, caller, plan_id)
    tag = f'"{format_id}-{hold}-{shown}-{plan.incumbents}{"-final" if plan.is_terminal else ""}"'
    return _file(
        services,
        request,
        FORMATS[format_id].media_type,
        tag,
        f"{plan_id}{FORMATS[format_id].suffix}",
        lambda: _exported(services, plan, revision, format_id, hold, shown),
    )


@router.get(
    "/plans/{plan_id}/export/losses",
    operation_id="readExportLosses",
    summary="What an exported plan does not carry",
    dependencies=[IN_TURN],
    responses={200: answer("Every loss.", "ExportLosses"), **problems("no_such_plan", "no_plan")},
)
def losses(
    plan_id: PlanIdInPath,
    services: ServicesOf,
    caller: CallerOf,
    format_id: FormatOfPlan = "mspdi",
    hold: HoldOf = None,
) -> Response:
    """Return what of programme and plan has no place in a format."""
    with services.database.reading() as connection:
        plan, revision = _plan(connection, caller, plan_id)
    found = losses_of(services, plan, revision, format_id, hold)
    return json_response({"format": format_id, "losses": [asdict(loss) for loss in found]})


def losses_of(
    services: Services,
    plan: PlanRecord,
    revision: RevisionRecord,
    format_id: str,
    hold: Hold | None = None,
) -> tuple[Loss, ...]:
    """Return what a format does not carry of a plan that has a checked one."""
    return _exported(services, plan, revision, format_id, hold, "all").losses


@router.get(
    "/plans/{plan_id}/paper",
    operation_id="readPaper",
    summary="A report of a plan, or a paper for the board",
    response_class=Response,
    dependencies=[IN_TURN],
    responses={
        **file_answers(form.media_type for form in PAPERS.values()),
        **problems("no_such_plan", "no_plan", "plan_not_final", "plan_breaks_rules", "no_pdf"),
    },
    openapi_extra={"parameters": [IF_NONE_MATCH]},
)
def paper(
    plan_id: PlanIdInPath,
    request: Request,
    services: ServicesOf,
    caller: CallerOf,
    name: Annotated[
        PaperName, Query(alias="format", description="Which paper, in which file format.")
    ] = "board-html",
    audience: Annotated[
        Audience, Query(description="`public` leaves out what belongs in the exempt part.")
    ] = "exempt",
) -> Response:
    """Return a paper of a finished plan; it tells of the newest analyses that were made of it.

    A paper for the board is also made where there is no plan: it tells why, and of the ways out.
    """
    with services.database.reading() as connection:
        plan = found_plan(connection, caller, plan_id)
        revision = get_revision(connection, caller.tenant, plan.programme, plan.revision)
        found = newest_documents(connection, caller.tenant, plan_id, _TOLD_OF)
        boards = not PAPERS[name].needs_plan
        versions = stored_versions(connection, caller, plan) if boards else ()
        named = get_baseline(connection, caller.tenant, plan.programme, IN_FORCE)
    if plan.answer is None or revision is None:
        detail = f"The plan is {plan.state}; papers are made of plans that are finished."
        raise Problem("plan_not_final", detail)
    refuse_rejected(plan)
    if PAPERS[name].needs_plan and plan.outcome != "plan":
        raise Problem("no_plan", "There is no plan to report on.", state=plan.state, final=True)
    in_force = "" if named is None else named.plan
    told = "-".join((*sorted(found), in_force, *(one.tag for one in versions)))
    form = PAPERS[name]
    answered = plan.answer

    def make() -> Written:
        programme = planned_programme(services, revision, plan)
        beside = Beside(
            **{kind: json.loads(text) for kind, text in found.values()},
            versions=[version_of(services, one) for one in versions],
            against=baseline_words(programme.document, in_force),
        )
        try:
            content = exported(name, programme, answered.encode(), audience, beside)
        except FileRejected as rejected:
            raise Problem("no_pdf", str(rejected)) from rejected
        return Written(content=content)

    tag = f'"{name}-{audience}-{plan.id}-{sha256(told.encode()).hexdigest()}"'
    return _file(services, request, form.media_type, tag, f"{plan_id}.{form.suffix}", make)


@router.get(
    "/programmes/{programme_id}/export",
    operation_id="exportProgramme",
    summary="Take a programme to a spreadsheet",
    response_class=Response,
    dependencies=[IN_TURN],
    responses={
        **file_answers(FORMATS[name].media_type for name in get_args(ProgrammeFormat)),
        **problems("no_such_programme", "no_such_revision"),
    },
    openapi_extra={"parameters": [IF_NONE_MATCH]},
)
def export_sheets(
    programme_id: ProgrammeIdInPath,
    request: Request,
    services: ServicesOf,
    caller: CallerOf,
    format_id: FormatOfProgramme = "xlsx",
    revision: Annotated[
        int | None, Query(ge=1, le=2_147_483_647, description="The latest when left out.")
    ] = None,
) -> Response:
    """Return a whole programme, one sheet a kind; `POST /v1/imports` reads it again."""
    with services.database.reading() as connection:
        found = found_revision(connection, caller, programme_id, revision)
    return _file(
        services,
        request,
        FORMATS[format_id].media_type,
        f'"{format_id}-{found.hash}"',
        f"{programme_id}{FORMATS[format_id].suffix}",
        lambda: export_programme(read_programme(found.document.encode()), format_id),
    )


@router.get(
    "/programmes/{programme_id}/calendar.ics",
    operation_id="readCalendar",
    summary="The calendar of the plan in force",
    response_class=Response,
    dependencies=[IN_TURN],
    responses={**CALENDAR, **problems("no_such_programme", "no_such_baseline", "no_plan")},
    openapi_extra={"parameters": [IF_NONE_MATCH]},
)
def calendar(
    programme_id: ProgrammeIdInPath,
    request: Request,
    services: ServicesOf,
    caller: CallerOf,
    shown: ShownOf = "published",
) -> Response:
    """Return transfers, cutovers, decisions and freezes of the baseline `in-force`.

    Ids of entries stay when another plan comes into force, and their sequence numbers grow.
    """
    return calendar_of(services, request, caller, programme_id, shown)


def calendar_of(
    services: Services, request: Request, caller: Caller, programme_id: str, shown: Shown
) -> Response:
    """Return the calendar of the plan in force, or 304. Raises Problem 404, 409."""
    with services.database.reading() as connection:
        found_programme(connection, caller, programme_id)
        named = get_baseline(connection, caller.tenant, programme_id, IN_FORCE)
        if named is None:
            raise no_such_baseline(IN_FORCE)
        plan, revision = _plan(connection, caller, named.plan)
    return _file(
        services,
        request,
        FORMATS["ical"].media_type,
        f'"{plan.id}-{shown}-{plan.incumbents}"',
        f"{programme_id}.ics",
        lambda: _exported(services, plan, revision, "ical", None, shown),
    )


def _plan(
    connection: Connection, caller: Caller, plan_id: str
) -> tuple[PlanRecord, RevisionRecord]:
    plan = found_plan(connection, caller, plan_id)
    revision = get_revision(connection, caller.tenant, plan.programme, plan.revision)
    if revision is None or not (has_best(plan) or rejected_of(plan)):
        detail = f"The plan is {plan.state}, and no checked plan was found."
        raise Problem("no_plan", detail, state=plan.state, final=plan.is_terminal)
    return plan, revision


def _exported(
    services: Services,
    plan: PlanRecord,
    revision: RevisionRecord,
    format_id: str,
    hold: Hold | None,
    shown: Shown,
) -> Written:
    programme = planned_programme(services, revision, plan)
    rejected = rejected_of(plan)
    best = best_of(plan) if rejected is None else rejected.plan
    assert best is not None  # noqa: S101  # looked at before
    made = datetime.fromtimestamp(plan.submitted_at / 1000, UTC).replace(microsecond=0)
    return export_plan(
        programme,
        best,
        format_id,
        made=made,
        # Minutes, so that a later plan has a larger one for four thousand years.
        sequence=int(made.timestamp()) // 60,
        hold=hold,
        shown=shown,
        broken=() if rejected is None else [one["statement"] for one in rejected.violations],
    )


def _file(
    services: Services,
    request: Request,
    media_type: str,
    tag: str,
    name: str,
    make: Callable[[], Written],
) -> Response:
    headers = {**FRESH, "Content-Disposition": f'attachment; filename="{name}"'}
    unchanged = not_modified(request, tag, FRESH)
    if unchanged is not None:
        return unchanged
    made = make()
    return large_answer(services.files, [made.content], {**headers, "ETag": tag}, media_type)

"""`/v1/rules`, `/issue-codes`, `/demo-programmes`: what can be said, be wrong, be tried."""

from functools import cache
from typing import Annotated

from fastapi import APIRouter, Path
from starlette.responses import Response

from api.http.answers import answer, problems
from api.http.json_text import JsonResponse, json_text
from api.http.problem_kinds import PROBLEMS
from api.http.problems import Problem
from scheduler.demo import demo_programmes
from scheduler.interchange.shape_issues import shown, with_suggestion
from scheduler.reference.catalogue import issue_catalogue, rule_catalogue, shared_rule_fields

router = APIRouter(prefix="/v1", tags=["catalogue"])

DemoIdInPath = Annotated[str, Path(description="Id of a shipped programme.", examples=["small"])]


@router.get(
    "/rules",
    operation_id="listRuleKinds",
    summary="Say what a programme can demand",
    responses={200: answer("Every kind of planning rule.", "RuleKinds"), **problems()},
)
async def rules() -> Response:
    """Return every kind of planning rule with its fields and an example."""
    return JsonResponse(rule_kinds())


@router.get(
    "/issue-codes",
    operation_id="listIssueCodes",
    summary="Say what can be wrong",
    responses={200: answer("Every code.", "IssueCodes"), **problems()},
)
async def issue_codes() -> Response:
    """Return every code of an issue in a document and of a problem of a request; all are stable."""
    return JsonResponse(_issue_codes())


@router.get(
    "/demo-programmes",
    operation_id="listDemoProgrammes",
    summary="List programmes to try",
    responses={200: answer("Shipped programmes.", "DemoProgrammes"), **problems()},
)
async def list_demo_programmes() -> Response:
    """Return the programmes that are shipped, the smallest first."""
    return JsonResponse(_demo_programmes())


@router.get(
    "/demo-programmes/{demo_id}",
    operation_id="readDemoProgramme",
    summary="Read a programme to try",
    responses={
        200: answer("The document, as POST /v1/programmes takes it.", "Programme"),
        **problems("no_such_demo_programme"),
    },
)
async def read_demo_programme(demo_id: DemoIdInPath) -> Response:
    """Return the document of a shipped programme as it stands in its file."""
    for programme in demo_programmes():
        if programme.id == demo_id:
            return JsonResponse(programme.document)
    known = [programme.id for programme in demo_programmes()]
    message = f"There is no demo programme {shown(demo_id)}."
    raise Problem("no_such_demo_programme", with_suggestion(message, demo_id[:100], known))


@cache
def rule_kinds() -> str:
    """Return every kind of planning rule as JSON text; the first time takes a while."""
    return json_text({"shared_fields": shared_rule_fields(), "rules": rule_catalogue()})


@cache
def _issue_codes() -> str:
    told = [
        {"code": code, "status": kind.status, "title": kind.title, "meaning": kind.meaning}
        for code, kind in sorted(PROBLEMS.items(), key=lambda item: (item[1].status, item[0]))
    ]
    return json_text({"issues": issue_catalogue(), "problems": told})


@cache
def _demo_programmes() -> str:
    told = [
        {
            "id": programme.id,
            "name": programme.name,
            "description": programme.description,
            "href": f"/v1/demo-programmes/{programme.id}",
        }
        for programme in demo_programmes()
    ]
    return json_text({"demo_programmes": told})

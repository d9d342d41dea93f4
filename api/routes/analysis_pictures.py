"""Pictures of what analyses have found: the curve of the last transfer under chance."""

from __future__ import annotations

import json

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from api.http.answers import IF_NONE_MATCH
from api.http.caller import CallerOf
from api.http.preconditions import not_modified
from api.http.problems import Problem
from api.http.state import ServicesOf
from api.routes.found_analyses import AnalysisIdInPath, found_analysis
from api.routes.plan_pictures import PICTURE_HEADERS, SVG, picture_responses
from api.store.programmes import get_programme
from scheduler.interchange.risk_json import risk_from_jsonable
from scheduler.pictures.risk_svg import risk_svg

router = APIRouter(tags=["pictures"])

RISK = "risk"


@router.get(
    "/v1/analyses/{analysis_id}/curve.svg",
    operation_id="drawRiskCurve",
    summary="Draw by when the last service is out, under chance",
    response_class=Response,
    responses=picture_responses("no_such_analysis", "no_picture"),
    openapi_extra={"parameters": [IF_NONE_MATCH]},
)
def curve(
    request: Request, services: ServicesOf, caller: CallerOf, analysis_id: AnalysisIdInPath
) -> Response:
    """Return the curve of a finished analysis of kind `risk`."""
    with services.database.reading() as connection:
        analysis = found_analysis(connection, caller, analysis_id)
        programme = get_programme(connection, caller.tenant, analysis.programme)
    document = {} if analysis.answer is None else json.loads(analysis.answer)
    if analysis.settings["kind"] != RISK or "curve" not in document or programme is None:
        raise Problem("no_picture", "Only a finished analysis of kind risk has a curve.")
    tag = f'"curve-{analysis_id}"'
    unchanged = not_modified(request, tag, PICTURE_HEADERS)
    if unchanged is not None:
        return unchanged
    drawn = risk_svg(risk_from_jsonable(document), title=programme.name)
    return Response(drawn, media_type=SVG, headers={**PICTURE_HEADERS, "ETag": tag})

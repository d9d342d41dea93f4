"""The plan that an analysis chose, kept: checked like plans that were made elsewhere."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from api.http.caller import CallerOf
from api.http.idempotency import Repetition
from api.http.problems import not_found
from api.http.same_origin import FromOurPages
from api.http.state import ServicesOf
from api.routes.analysis_reading import analysis_body_of
from api.routes.found_analyses import found_analysis
from api.routes.plans_elsewhere import kept
from api.schemas.plans import KeepPlanRequest
from api.web.forms import see

router = APIRouter(include_in_schema=False)

HOLD = "hold"


@router.post("/analyses/{id}/keep")
def keep(id: str, at: ServicesOf, who: CallerOf, _: FromOurPages) -> Response:
    """Keep the plan that an analysis chose and show it, with what the check found.

    Pressed twice it is one plan. Raises Problem 404 where the analysis chose none.
    """
    with at.database.reading() as connection:
        record = found_analysis(connection, who, id)
        resource = json.loads(analysis_body_of(connection, record))
    plan = chosen_plan(resource["kind"], resource["document"])
    if plan is None:
        raise not_found()
    target = resource["document"]["target_percent"]
    wanted = KeepPlanRequest(
        plan=dict(plan),
        made_elsewhere=f"“A plan that holds” in {target:g} of 100 runs, an analysis here",
        revision=record.revision,
    )
    once = Repetition(f"{id}-keep", "POST /analyses/keep")
    made = kept(at, who, record.programme, wanted, id.encode(), once)
    return see(f"/plans/{made.headers['Location'].rpartition('/')[2]}")


def chosen_plan(kind: str, document: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    """Return the plan that an analysis chose; none where it is the one that was asked about."""
    if kind != HOLD or document is None or document.get("chosen") is None:
        return None
    point: Mapping[str, Any] = document["points"][document["chosen"]]
    plan: Mapping[str, Any] = point["plan"]
    return None if point["is_given"] else plan

"""Reading an analysis with what was told of it so far."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.routes.audiences import programme_of, public_body
from api.routes.found_analyses import found_analysis
from api.schemas.analysis_bodies import analysis_body
from api.store.analyses import rows_told
from api.store.watching import latest_event

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from api.http.caller import Caller
    from api.http.state import Services
    from api.store.records import AnalysisRecord
    from scheduler.explaining.audience import Audience


def analysis_body_of(connection: Connection, analysis: AnalysisRecord) -> str:
    """Return an analysis as JSON, with its rows and what was last heard of it."""
    tenant, id = analysis.tenant, analysis.id
    progress = latest_event(connection, tenant, id, "progress") if analysis.attempt else None
    rows = rows_told(connection, tenant, id) if analysis.attempt else []
    return analysis_body(analysis, progress, rows)


def read_analysis_of(
    services: Services, caller: Caller, analysis_id: str
) -> tuple[AnalysisRecord, str]:
    """Return an analysis with its JSON. Raises Problem 404."""
    return read_analysis_for("exempt", services, caller, analysis_id)


def read_analysis_for(
    audience: Audience, services: Services, caller: Caller, analysis_id: str
) -> tuple[AnalysisRecord, str]:
    """Return an analysis with its JSON for an audience. Raises Problem 404."""
    with services.database.reading() as connection:
        analysis = found_analysis(connection, caller, analysis_id)
        body = analysis_body_of(connection, analysis)
        if audience == "exempt":
            return analysis, body
        programme = programme_of(connection, services, caller, analysis)
    return analysis, public_body(body, programme)

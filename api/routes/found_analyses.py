"""Stored analyses, or the problem that there are none."""

from typing import Annotated

from fastapi import Path
from sqlalchemy import Connection

from api.http.caller import Caller
from api.http.ids import ANALYSIS, is_id
from api.http.problems import Problem
from api.store.analyses import get_analysis
from api.store.records import AnalysisRecord
from api.store.watching import Standing, standing_of
from scheduler.interchange.shape_issues import shown

ANALYSIS_ID_SCHEMA = {"pattern": r"^anl_[a-z2-7]{20}$"}

AnalysisIdInPath = Annotated[
    str,
    Path(
        description="Id of an analysis.",
        examples=["anl_q2xw7c5nhd4fzr6tkmbe"],
        json_schema_extra=ANALYSIS_ID_SCHEMA,
    ),
]


def found_analysis(connection: Connection, caller: Caller, analysis_id: str) -> AnalysisRecord:
    """Return an analysis of the caller's. Raises Problem 404, the same for any unknown id."""
    if is_id(ANALYSIS, analysis_id):
        analysis = get_analysis(connection, caller.tenant, analysis_id)
        if analysis is not None:
            return analysis
    raise no_such_analysis(analysis_id)


def found_analysis_standing(connection: Connection, caller: Caller, analysis_id: str) -> Standing:
    """Return how far an analysis has come. Raises Problem 404 as `found_analysis`."""
    if is_id(ANALYSIS, analysis_id):
        standing = standing_of(connection, caller.tenant, analysis_id)
        if standing is not None:
            return standing
    raise no_such_analysis(analysis_id)


def no_such_analysis(analysis_id: str) -> Problem:
    """Return Problem 404."""
    return Problem("no_such_analysis", f"There is no analysis {shown(analysis_id)}.")

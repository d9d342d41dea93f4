"""Analyses as they are told to the public, and who is asked for as a reader."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

from fastapi import Query

from api.routes.found import found_revision
from api.routes.found_plans import found_plan
from api.routes.plan_reading import planned_programme
from api.store.analyses import ROW
from api.store.records import EventRecord
from scheduler.explaining.audience import Audience, Discretion
from scheduler.explaining.public_analyses import public_document
from scheduler.explaining.public_entries import public_row, public_rows

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from api.http.caller import Caller
    from api.http.state import Services
    from api.store.records import AnalysisRecord
    from scheduler.domain.expanded import ExpandedProgramme

AudienceInQuery = Annotated[
    Audience,
    Query(
        description="Who reads it: `public` leaves out options, prices, what is paid and the names "
        "of providers, and so all that is told under some options only."
    ),
]


def programme_of(
    connection: Connection, services: Services, caller: Caller, analysis: AnalysisRecord
) -> ExpandedProgramme:
    """Return the programme that an analysis speaks of, as its plan was made for."""
    plan = found_plan(connection, caller, analysis.about)
    made_for = found_revision(connection, caller, analysis.programme, analysis.revision)
    return planned_programme(services, made_for, plan)


def public_body(body: str, programme: ExpandedProgramme) -> str:
    """Return an analysis as JSON, from that for those who may read all of it."""
    resource = json.loads(body)
    document, failure = resource["document"], resource["failure"]
    resource["rows"] = public_rows(resource["rows"], Discretion(programme))
    if document is not None:
        resource["document"] = public_document(resource["kind"], document, programme)
    if failure is not None:
        resource["failure"] = {"code": failure["code"], "detail": None}
    return json.dumps(resource, ensure_ascii=False, separators=(",", ":"))


def public_event(programme: ExpandedProgramme) -> Callable[[EventRecord], EventRecord | None]:
    """Return what makes of an event the one for the public, or nothing where it is not told."""
    discretion = Discretion(programme)

    def told(event: EventRecord) -> EventRecord | None:
        if event.type != ROW:
            return event
        row = public_row(event.data, discretion)
        return None if row is None else replace(event, data=row)

    return told

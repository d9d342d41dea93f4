"""The page of a plan for a board, in its public and its exempt version."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from fastapi import APIRouter
from starlette.responses import Response

from api.http.caller import CallerOf
from api.http.problems import Problem
from api.http.state import Services, ServicesOf
from api.routes.audiences import AudienceInQuery
from api.routes.plan_reading import refuse_rejected
from api.routes.plan_versions import baseline_words, risk_in, stored_versions, version_of
from api.store.analyses import newest_documents
from api.web.board_page import board_page
from api.web.opened_plan import OpenedPlan, stored_plan
from api.web.superseded import in_force_now, other_than
from api.web.templating import page
from scheduler.papers.answers import answer_without_plan
from scheduler.papers.board_paper import board_overview

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from api.routes.plan_versions import StoredVersion
    from scheduler.explaining.audience import Audience
    from scheduler.papers.paper import Paper

router = APIRouter(include_in_schema=False)

TOLD_OF = ("latest", "assumptions", "risk")
"""Analyses that the page tells of, as papers do."""
_ADDS = {
    "latest": "Until when each decision can wait, with everything else planned again",
    "risk": "How likely it is that every service is in time, transferred and accepted",
    "assumptions": "Which open assumptions matter most",
}
_EXEMPT = ("risk",)
"""Told in the exempt version alone."""


@router.get("/plans/{id}/board")
def board(id: str, at: ServicesOf, who: CallerOf, audience: AudienceInQuery = "exempt") -> Response:
    """Show a final plan, or that there is none, as a board looks at it first."""
    with at.database.reading() as connection:
        stored = stored_plan(connection, who, id)
        refuse_rejected(stored.record)
        versions = stored_versions(connection, who, stored.record)
        found = newest_documents(connection, who.tenant, id, TOLD_OF)
        now = in_force_now(connection, stored.record)
    opened = stored.opened(at)
    known = dict(found.values())
    has_plan = opened.best is not None
    missing = tuple(_missing(known, audience)) if has_plan else ()
    against = baseline_words(opened.expanded.document, "" if now is None else now.plan)
    paper = _overview(at, opened, versions, known, audience, against)
    shown = board_page(id, paper, audience, missing, has_plan=has_plan)
    return page(
        "board.html",
        here="",
        crumbs=opened.crumbs(opened.itself),
        nav=opened.nav("/board"),
        board=shown,
        other=other_than(id, now),
        audience=audience,
    )


def _overview(
    at: Services,
    opened: OpenedPlan,
    versions: Sequence[StoredVersion],
    known: Mapping[str, str],
    audience: Audience,
    against: str,
) -> Paper:
    """Return what is told. Raises Problem 409 before there is a final answer."""
    record = opened.record
    if not record.is_terminal:
        detail = f"{record.id} is {record.state}; a board is shown plans that are final."
        raise Problem("plan_not_final", detail, headers={"Retry-After": "1"}, state=record.state)
    if opened.best is None and (record.answer is None or record.outcome == "plan"):
        raise opened.no_plan()
    latest, assumptions = (_read(known.get(kind)) for kind in ("latest", "assumptions"))
    return board_overview(
        opened.expanded,
        opened.best,
        answer_without_plan(_read(record.answer)) if opened.best is None else None,
        audience=audience,
        latest=latest,
        assumptions=assumptions,
        risk=risk_in(known.get("risk")),
        versions=[version_of(at, one) for one in versions],
        against=against,
    )


def _read(text: str | None) -> Mapping[str, object] | None:
    made: Mapping[str, object] | None = None if text is None else json.loads(text)
    return made


def _missing(known: Mapping[str, str], audience: Audience) -> Iterator[tuple[str, str]]:
    for kind, adds in _ADDS.items():
        if kind not in known and not (audience == "public" and kind in _EXEMPT):
            yield kind, adds

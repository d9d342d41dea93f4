"""The page on which dates come back from a planning tool, and what is made of them."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from api.http.answer_turns import IN_TURN
from api.http.caller import Caller, CallerOf
from api.http.idempotency import Repetition
from api.http.problems import Problem
from api.http.state import Services, ServicesOf
from api.routes.changes import replaced_programme
from api.routes.found import found_revision
from api.routes.found_plans import found_plan
from api.routes.plan_reading import best_of, planned_programme
from api.routes.plans_elsewhere import kept
from api.schemas.plans import KeepPlanRequest
from api.store.records import RevisionRecord
from api.web.changing.in_force import plans_in_force
from api.web.changing.lists import levels
from api.web.crumbs import START, Crumb
from api.web.forms import see
from api.web.importing.dates_back import (
    Against,
    DatesPage,
    as_baseline,
    dates_page,
    promised,
)
from api.web.importing.guided import ROOM
from api.web.importing.packed import packed, unpacked
from api.web.importing.targets import Target, target_of
from api.web.importing.uploads import Part, Upload, UploadOf, text_of
from api.web.templating import page
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.exchange.limited import Refusal, import_in_child
from scheduler.pictures.wording import plain

_UNPROCESSABLE = 422
_MIB = 1024 * 1024
_LONGEST_SOURCE = 120
_NOTHING = "Choose a file."
_MOVED = "The programme was changed meanwhile. Choose the file again, to be checked as it is now."
_BREAKS = "These dates break planning rules, so nothing is made of them here."

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """The programme whose dates come back, and what they are compared with."""

    to: Target
    revision: RevisionRecord
    expanded: ExpandedProgramme
    against: Against


@router.get("/programmes/{id}/dates")
def choose(id: str, at: ServicesOf, who: CallerOf) -> Response:
    """Show the form that brings dates back."""
    return _form(at, target_of(at, who, id))


@router.post("/programmes/{id}/dates", dependencies=[IN_TURN])
def bring(id: str, at: ServicesOf, who: CallerOf, sent: UploadOf) -> Response:
    """Show what dates of a file change and break, or make of them what is wanted."""
    to = target_of(at, who, id, sent)
    again = text_of(sent, "packed")
    file = sent.get("file", Part(b""))
    content = unpacked(again, at.settings.body_bytes) if again else file.data
    name = plain(text_of(sent, "name") if again else file.filename) or "the file"
    if not content:
        return _form(at, target_of(at, who, id), _NOTHING)
    known = _known(at, who, id, to)
    found = import_in_child(content, b"", known.revision.document.encode())
    if isinstance(found, Refusal):
        words = plain(found.message)
        return _form(at, target_of(at, who, id), words[:1].upper() + words[1:])
    shown = dates_page(found, name, known.expanded, known.against, known.revision.number)
    wanted = text_of(sent, "do")
    if wanted == "download" and shown.found:
        return _plan_file(id, found["plan"])
    if wanted == "keep" and shown.found:
        return _kept(at, who, known, sent, shown, found["plan"])
    if wanted in {"baseline", "promise"}:
        return _made(at, who, known, sent, shown, found["plan"])
    return _shown(at, known, shown, content)


def _known(at: Services, who: Caller, id: str, to: Target) -> _Known:
    against = Against(words="")
    with at.database.reading() as connection:
        latest = found_revision(connection, who, id)
        offered, named = plans_in_force(connection, who, id)
        record = found_plan(connection, who, named) if named else None
        made_for = None if record is None else found_revision(connection, who, id, record.revision)
    if record is not None and made_for is not None:
        words = dict(offered)[record.id]
        expanded = planned_programme(at, made_for, record)
        against = Against(
            words=words, expanded=expanded, plan=best_of(record), revision=record.revision
        )
    return _Known(
        to=to,
        revision=latest,
        expanded=at.caches.expanded(latest.hash, latest.document),
        against=against,
    )


def _form(at: Services, to: Target, wrong: str = "") -> Response:
    return page(
        "dates.html",
        status=_UNPROCESSABLE if wrong else 200,
        here="",
        crumbs=to.crumbs,
        to=to,
        errors=((wrong, "file"),) if wrong else (),
        largest=f"{at.settings.body_bytes / _MIB:.3g} MB",
    )


def _shown(at: Services, known: _Known, shown: DatesPage, content: bytes) -> Response:
    travelling = packed(content)
    to = known.to
    return page(
        "dates_back.html",
        here="",
        crumbs=(
            START,
            Crumb(words=to.name, address=f"/programmes/{to.programme}"),
            Crumb(words="Bring dates back", address=f"/programmes/{to.programme}/dates"),
        ),
        to=to,
        back=shown,
        levels=levels(known.expanded, {}),
        packed=travelling if len(travelling) + ROOM <= at.settings.body_bytes else "",
        mapping="",
    )


def _made(
    at: Services,
    who: Caller,
    known: _Known,
    sent: Upload,
    shown: DatesPage,
    plan: dict[str, Any],
) -> Response:
    """Store dates that break nothing as a revision of the programme. Raises Problem 422."""
    if not shown.sound:
        raise Problem("body_rejected", _BREAKS)
    document = json.loads(known.revision.document)
    level = text_of(sent, "level")
    ways: dict[str, Callable[[], dict[str, Any]]] = {
        "baseline": lambda: as_baseline(document, plan, shown.file),
        "promise": lambda: promised(document, plan, known.expanded, level, shown.file),
    }
    if level not in dict(levels(known.expanded, {})):
        raise Problem("body_rejected", "The form does not say how firmly the dates are promised.")
    data = json.dumps(ways[text_of(sent, "do")]()).encode()
    try:
        replaced_programme(at, who, known.to.programme, known.to.wanted, data)
    except Problem as problem:
        if problem.code == "revision_moved":
            return _form(at, target_of(at, who, known.to.programme), _MOVED)
        raise
    return see(f"/programmes/{known.to.programme}")


def _kept(
    at: Services,
    who: Caller,
    known: _Known,
    sent: Upload,
    shown: DatesPage,
    plan: dict[str, Any],
) -> Response:
    """Keep the plan beside those made here, with all that the check found."""
    programme = known.to.programme
    wanted = KeepPlanRequest(
        plan=plan, made_elsewhere=shown.file[-_LONGEST_SOURCE:], revision=known.revision.number
    )
    key = text_of(sent, "key")
    repeated = Repetition(key if key.isalnum() else None, f"POST /programmes/{programme}/dates")
    made = kept(at, who, programme, wanted, json.dumps(plan).encode(), repeated)
    return see(f"/plans/{made.headers['Location'].rpartition('/')[2]}")


def _plan_file(programme: str, plan: dict[str, Any]) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{programme}-dates.json"'}
    text = json.dumps(plan, indent=2)
    return Response(text, media_type="application/json", headers=headers)

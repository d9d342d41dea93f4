"""The page on which people tell how far the work is."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

from fastapi import APIRouter
from starlette.responses import Response

from api.http.caller import Caller, CallerOf
from api.http.state import Services, ServicesOf
from api.routes.found import found_revision
from api.web.changing.in_force import plans_in_force
from api.web.changing.progress_page import (
    MOST_ROWS,
    ProgressPage,
    asked_rows,
    progress_patch,
    told_rows,
)
from api.web.changing.sending import sent_change
from api.web.crumbs import START, Crumb
from api.web.forms import FormOf, revision_number, see
from api.web.opened_plan import stored_plan
from api.web.templating import page
from scheduler.pictures.wording import long_date

router = APIRouter(include_in_schema=False)

TITLE = "Progress reported"
_UNPROCESSABLE = 422


@router.get("/programmes/{id}/progress")
def asked(id: str, at: ServicesOf, who: CallerOf, day: str = "") -> Response:
    """Show what should have begun by a day in the plan in force, filled in as it was planned."""
    return _shown(_page_of(at, who, id, {"day": day}, sent=False))


@router.post("/programmes/{id}/progress")
def tell(id: str, at: ServicesOf, who: CallerOf, given: FormOf) -> Response:
    """Make a revision of what has happened, and a plan of the rest; or show what is wrong."""
    # The revision that the form was made for: sent twice, it is the same change.
    revision = revision_number(given.get("revision", ""))
    shown = _page_of(at, who, id, given, sent=True, revision=revision)
    if shown.errors:
        return _shown(shown)
    with at.database.reading() as connection:
        made_for = found_revision(connection, who, id, shown.revision)
    day = date.fromisoformat(shown.day)
    change = {
        "title": TITLE,
        "reason": f"Up to the end of {long_date(day)}",
        "patch": progress_patch(shown.rows, day, json.loads(made_for.document)),
        "plan": shown.in_force,
    }
    sent = sent_change(at, who, id, shown.revision, change, given.get("key", ""))
    if sent.wrong:
        return _shown(_page_of(at, who, id, given, sent=True, further=sent.wrong))
    return see(f"/plans/{sent.plan}")


def _page_of(
    at: Services,
    who: Caller,
    id: str,
    given: Mapping[str, str],
    *,
    sent: bool,
    further: Sequence[str] = (),
    revision: int | None = None,
) -> ProgressPage:
    """Return the form for a revision, the latest without a number.

    Raises Problem 404, 409 where the plan in force has no dates.
    """
    with at.database.reading() as connection:
        made_for = found_revision(connection, who, id, revision)
        _, usual = plans_in_force(connection, who, id)
        chosen = given.get("in_force") or usual
        stored = stored_plan(connection, who, chosen) if chosen else None
    document = json.loads(made_for.document)
    expanded = at.caches.expanded(made_for.hash, made_for.document)
    shown = ProgressPage(
        programme=id,
        name=expanded.document.name,
        revision=made_for.number,
        day=given.get("day", "") or document.get("status_date", ""),
        in_force=chosen,
        asked=bool(given.get("day")),
        rows=(),
        more=0,
        wrong=tuple((words, "") for words in further),
        key=secrets.token_hex(16),
    )
    if not given.get("day") or stored is None:
        return replace(shown, day=shown.day or datetime.now(UTC).date().isoformat())
    wrong = _wrong_day(shown.day, document)
    if wrong:
        return replace(shown, wrong=((wrong, "day"), *shown.wrong))
    day = date.fromisoformat(shown.day)
    rows = asked_rows(day, expanded, document, stored.opened(at).found)
    some = rows[:MOST_ROWS]
    told = told_rows(some, given, day) if sent else some
    return replace(shown, rows=told, more=len(rows) - len(some))


def _wrong_day(text: str, document: Mapping[str, str]) -> str:
    try:
        day = date.fromisoformat(text).isoformat()
    except ValueError:
        return f"{text} is no date, such as 2023-03-31."
    if day < document.get("status_date", ""):
        return f"Progress is known up to {document['status_date']} already; tell a later day."
    first, last = document["plan_from"], document["plan_until"]
    return "" if first <= day <= last else f"The programme is planned from {first} to {last}."


def _shown(shown: ProgressPage) -> Response:
    crumbs = (START, Crumb(words=shown.name, address=f"/programmes/{shown.programme}"))
    status = _UNPROCESSABLE if shown.errors else 200
    return page("progress.html", status=status, here="", crumbs=crumbs, progress=shown)

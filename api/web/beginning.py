"""The page on which a programme begins from one sheet."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from fastapi import APIRouter
from starlette.responses import Response

from api.http.caller import CallerOf
from api.http.ids import PROGRAMME, new_id
from api.http.state import ServicesOf
from api.store.prepared_programmes import prepared_programme
from api.store.programmes import create_programme
from api.web.crumbs import START
from api.web.forms import FormOf, see
from api.web.sheet_page import SheetPage, empty_sheet, sheet_page
from api.web.templating import page
from scheduler.starting.starter import programme_of

_UNPROCESSABLE = 422

router = APIRouter(include_in_schema=False)


@router.get("/programmes/new")
def new() -> Response:
    """Show the sheet."""
    return _shown(empty_sheet(datetime.now(UTC).date()))


@router.post("/programmes/new")
def begin(at: ServicesOf, who: CallerOf, given: FormOf) -> Response:
    """Store the programme that the sheet comes to and show it, or what is wrong with the sheet."""
    shown = sheet_page(given)
    if shown.sheet is None:
        return _shown(shown)
    document = json.dumps(programme_of(shown.sheet)).encode()
    programme = prepared_programme(document, at.settings.limits)
    with at.database.writing() as connection:
        made = create_programme(
            connection,
            who.tenant,
            who.actor,
            programme_id=new_id(PROGRAMME),
            name=programme.name,
            hash=programme.hash,
            document=programme.document,
        )
    return see(f"/programmes/{made.programme}")


def _shown(shown: SheetPage) -> Response:
    status = _UNPROCESSABLE if shown.wrong else 200
    return page("sheet.html", status=status, here="programmes", crumbs=(START,), sheet=shown)

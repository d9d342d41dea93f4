"""The page with the form that a file is chosen in."""

from __future__ import annotations

from starlette.responses import Response

from api.http.caller import Caller
from api.http.state import Services
from api.store.programmes import list_programmes
from api.web.crumbs import Crumb
from api.web.importing.import_page import (
    FIRST_LINKS,
    LONGEST_ECHO,
    ImportPage,
    Refused,
)
from api.web.importing.targets import Target
from api.web.templating import page
from scheduler.pictures.contents import Contents

UNPROCESSABLE = 422
_MIB = 1024 * 1024
_OFFERED = 20
"""Programmes named on the page."""


def form_page(
    at: Services,
    to: Target,
    *,
    text: str = "",
    errors: tuple[tuple[str, str], ...] = (),
    found: Refused | None = None,
    cells: Contents | None = None,
    back: tuple[Crumb, ...] = (),
) -> Response:
    """Return the form, with what is wrong with what was sent: `cells` tells it of a workbook.

    `back` names the programmes to which dates of a plan can be brought back instead.
    """
    shown = ImportPage(
        to=to,
        largest=f"{at.settings.body_bytes / _MIB:.3g} MB",
        text=text if len(text) <= LONGEST_ECHO else "",
        errors=errors,
        refused=found,
        cells=cells,
        back=back,
    )
    return page(
        "import.html",
        status=200 if shown.in_order else UNPROCESSABLE,
        here=to.here,
        crumbs=to.crumbs,
        taking=shown,
        first_links=FIRST_LINKS,
    )


def dates_of(at: Services, who: Caller, to: Target) -> tuple[Crumb, ...]:
    """Return where dates of a plan come back to: the programme at hand, or the newest ones."""
    if to.programme:
        return (Crumb(words=to.name, address=f"/programmes/{to.programme}/dates"),)
    with at.database.reading() as connection:
        found = list_programmes(connection, who.tenant, limit=_OFFERED)
    return tuple(Crumb(words=one.name, address=f"/programmes/{one.id}/dates") for one in found)

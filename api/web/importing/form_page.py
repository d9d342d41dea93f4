"""The page with the form that a file is chosen in."""

from __future__ import annotations

from starlette.responses import Response

from api.http.state import Services
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


def form_page(
    at: Services,
    to: Target,
    *,
    text: str = "",
    errors: tuple[tuple[str, str], ...] = (),
    found: Refused | None = None,
    cells: Contents | None = None,
) -> Response:
    """Return the form, with what is wrong with what was sent: `cells` tells it of a workbook."""
    shown = ImportPage(
        to=to,
        largest=f"{at.settings.body_bytes / _MIB:.3g} MB",
        text=text if len(text) <= LONGEST_ECHO else "",
        errors=errors,
        refused=found,
        cells=cells,
    )
    return page(
        "import.html",
        status=200 if shown.in_order else UNPROCESSABLE,
        here=to.here,
        crumbs=to.crumbs,
        taking=shown,
        first_links=FIRST_LINKS,
    )

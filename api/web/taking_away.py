"""What a plan can be taken away as, what each file is for, and what it does not carry."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass

from fastapi import APIRouter
from starlette.responses import Response

from api.http.answer_turns import IN_TURN
from api.http.caller import CallerOf
from api.http.state import ServicesOf
from api.routes.exports import FormatOfPlan, losses_of
from api.routes.plan_reading import rejected_of
from api.web.importing.outcome import losses_contents
from api.web.opened_plan import OpenedPlan, stored_plan
from api.web.templating import page
from scheduler.exchange.formats import FORMATS
from scheduler.papers.pdf import pdf_is_made

router = APIRouter(include_in_schema=False)

_FOR = {
    "mspdi": "Opens in Microsoft Project, and can come back from it.",
    "xer": "For Primavera P6, by its import of XER.",
    "pmxml": "For Primavera P6, with more of the plan than XER.",
    "plan-xlsx": "The plan in sheets, to be sorted and filtered.",
    "plan-csv": "The same sheets for other programs.",
    "ical": "Transfers, cutovers, decisions and freezes in anybody's calendar.",
}
_PAPERS = (
    ("report-pdf", "Report of the plan, PDF", "For people and screen readers; pages as printed."),
    ("report-html", "Report of the plan, HTML", "What the plan says, to read and to print."),
    ("report-md", "Report of the plan, Markdown", "The same text, to be worked on."),
    ("board-pdf", "Board paper, PDF", "To go out with the agenda; screen readers read it, too."),
    ("board-html", "Board paper, HTML", "For the meeting that decides, with its questions."),
    ("board-md", "Board paper, Markdown", "The same text, to be worked on."),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """One file, and what it is for."""

    title: str
    says: str
    address: str
    losses: str = ""
    """Address of the page of what it does not carry; nothing where it carries everything."""


def exports_of(opened: OpenedPlan) -> Iterator[Export]:
    """Yield every file that a plan can be taken away as: papers of those that break no rule alone.

    `opened` has a plan, perhaps one made elsewhere.
    """
    plan, programme = f"/v1/plans/{opened.id}", opened.record.programme
    for id, says in _FOR.items():
        title = FORMATS[id].title
        yield Export(
            title=title[:1].upper() + title[1:],
            says=says,
            address=f"{plan}/export?format={id}",
            losses=f"/plans/{opened.id}/not-carried?format={id}",
        )
    revision = opened.record.revision
    for id, says in (
        ("xlsx", "All the plan was made for, to be changed and sent back as a new revision."),
        ("csv", "The same for other programs."),
    ):
        title = FORMATS[id].title
        yield Export(
            title=title[:1].upper() + title[1:],
            says=says,
            address=f"/v1/programmes/{programme}/export?format={id}&revision={revision}",
        )
    if opened.record.is_terminal and opened.best is not None:
        for id, title, says in _PAPERS:
            if id.endswith("-pdf") and not pdf_is_made():
                continue
            yield Export(title=title, says=says, address=f"{plan}/paper?format={id}")


@router.get("/plans/{id}/not-carried", dependencies=[IN_TURN])
def not_carried(
    id: str, at: ServicesOf, who: CallerOf, format_id: FormatOfPlan = "mspdi"
) -> Response:
    """Show what of a plan a file format has no place for."""
    with at.database.reading() as connection:
        stored = stored_plan(connection, who, id)
    opened = stored.opened(at)
    if rejected_of(stored.record) is None:
        _ = opened.found
    title = FORMATS[format_id].title
    found = losses_of(at, stored.record, stored.made_for, format_id)
    return page(
        "not_carried.html",
        here="",
        crumbs=opened.crumbs(opened.itself),
        nav=opened.nav("/hand-over"),
        name=opened.expanded.document.name,
        plan=id,
        title=title[:1].upper() + title[1:],
        losses=losses_contents([asdict(loss) for loss in found], f"Not carried: {title}"),
    )

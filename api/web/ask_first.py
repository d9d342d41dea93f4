"""Forms in which an analysis is asked for that people give a figure or a name first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from api.http.caller import CallerOf
from api.http.problems import not_found
from api.http.state import ServicesOf
from api.routes.analysis_requests import asked_about
from api.schemas.analyses import MOST_WEAKEST, AnalysisRequest
from api.web.analysis_page import TITLES
from api.web.changing.asking import Field, wrong_with
from api.web.changing.change_page import Asked, shown_field
from api.web.forms import FormOf, see
from api.web.opened_plan import OpenedPlan, stored_plan
from api.web.templating import page
from scheduler.analyses.by_kind import Kind
from scheduler.analyses.overrun import MOST_PERCENT, STEPS
from scheduler.domain.planning_rules import begun_in
from scheduler.explaining.replanned_slips import WEAKEST
from scheduler.explaining.slipping import MONTHS
from scheduler.rules.words import joined

router = APIRouter(include_in_schema=False)

_UNPROCESSABLE = 422


@dataclass(frozen=True, slots=True, kw_only=True)
class AskFirst:
    """A form for one kind of analysis."""

    kind: Kind
    says: str
    button: str
    field: Field
    usual: str
    """What the field holds before anybody has said anything."""
    setting: str
    """Name of the field in the request for the analysis."""


_FORMS: tuple[AskFirst, ...] = (
    AskFirst(
        kind="hold",
        says="Looks for the plan that is in time in so many of 100 runs, at the least price. What "
        "it finds can be kept as a plan.",
        button="Look for it",
        field=Field(
            id="target",
            label="In how many of 100 runs all services are in time",
            form="number",
            hint="A whole number from 1 to 99. Boards often ask for 80 or 90.",
            least=1,
            most=99,
        ),
        usual="90",
        setting="target_percent",
    ),
    AskFirst(
        kind="overrun",
        says="Tries how often the plan still holds if all work takes "
        f"{joined([f'{step} %' for step in STEPS if step])} longer than estimated, and as much "
        "longer as you say.",
        button="Try it",
        field=Field(
            id="percent",
            label="How many per cent longer work takes",
            form="number",
            hint=f"A whole number from 0 to {MOST_PERCENT}; the others are tried as well.",
            most=MOST_PERCENT,
        ),
        usual="40",
        setting="percent",
    ),
    AskFirst(
        kind="resilience",
        says="Finds how late each activity alone may be before the end date falls, and of the "
        "weakest also with everything else planned again.",
        button="Find out",
        field=Field(
            id="weakest",
            label="How many of the weakest are planned again",
            form="number",
            hint=f"Each takes the solver some questions. A whole number from 0 to {MOST_WEAKEST}.",
            most=MOST_WEAKEST,
        ),
        usual=str(WEAKEST),
        setting="weakest",
    ),
    AskFirst(
        kind="slip",
        says="Finds what it comes to if one activity begins "
        f"{joined([str(number) for number in MONTHS])} months later: whether there still is a "
        "plan, what it changes, and until when it can be waited for before you must fall back.",
        button="Find out",
        field=Field(id="activity", label="What slips", form="choice"),
        usual="",
        setting="activity",
    ),
)
FORMS: Mapping[str, AskFirst] = {form.kind: form for form in _FORMS}


@router.get("/plans/{id}/ask/{kind}")
def ask(id: str, kind: str, request: Request, at: ServicesOf, who: CallerOf) -> Response:
    """Show the form; a field named in the address is filled in."""
    form = _form(kind)
    with at.database.reading() as connection:
        opened = stored_plan(connection, who, id).opened(at)
    value = request.query_params.get(form.field.id, form.usual)
    return _shown(opened, form, _asked(form.field, _offered(form, opened), value))


@router.post("/plans/{id}/ask/{kind}")
def begin(id: str, kind: str, at: ServicesOf, who: CallerOf, given: FormOf) -> Response:
    """Ask for the analysis and show how it is made, or what is wrong with what was given."""
    form = _form(kind)
    with at.database.reading() as connection:
        opened = stored_plan(connection, who, id).opened(at)
    offered, value = _offered(form, opened), given.get(form.field.id, "")
    wrong = wrong_with(form.field, value, offered)
    if wrong:
        return _shown(opened, form, _asked(form.field, offered, value, wrong), _UNPROCESSABLE)
    told: Any = value if form.field.form == "choice" else int(value)
    wanted = AnalysisRequest(**{"kind": form.kind, form.setting: told})
    with at.database.writing() as connection:
        made = asked_about(at, connection, who, id, wanted)
    return see(f"/analyses/{made.id}")


def _form(kind: str) -> AskFirst:
    found = FORMS.get(kind)
    if found is None:
        raise not_found()
    return found


def _offered(form: AskFirst, opened: OpenedPlan) -> tuple[tuple[str, str], ...]:
    """Return what there is to choose from: what has a date in the plan and has not begun."""
    # Without a plan there is nothing to ask about.
    plan = opened.found
    if form.field.form != "choice":
        return ()
    document = opened.expanded.document
    begun = begun_in(document.rules)
    found = (
        (one.id, f"{one.name or one.id} ({one.id})")
        for one in document.activities
        if one.id in plan.placed and one.id not in begun
    )
    return tuple(sorted(found, key=lambda one: one[1].casefold()))


def _asked(
    field: Field, offered: tuple[tuple[str, str], ...], value: str, wrong: str = ""
) -> Asked:
    return shown_field(field, value, offered, wrong, chooses=field.form == "choice")


def _shown(opened: OpenedPlan, form: AskFirst, asked: Asked, status: int = 200) -> Response:
    return page(
        "ask.html",
        status=status,
        here="",
        crumbs=opened.crumbs(opened.itself),
        name=opened.expanded.document.name,
        title=TITLES[form.kind],
        address=f"/plans/{opened.id}/ask/{form.kind}",
        form=form,
        asked=asked,
    )

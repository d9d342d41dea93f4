"""The form in which two aims are chosen to be weighed against each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from fastapi import APIRouter
from starlette.responses import Response

from api.http.caller import CallerOf
from api.http.state import ServicesOf
from api.routes.analysis_requests import asked_about
from api.schemas.analyses import AnalysisRequest
from api.web.forms import FormOf, see
from api.web.opened_plan import OpenedPlan, stored_plan
from api.web.templating import page
from scheduler.analyses.weighing import levels_of
from scheduler.analysis.cost import has_money
from scheduler.domain.objectives import OWN, OwnLevel
from scheduler.objectives import TERMS
from scheduler.pictures.aim_contents import unit_words
from scheduler.pictures.outcome_contents import level_title

if TYPE_CHECKING:
    from scheduler.domain.expanded import ExpandedProgramme

router = APIRouter(include_in_schema=False)

_UNPROCESSABLE = 422
_THE_SAME = "Choose another aim than the first"
_NONE = "Choose an aim"


@dataclass(frozen=True, slots=True, kw_only=True)
class WeighingPage:
    """The form."""

    plan: str
    name: str
    offered: tuple[tuple[str, str], ...]
    first: str
    second: str
    wrong_first: str = ""
    wrong_second: str = ""

    @property
    def errors(self) -> tuple[tuple[str, str], ...]:
        """What is wrong, with the field it is about."""
        told = ((self.wrong_first, "first"), (self.wrong_second, "second"))
        return tuple((words, field) for words, field in told if words)


@router.get("/plans/{id}/weigh")
def weigh(id: str, at: ServicesOf, who: CallerOf) -> Response:
    """Show the form, with what boards ask about most often."""
    with at.database.reading() as connection:
        opened = stored_plan(connection, who, id).opened(at)
    _ = opened.found
    first, second = (level.name for level in levels_of(opened.expanded, None, None))
    return _shown(opened, _page(opened, first, second))


@router.post("/plans/{id}/weigh")
def begin(id: str, at: ServicesOf, who: CallerOf, given: FormOf) -> Response:
    """Ask for the analysis and show how it is made, or what is missing."""
    with at.database.reading() as connection:
        opened = stored_plan(connection, who, id).opened(at)
    _ = opened.found
    found = _page(opened, given.get("first", ""), given.get("second", ""), _wrong(given))
    if found.errors:
        return _shown(opened, found, _UNPROCESSABLE)
    wanted = AnalysisRequest(
        kind="frontier",
        first=cast("OwnLevel", found.first),
        second=cast("OwnLevel", found.second),
    )
    with at.database.writing() as connection:
        made = asked_about(at, connection, who, id, wanted)
    return see(f"/analyses/{made.id}")


def _wrong(given: Mapping[str, str]) -> Mapping[str, str]:
    """Return what is wrong by its field."""
    first, second = given.get("first", ""), given.get("second", "")
    wrong = {
        name: _NONE for name, value in (("first", first), ("second", second)) if not _is(value)
    }
    if not wrong and first == second:
        wrong["second"] = _THE_SAME
    return wrong


def _is(name: str) -> bool:
    return name in OWN


def _page(
    opened: OpenedPlan, first: str, second: str, wrong: Mapping[str, str] | None = None
) -> WeighingPage:
    told = wrong or {}
    return WeighingPage(
        plan=opened.id,
        name=opened.expanded.document.name,
        offered=tuple((name, _words(name)) for name in _offered(opened.expanded)),
        first=first,
        second=second,
        wrong_first=told.get("first", ""),
        wrong_second=told.get("second", ""),
    )


def _offered(programme: ExpandedProgramme) -> tuple[OwnLevel, ...]:
    """Return the aims of which the programme says anything."""
    groups = programme.document.service_groups
    risks = any(option.risk for group in groups for option in group.options)
    unsaid = {"cost": not has_money(programme), "risk": not risks}
    return tuple(name for name in OWN if not unsaid.get(name))


def _words(name: OwnLevel) -> str:
    term = TERMS[name]
    better = "more" if term.maximise else "less"
    return f"{level_title(name)} ({unit_words(term.unit)}, {better} is better)"


def _shown(opened: OpenedPlan, weighing: WeighingPage, status: int = 200) -> Response:
    return page(
        "weigh.html",
        status=status,
        here="",
        crumbs=opened.crumbs(opened.itself),
        weighing=weighing,
    )

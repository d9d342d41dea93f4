"""The page of a plan made elsewhere that breaks planning rules: never without what it breaks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from api.routes.plan_reading import Rejected
from api.web.importing.outcome import broken_contents
from api.web.opened_plan import OpenedPlan
from api.web.start_page import PlanLine
from api.web.taking_away import Export, exports_of
from api.web.wording import Told, instant, made_elsewhere, state_of
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.pictures.contents import Contents
from scheduler.pictures.service_contents import service_dates_contents
from scheduler.pictures.wording import counted


@dataclass(frozen=True, slots=True, kw_only=True)
class RejectedPage:
    """The page."""

    id: str
    name: str
    programme: str
    revision: int
    brought: str
    file: str
    state: Told
    status: str
    broken: Contents
    service_dates: Contents
    others: tuple[PlanLine, ...]
    exports: tuple[Export, ...]


def rejected_page(
    opened: OpenedPlan, rejected: Rejected, others: Sequence[PlanLine]
) -> RejectedPage:
    """Return what to show; `others` are plans it can be compared with."""
    record, expanded = opened.record, opened.expanded
    number = counted(len(rejected.violations), "planning rule")
    return RejectedPage(
        id=opened.id,
        name=expanded.document.name,
        programme=record.programme,
        revision=record.revision,
        brought=instant(record.submitted_at),
        file=made_elsewhere(record),
        state=state_of(record),
        status=f"This plan breaks {number}, so it cannot be carried out as the programme stands.",
        broken=broken_of(expanded, rejected, "Planning rules that this plan breaks"),
        service_dates=service_dates_contents(expanded, rejected.plan),
        others=tuple(others),
        exports=tuple(exports_of(opened)),
    )


def broken_of(expanded: ExpandedProgramme, rejected: Rejected, caption: str) -> Contents:
    """Return what a plan made elsewhere breaks, in the words of the rules."""
    names = {id: one.name or id for id, one in expanded.activities.items()}
    return broken_contents(rejected.violations, names, caption)

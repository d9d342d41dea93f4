"""A plan as every page of it needs it: read once, in one transaction."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.routes.found import found_programme, found_revision
from api.routes.found_plans import found_plan
from api.routes.plan_reading import best_of, body_of, planned_programme
from api.web.crumbs import START, Crumb
from api.web.plan_nav import Tab, plan_nav

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from sqlalchemy import Connection

    from api.http.caller import Caller
    from api.http.state import Services
    from api.store.records import PlanRecord
    from scheduler.domain.expanded import ExpandedProgramme
    from scheduler.domain.plan import Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedPlan:
    """A stored plan with the programme it was made for."""

    record: PlanRecord
    resource: Mapping[str, Any]
    """The plan as tools get it."""
    expanded: ExpandedProgramme
    best: Plan | None
    """The best checked plan so far."""
    latest: int
    """Number of the programme's latest revision."""

    @property
    def id(self) -> str:
        """Id of the plan."""
        return self.record.id

    def crumbs(self, *further: Crumb) -> tuple[Crumb, ...]:
        """Return the way back: to the programme, and from a page beneath to the plan."""
        name = self.expanded.document.name
        programme = Crumb(words=name, address=f"/programmes/{self.record.programme}")
        return (START, programme, *further)

    @property
    def itself(self) -> Crumb:
        """The step back from a page beneath the plan."""
        return Crumb(words="Plan", address=f"/plans/{self.id}")

    def nav(self, here: str = "") -> tuple[Tab, ...]:
        """Return the pages of the plan; `here` is how the address of the shown one ends."""
        return plan_nav(self.id, here, found=self.best is not None)


def opened_plan(at: Services, c: Connection, who: Caller, id: str) -> OpenedPlan:
    """Return a plan of the caller's. Raises Problem 404."""
    record = found_plan(c, who, id)
    made_for = found_revision(c, who, record.programme, record.revision)
    return OpenedPlan(
        record=record,
        resource=json.loads(body_of(c, record)),
        expanded=planned_programme(at, made_for, record),
        best=best_of(record),
        latest=found_programme(c, who, record.programme).revision,
    )

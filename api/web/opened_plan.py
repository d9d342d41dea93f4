"""A plan as every page of it needs it: read in one transaction, worked out after it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.http.problems import Problem
from api.routes.found import found_programme, found_revision
from api.routes.found_plans import found_plan
from api.routes.plan_reading import best_of, planned_programme
from api.web.crumbs import START, Crumb
from api.web.plan_nav import plan_nav
from scheduler.explaining.trace import Trace, trace_of
from scheduler.interchange.elsewhere import BREAKS_RULES

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from api.http.caller import Caller
    from api.http.state import Services
    from api.store.records import PlanRecord, RevisionRecord
    from api.web.choices import Choice
    from scheduler.domain.expanded import ExpandedProgramme
    from scheduler.domain.plan import Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredPlan:
    """A plan with its programme as they are stored."""

    record: PlanRecord
    made_for: RevisionRecord
    latest: int
    """Number of the programme's latest revision."""

    def opened(self, at: Services) -> OpenedPlan:
        """Return it read in full; nothing of it asks the database."""
        return OpenedPlan(
            record=self.record,
            expanded=planned_programme(at, self.made_for, self.record),
            best=best_of(self.record),
            latest=self.latest,
            made_from=self.made_for.hash,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedPlan:
    """A stored plan with the programme it was made for."""

    record: PlanRecord
    expanded: ExpandedProgramme
    best: Plan | None
    """The best checked plan so far."""
    latest: int
    """As of the stored one."""
    made_from: str
    """Digest of the programme."""

    @property
    def id(self) -> str:
        """Id of the plan."""
        return self.record.id

    @property
    def found(self) -> Plan:
        """The best checked plan so far. Raises Problem 409 where there is none."""
        if self.best is None:
            raise self.no_plan()
        return self.best

    def no_plan(self) -> Problem:
        """Return Problem 409."""
        detail = f"{self.id} has no checked plan yet."
        return Problem("no_plan", detail, state=self.record.state)

    def crumbs(self, *further: Crumb) -> tuple[Crumb, ...]:
        """Return the way back: to the programme, and from a page beneath to the plan."""
        name = self.expanded.document.name
        programme = Crumb(words=name, address=f"/programmes/{self.record.programme}")
        return (START, programme, *further)

    @property
    def itself(self) -> Crumb:
        """The step back from a page beneath the plan."""
        return Crumb(words="Plan", address=f"/plans/{self.id}")

    def nav(self, here: str = "") -> tuple[Choice, ...]:
        """Return the pages of the plan; `here` is how the address of the shown one ends."""
        found, final = self.best is not None, self.record.is_terminal
        answered = self.record.outcome not in {None, BREAKS_RULES}
        return plan_nav(self.id, here, found=found, final=final, answered=answered)


def traced(at: Services, opened: OpenedPlan) -> Trace:
    """Return what waits for what in the plan, and its critical chain.

    Of a final plan it is kept at hand under its tenant and id, and under a digest of all it is
    found from, so that nothing but the very same text is ever told the same.
    Raises Problem 409 where there is no plan.
    """
    plan, record = opened.found, opened.record
    if not record.is_terminal:
        return trace_of(opened.expanded, plan)
    made_from = (opened.made_from, record.settings, record.outcome, record.answer, record.incumbent)
    digest = hashlib.sha256(json.dumps(made_from, sort_keys=True).encode()).digest()
    key = (record.tenant, record.id, digest)
    return at.traces.get(key, lambda: trace_of(opened.expanded, plan))


def stored_plan(c: Connection, who: Caller, id: str) -> StoredPlan:
    """Return a plan of the caller's. Raises Problem 404."""
    record = found_plan(c, who, id)
    return StoredPlan(
        record=record,
        made_for=found_revision(c, who, record.programme, record.revision),
        latest=found_programme(c, who, record.programme).revision,
    )

"""What a board is told a plan against: the versions up to it, and what its baseline is now."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from api.http.problems import Problem
from api.routes.found import found_revision
from api.routes.found_plans import found_plan
from api.routes.plan_reading import best_of, planned_programme
from api.store.analyses import newest_documents
from api.store.plans import list_plans
from scheduler.interchange.risk_json import risk_from_jsonable
from scheduler.papers.against_baseline import IN_FORCE, OF_ITS_REVISION
from scheduler.papers.chances import ScheduleRisk, schedule_risk
from scheduler.papers.trend import Version

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection

    from api.http.caller import Caller
    from api.http.state import Services
    from api.store.records import PlanRecord, RevisionRecord
    from scheduler.domain.programme import Programme

RISK = "risk"
SHOWN = 8
"""Versions side by side: as many as can be told apart in one picture."""
LOOKED_AT = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredVersion:
    """A plan as it is stored, with its revision and what was simulated of it."""

    number: int
    record: PlanRecord
    made_for: RevisionRecord
    risk: str | None
    """JSON of the newest simulation."""
    risk_id: str
    """Of that simulation; nothing where there is none."""

    @property
    def tag(self) -> str:
        """What is another where anything told of it is."""
        return f"{self.record.id}{self.risk_id}"


def stored_versions(c: Connection, who: Caller, plan: PlanRecord) -> Sequence[StoredVersion]:
    """Return the final plans of a programme up to one of them, oldest first, the newest few."""
    listed = list_plans(c, who.tenant, programme=plan.programme, limit=LOOKED_AT)
    final = [one for one in listed if one.is_terminal and one.incumbents][::-1]
    numbered = list(enumerate(final, start=1))
    until = next((at for at, one in numbered if one.id == plan.id), 0)
    return [_stored(c, who, number, one) for number, one in numbered[:until][-SHOWN:]]


def _stored(c: Connection, who: Caller, number: int, plan: PlanRecord) -> StoredVersion:
    documents = newest_documents(c, who.tenant, plan.id, (RISK,))
    return StoredVersion(
        number=number,
        record=found_plan(c, who, plan.id),
        made_for=found_revision(c, who, plan.programme, plan.revision),
        risk=next((text for _, text in documents.values()), None),
        risk_id=next(iter(documents), ""),
    )


def version_of(at: Services, stored: StoredVersion) -> Version:
    """Return a stored version read in full. Raises Problem 409 where it has no plan."""
    record = stored.record
    plan = best_of(record)
    if plan is None:
        raise Problem("no_plan", f"{record.id} is {record.state} and has no plan.", final=True)
    return Version(
        number=stored.number,
        made=datetime.fromtimestamp(record.submitted_at / 1000, UTC).date(),
        programme=planned_programme(at, stored.made_for, record),
        plan=plan,
        risk=risk_in(stored.risk),
    )


def risk_in(document: str | None) -> ScheduleRisk | None:
    """Return what the document of a simulation says; nothing of one without a plan."""
    read: Mapping[str, object] = {} if document is None else json.loads(document)
    return schedule_risk(risk_from_jsonable(read)) if "curve" in read else None


def baseline_words(document: Programme, in_force: str) -> str:
    """Return what a programme's baseline is called: that it is in force only where it still is.

    `in_force` is the id of the plan in force now; nothing where none was made so.
    """
    baseline = document.baseline
    still = not in_force or (baseline is not None and baseline.name == in_force)
    return IN_FORCE if still else OF_ITS_REVISION

"""What goes before a plan or an analysis, as its page asks the store."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.store.waiting import Ahead, ahead_of

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from api.http.state import Services
    from api.store.records import AnalysisRecord, PlanRecord


def goes_before(at: Services, c: Connection, job: PlanRecord | AnalysisRecord) -> Ahead | None:
    """Return what goes before a job; None of one that does not wait."""
    if job.state != "queued":
        return None
    lost_after_ms = int(at.settings.lost_after_seconds * 1000)
    return ahead_of(c, job.id, job.submitted_at, lost_after_ms=lost_after_ms)

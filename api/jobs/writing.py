"""Checked plans and events as the store keeps them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from api.jobs.recording import Told
from api.store import attempts
from api.store.records import Attempt, to_json
from api.store.version import checked_by
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.errors import UnsoundPlan
from scheduler.interchange.answer_json import levels_to_jsonable
from scheduler.interchange.plan_json import plan_to_jsonable
from scheduler.pictures.summary import plan_summary
from scheduler.verification.verify import verify


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """An event as the store keeps it, with the plan it tells of."""

    type: str
    data: dict[str, Any]
    plan: str | None = None
    checked_hash: str = ""


def written(told: Told, programme: ExpandedProgramme) -> Written:
    """Return an event in the form of the store; a plan is checked once more on the way.

    Raises UnsoundPlan for a plan that breaks a hard rule, which fails the job in the end and so is
    counted.
    """
    if told.plan is None:
        return Written(type=told.type, data=dict(told.data))
    verdict = verify(programme, told.plan)
    if not verdict.holds:
        raise UnsoundPlan("a plan that breaks a hard rule was about to be stored")
    document = plan_to_jsonable(programme, told.plan, verdict.concessions)
    summary = plan_summary(programme, told.plan, len(verdict.concessions))
    data = {
        **told.data,
        "objectives": levels_to_jsonable(told.objectives),
        "summary": summary.to_jsonable(),
    }
    return Written(
        type=told.type,
        data=data,
        plan=to_json(document),
        checked_hash=document["programme_hash"],
    )


def write(c: Connection, attempt: Attempt, entries: Sequence[Written]) -> bool:
    """Store events and plans in order; False where the attempt may write no more."""
    return all(_write(c, attempt, entry) for entry in entries)


def _write(c: Connection, attempt: Attempt, entry: Written) -> bool:
    if entry.plan is None:
        return attempts.add_event(c, attempt, entry.type, entry.data)
    if entry.plan == attempt.baseline:
        # Stored by an earlier attempt, and now the first plan of this one.
        return True
    return attempts.save_incumbent(
        c, attempt, entry.plan, checked_by(), entry.checked_hash, entry.data
    )

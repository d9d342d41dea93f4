"""Plans made elsewhere: they come in checked and final, and no worker ever has them."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, insert

from api.errors import NoSuchProgramme
from api.store import audit, events
from api.store.clock import now_ms
from api.store.holding import hold_programme
from api.store.identity import is_possible
from api.store.plans import get_plan
from api.store.records import Json, PlanRecord, digest_of, to_json
from api.store.tables import COMPLETED, PLAN, attempts, incumbents, plans

NOBODYS = 0
"""Number of the attempt under which a plan stands that no worker has made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """A plan made elsewhere with what the check found."""

    settings: Json
    answer: str
    """JSON of the answer document."""
    outcome: str
    plan: str | None
    """JSON of the plan where it breaks no rule; None where it must not be taken for a sound one."""
    told: Json
    """What lists say of it."""
    checked_by: str
    checked_hash: str
    """Of the programme it was checked against."""


def keep_plan(  # what a plan is, and whose
    c: Connection,
    tenant: str,
    actor: str,
    *,
    plan_id: str,
    programme: str,
    revision: int,
    brought: Brought,
) -> PlanRecord:
    """Store a plan made elsewhere as a final one. Raises NoSuchProgramme.

    Whoever calls has read the revision, and checked the plan against it.
    """
    if not is_possible(programme) or not hold_programme(c, tenant, programme):
        raise NoSuchProgramme(programme)
    sound = brought.plan is not None
    c.execute(
        insert(plans).values(
            id=plan_id,
            tenant=tenant,
            kind=PLAN,
            programme=programme,
            revision=revision,
            state=COMPLETED,
            settings=to_json(brought.settings),
            submitted_at=now_ms(),
            submitted_by=actor,
            finished_at=now_ms(),
            attempt=NOBODYS,
            dispatch=0,
            incumbents=int(sound),
            last_event=2 if sound else 1,
            outcome=brought.outcome,
            answer=brought.answer,
            priority=0,
        )
    )
    if sound:
        _keep_best(c, tenant, plan_id, brought)
        events.append(c, tenant, plan_id, 1, "plan", brought.told)
    ended = {"state": COMPLETED, "outcome": brought.outcome}
    events.append(c, tenant, plan_id, 2 if sound else 1, "finished", ended)
    detail = {
        "programme": programme,
        "revision": revision,
        **ended,
        "answer_sha256": digest_of(brought.answer),
    }
    audit.note(c, tenant, actor, "plan.kept", plan_id, detail)
    record = get_plan(c, tenant, plan_id)
    if record is None:
        raise AssertionError("a plan just stored is there")
    return record


def _keep_best(c: Connection, tenant: str, plan_id: str, brought: Brought) -> None:
    """Store the plan with who checked it and against what, as those of workers are."""
    c.execute(
        insert(attempts).values(
            plan=plan_id,
            number=NOBODYS,
            tenant=tenant,
            worker=brought.checked_by,
            started_at=now_ms(),
            ended_at=now_ms(),
            ending="finished",
        )
    )
    c.execute(
        insert(incumbents).values(
            plan=plan_id,
            number=1,
            tenant=tenant,
            attempt=NOBODYS,
            checked_by=brought.checked_by,
            checked_hash=brought.checked_hash,
            found_at=now_ms(),
            document=brought.plan,
        )
    )

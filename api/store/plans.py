"""Plans as those who ask for them see them: submitting, reading, stopping."""

from typing import Any

from sqlalchemy import Connection, and_, case, func, insert, literal, null, select, tuple_, update

from api.errors import NoSuchProgramme
from api.store import audit, events, outbox
from api.store.clock import now_ms
from api.store.identity import is_countable, is_possible
from api.store.records import Json, PlanRecord, from_json, to_json
from api.store.tables import CANCELLED, QUEUED, RUNNING, STOPPING, incumbents, plans, revisions

_FACTS = [column for column in plans.c if column not in {plans.c.answer, plans.c.settings}]


def submit_plan(
    c: Connection,
    tenant: str,
    actor: str,
    *,
    plan_id: str,
    programme: str,
    revision: int,
    settings: Json,
) -> PlanRecord:
    """Store a wish for a plan, and the order to hand it to the job engine.

    Raises NoSuchProgramme where the tenant has no such revision.
    """
    if (
        not is_possible(programme)
        or not is_countable(revision)
        or not _exists(c, tenant, programme, revision)
    ):
        raise NoSuchProgramme(programme)
    c.execute(
        insert(plans).values(
            id=plan_id,
            tenant=tenant,
            programme=programme,
            revision=revision,
            state=QUEUED,
            settings=to_json(settings),
            submitted_at=now_ms(),
            submitted_by=actor,
            attempt=0,
            dispatch=1,
            incumbents=0,
            last_event=1,
        )
    )
    events.append(c, tenant, plan_id, 1, "queued", {})
    outbox.order(c, tenant, plan_id, 1)
    detail = {"programme": programme, "revision": revision, "settings": settings}
    audit.note(c, tenant, actor, "plan.submitted", plan_id, detail)
    record = get_plan(c, tenant, plan_id)
    if record is None:
        raise AssertionError("a plan just stored is there")
    return record


def _exists(c: Connection, tenant: str, programme: str, revision: int) -> bool:
    found = c.execute(
        select(revisions.c.number).where(
            revisions.c.tenant == tenant,
            revisions.c.programme == programme,
            revisions.c.number == revision,
        )
    )
    return found.one_or_none() is not None


def get_plan(c: Connection, tenant: str, plan_id: str) -> PlanRecord | None:
    """Return a plan of a tenant's, with its best checked plan and its place in the queue."""
    if not is_possible(plan_id):
        return None
    best = and_(incumbents.c.plan == plans.c.id, incumbents.c.number == plans.c.incumbents)
    found = c.execute(
        select(
            *plans.c,
            incumbents.c.document.label("incumbent"),
            incumbents.c.found_at.label("incumbent_at"),
        )
        .select_from(plans.outerjoin(incumbents, best))
        .where(plans.c.tenant == tenant, plans.c.id == plan_id)
    )
    row = found.mappings().one_or_none()
    if row is None:
        return None
    queued = row["state"] == QUEUED
    position = _queue_position(c, row["submitted_at"], plan_id) if queued else None
    return _record({**row, "queue_position": position})


def list_plans(
    c: Connection,
    tenant: str,
    *,
    programme: str | None = None,
    state: str | None = None,
    limit: int,
    after: str | None = None,
) -> list[PlanRecord]:
    """Return plans without answers and plan documents, newest first, behind the one named.

    None where the one named is unknown.
    """
    wanted = select(
        *_FACTS,
        plans.c.settings,
        null().label("answer"),
        null().label("incumbent"),
        null().label("incumbent_at"),
        null().label("queue_position"),
    ).where(plans.c.tenant == tenant)
    if programme is not None:
        if not is_possible(programme):
            return []
        wanted = wanted.where(plans.c.programme == programme)
    if state is not None:
        wanted = wanted.where(plans.c.state == state)
    if after is not None:
        last = _submitted_at(c, tenant, after)
        if last is None:
            return []
        place = tuple_(plans.c.submitted_at, plans.c.id)
        wanted = wanted.where(place < tuple_(literal(last), literal(after)))
    wanted = wanted.order_by(plans.c.submitted_at.desc(), plans.c.id.desc()).limit(limit)
    return [_record({**row}) for row in c.execute(wanted).mappings()]


def request_stop(c: Connection, tenant: str, actor: str, plan_id: str) -> PlanRecord | None:
    """Ask for the end of a plan: at once where it is queued, by its worker where it is running.

    The best checked plan is kept. Nothing changes where the end has come or was asked for before.
    """
    if not is_possible(plan_id):
        return None
    queued = plans.c.state == QUEUED
    row = c.execute(
        update(plans)
        .where(
            plans.c.tenant == tenant,
            plans.c.id == plan_id,
            plans.c.state.in_([QUEUED, RUNNING]),
        )
        .values(
            state=case((queued, CANCELLED), else_=STOPPING),
            stop_requested_at=now_ms(),
            finished_at=case((queued, now_ms()), else_=null()),
            last_event=plans.c.last_event + case((queued, 1), else_=0),
        )
        .returning(plans.c.state, plans.c.last_event)
    ).one_or_none()
    if row is not None:
        audit.note(c, tenant, actor, "plan.stop_requested", plan_id, {"state": row.state})
        if row.state == CANCELLED:
            outbox.drop(c, plan_id)
            data = {"state": CANCELLED, "outcome": None}
            events.append(c, tenant, plan_id, row.last_event, "finished", data)
    return get_plan(c, tenant, plan_id)


def _submitted_at(c: Connection, tenant: str, plan_id: str) -> int | None:
    if not is_possible(plan_id):
        return None
    wanted = select(plans.c.submitted_at).where(plans.c.tenant == tenant, plans.c.id == plan_id)
    return c.execute(wanted).scalar_one_or_none()


def _queue_position(c: Connection, submitted_at: int, plan_id: str) -> int:
    # Counts all tenants' plans: they wait for the same workers.
    ahead = tuple_(plans.c.submitted_at, plans.c.id) < tuple_(
        literal(submitted_at), literal(plan_id)
    )
    wanted = select(func.count()).where(plans.c.state == QUEUED, ahead)
    return 1 + c.execute(wanted).scalar_one()


def _record(values: dict[str, Any]) -> PlanRecord:
    return PlanRecord(**{**values, "settings": from_json(values["settings"])})

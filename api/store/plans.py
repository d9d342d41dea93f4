"""Plans as those who ask for them see them: submitting, reading, stopping."""

from typing import Any

from sqlalchemy import Connection, and_, null, select

from api.errors import NoSuchProgramme
from api.settings import DEFAULT_QUOTAS, Quotas
from api.store.holding import hold_programme
from api.store.identity import is_countable, is_possible
from api.store.queueing import ask_to_stop, enter, newest_first, queue_position
from api.store.quotas import refuse_beyond
from api.store.records import Json, PlanRecord, settings_in
from api.store.tables import PLAN, incumbents, plans, revisions

_LEFT_OUT = {plans.c.kind, plans.c.about, plans.c.parent}
_ALL = [column for column in plans.c if column not in _LEFT_OUT]
_FACTS = [column for column in _ALL if column is not plans.c.answer]


def submit_plan(
    c: Connection,
    tenant: str,
    actor: str,
    *,
    plan_id: str,
    programme: str,
    revision: int,
    settings: Json,
    priority: int = 0,
    quotas: Quotas = DEFAULT_QUOTAS,
) -> PlanRecord:
    """Store a wish for a plan, and the order to hand it to the job engine.

    Raises NoSuchProgramme where the tenant has no such revision; TooManyQueued, QueueFull.
    """
    if not is_possible(programme) or not is_countable(revision):
        raise NoSuchProgramme(programme)
    refuse_beyond(c, tenant, quotas)
    if not hold_programme(c, tenant, programme) or not _exists(c, tenant, programme, revision):
        raise NoSuchProgramme(programme)
    enter(
        c,
        tenant,
        actor,
        kind=PLAN,
        id=plan_id,
        programme=programme,
        revision=revision,
        settings=settings,
        priority=priority,
    )
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
            *_ALL,
            incumbents.c.document.label("incumbent"),
            incumbents.c.found_at.label("incumbent_at"),
        )
        .select_from(plans.outerjoin(incumbents, best))
        .where(plans.c.tenant == tenant, plans.c.id == plan_id, plans.c.kind == PLAN)
    )
    row = found.mappings().one_or_none()
    if row is None:
        return None
    return _record({**row, "queue_position": queue_position(c, {**row})})


def revision_of_baseline(c: Connection, tenant: str, programme: str, document: Any) -> int | None:  # noqa: ANN401  # JSON of any shape
    """Return the revision that a document's baseline was planned for; none where nobody knows.

    A change names the baseline that it puts into a document by the id of its plan.
    """
    baseline = document.get("baseline") if isinstance(document, dict) else None
    name = baseline.get("name") if isinstance(baseline, dict) else None
    plan = get_plan(c, tenant, name) if isinstance(name, str) else None
    return None if plan is None or plan.programme != programme else plan.revision


def list_plans(
    c: Connection,
    tenant: str,
    *,
    programme: str | None = None,
    state: str | None = None,
    failure_code: str | None = None,
    limit: int,
    after: str | None = None,
) -> list[PlanRecord]:
    """Return plans without answers and plan documents, newest first, behind the one named.

    None where the one named is unknown.
    """
    wanted = select(
        *_FACTS,
        null().label("answer"),
        null().label("incumbent"),
        null().label("incumbent_at"),
        null().label("queue_position"),
    ).where(plans.c.tenant == tenant, plans.c.kind == PLAN)
    if programme is not None:
        if not is_possible(programme):
            return []
        wanted = wanted.where(plans.c.programme == programme)
    if state is not None:
        wanted = wanted.where(plans.c.state == state)
    if failure_code is not None:
        if not is_possible(failure_code):
            return []
        wanted = wanted.where(plans.c.failure_code == failure_code)
    page = newest_first(c, tenant, wanted, limit=limit, after=after)
    return [] if page is None else [_record({**row}) for row in c.execute(page).mappings()]


def request_stop(c: Connection, tenant: str, actor: str, plan_id: str) -> PlanRecord | None:
    """Ask for the end of a plan: at once where it is queued, by its worker where it is running.

    The best checked plan is kept. Nothing changes where the end has come or was asked for before.
    """
    ask_to_stop(c, tenant, actor, PLAN, plan_id)
    return get_plan(c, tenant, plan_id)


def _record(values: dict[str, Any]) -> PlanRecord:
    return PlanRecord(**{**values, "settings": settings_in(values["settings"])})

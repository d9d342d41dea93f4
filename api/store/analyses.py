"""Analyses of plans as those who ask for them see them: submitting, reading, stopping."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, null, select

from api.errors import NoSuchPlan
from api.settings import DEFAULT_QUOTAS, Quotas
from api.store.holding import hold_job, hold_programme
from api.store.identity import is_possible
from api.store.queueing import ask_to_stop, enter, newest_first, queue_position
from api.store.quotas import refuse_beyond
from api.store.records import AnalysisRecord, Json, PlanRecord, from_json, settings_in
from api.store.tables import ANALYSIS, events, plans

ROW = "row"
"""Type of the events that tell partial results."""

_MOST_LOOKED_AT = 100
"""Of the analyses of one plan; older ones are of no interest any more."""

_FACTS = (
    plans.c.tenant,
    plans.c.id,
    plans.c.about,
    plans.c.programme,
    plans.c.revision,
    plans.c.state,
    plans.c.settings,
    plans.c.submitted_at,
    plans.c.submitted_by,
    plans.c.started_at,
    plans.c.finished_at,
    plans.c.attempt,
    plans.c.outcome,
    plans.c.failure_code,
    plans.c.failure_detail,
    plans.c.last_event,
    plans.c.priority,
)


def submit_analysis(
    c: Connection,
    actor: str,
    plan: PlanRecord,
    *,
    analysis_id: str,
    settings: Json,
    priority: int = 0,
    quotas: Quotas = DEFAULT_QUOTAS,
) -> AnalysisRecord:
    """Store a wish for an analysis of a plan, and the order to hand it to the job engine.

    Raises NoSuchPlan where it was deleted meanwhile; TooManyQueued, QueueFull.
    """
    refuse_beyond(c, plan.tenant, quotas)
    if not hold_programme(c, plan.tenant, plan.programme) or not hold_job(c, plan.tenant, plan.id):
        raise NoSuchPlan(plan.id)
    enter(
        c,
        plan.tenant,
        actor,
        kind=ANALYSIS,
        id=analysis_id,
        programme=plan.programme,
        revision=plan.revision,
        settings=settings,
        about=plan.id,
        priority=priority,
    )
    record = get_analysis(c, plan.tenant, analysis_id)
    if record is None:
        raise AssertionError("an analysis just stored is there")
    return record


def get_analysis(c: Connection, tenant: str, analysis_id: str) -> AnalysisRecord | None:
    """Return an analysis of a tenant's, with its place in the queue."""
    if not is_possible(analysis_id):
        return None
    found = c.execute(
        select(*_FACTS, plans.c.answer).where(
            plans.c.tenant == tenant, plans.c.id == analysis_id, plans.c.kind == ANALYSIS
        )
    )
    row = found.mappings().one_or_none()
    if row is None:
        return None
    return _record({**row, "queue_position": queue_position(c, {**row})})


def list_analyses(
    c: Connection, tenant: str, plan_id: str, *, limit: int, after: str | None = None
) -> list[AnalysisRecord]:
    """Return the analyses of a plan without documents, newest first, behind the one named.

    None where the one named is unknown.
    """
    if not is_possible(plan_id):
        return []
    wanted = select(*_FACTS, null().label("answer"), null().label("queue_position")).where(
        plans.c.tenant == tenant, plans.c.about == plan_id, plans.c.kind == ANALYSIS
    )
    page = newest_first(c, tenant, wanted, limit=limit, after=after)
    return [] if page is None else [_record({**row}) for row in c.execute(page).mappings()]


def newest_documents(
    c: Connection, tenant: str, plan_id: str, kinds: Collection[str]
) -> dict[str, tuple[str, str]]:
    """Return the newest finished analyses of a plan, by id: kind and document of each."""
    found: dict[str, tuple[str, str]] = {}
    seen: set[str] = set()
    for listed in list_analyses(c, tenant, plan_id, limit=_MOST_LOOKED_AT):
        kind = str(listed.settings["kind"])
        if kind not in kinds or kind in seen or listed.outcome is None:
            continue
        whole = get_analysis(c, tenant, listed.id)
        if whole is not None and whole.answer is not None:
            seen.add(kind)
            found[listed.id] = (kind, whole.answer)
    return found


def rows_told(c: Connection, tenant: str, analysis_id: str) -> list[Json]:
    """Return the partial results that were told, in order; those told twice once, where last."""
    if not is_possible(analysis_id):
        return []
    told = c.execute(
        select(events.c.data)
        .where(events.c.tenant == tenant, events.c.plan == analysis_id, events.c.type == ROW)
        .order_by(events.c.number)
    ).scalars()
    # An attempt that takes an analysis up again tells anew what was told before.
    last: dict[str, None] = {}
    for text in told:
        last.pop(text, None)
        last[text] = None
    return [from_json(text) for text in last]


def request_stop(c: Connection, tenant: str, actor: str, analysis_id: str) -> AnalysisRecord | None:
    """Ask for the end of an analysis, as for that of a plan; what is known by then is kept."""
    ask_to_stop(c, tenant, actor, ANALYSIS, analysis_id)
    return get_analysis(c, tenant, analysis_id)


def _record(values: dict[str, Any]) -> AnalysisRecord:
    return AnalysisRecord(**{**values, "settings": settings_in(values["settings"])})

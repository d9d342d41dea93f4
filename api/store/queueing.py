"""What plans and analyses share for those who ask for them: entering the queue, and stopping."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import (
    Connection,
    Select,
    case,
    delete,
    insert,
    literal,
    null,
    select,
    tuple_,
    update,
)

from api.store import audit, events, outbox
from api.store.clock import now_ms
from api.store.handing_over import place_in_queue
from api.store.identity import is_possible
from api.store.records import Json, digest_of, stored_settings, to_json
from api.store.tables import (
    ANALYSIS,
    CANCELLED,
    QUEUED,
    RUNNING,
    SHARE,
    STOPPING,
    plans,
    questions,
)
from api.store.walls import all_shown
from api.telemetry.tracing import carried


def enter(  # what a job is, and whose
    c: Connection,
    tenant: str,
    actor: str,
    *,
    kind: str,
    id: str,
    programme: str,
    revision: int,
    settings: Json,
    about: str | None = None,
    parent: str | None = None,
    priority: int = 0,
) -> None:
    """Store a wish for a job of any kind, and the order to hand it to the job engine.

    The caller has asked `quotas.refuse_beyond` where people may ask for the kind, and holds what it
    is made of.
    """
    c.execute(
        insert(plans).values(
            id=id,
            tenant=tenant,
            kind=kind,
            about=about,
            parent=parent,
            programme=programme,
            revision=revision,
            state=QUEUED,
            settings=stored_settings(settings, carried()),
            submitted_at=now_ms(),
            submitted_by=actor,
            attempt=0,
            dispatch=1,
            incumbents=0,
            last_event=1,
            priority=priority,
        )
    )
    events.append(c, tenant, id, 1, "queued", {})
    outbox.order(c, tenant, id, 1)
    # Of the settings their digest: they may name parts of the programme.
    digest = digest_of(to_json(settings))
    detail: dict[str, Any] = {"programme": programme, "revision": revision, "settings": digest}
    if about is not None:
        detail["about"] = about
    if parent is not None:
        detail["parent"] = parent
    audit.note(c, tenant, actor, f"{kind}.submitted", id, detail)


def ask_to_stop(c: Connection, tenant: str, actor: str, kind: str, id: str) -> None:
    """Ask for the end of a job: at once where it is queued, by its worker where it is running.

    An analysis ends with its shares. Nothing changes where the end has come or was asked for
    before, or where there is no such job.
    """
    if not is_possible(id):
        return
    queued = plans.c.state == QUEUED
    row = c.execute(
        update(plans)
        .where(
            plans.c.tenant == tenant,
            plans.c.id == id,
            plans.c.kind == kind,
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
    if row is None:
        return
    if row.state == CANCELLED:
        outbox.drop(c, id)
        data = {"state": CANCELLED, "outcome": None}
        events.append(c, tenant, id, row.last_event, "finished", data)
    if kind == ANALYSIS:
        stop_shares(c, tenant, actor, id)
    audit.note(c, tenant, actor, f"{kind}.stop_requested", id, {"state": row.state})


def stop_shares(c: Connection, tenant: str, actor: str, analysis: str) -> None:
    """Ask for the end of all shares of an analysis, and forget what it asked of them."""
    c.execute(delete(questions).where(questions.c.plan == analysis))
    wanted = select(plans.c.id).where(
        plans.c.tenant == tenant,
        plans.c.parent == analysis,
        plans.c.state.in_([QUEUED, RUNNING]),
    )
    # All are locked before the first is noted; their ids stand behind that of the analysis.
    held = c.execute(wanted.order_by(plans.c.id).with_for_update()).scalars().all()
    for share in held:
        ask_to_stop(c, tenant, actor, SHARE, share)


def queue_position(c: Connection, row: Mapping[str, Any]) -> int | None:
    """Return the place of a job in the queue, from 1; None where it does not wait.

    Counts all tenants' plans and analyses: they wait for the same workers.
    """
    if row["state"] != QUEUED:
        return None
    with all_shown(c):
        return place_in_queue(c, row["id"])


def newest_first(
    c: Connection, tenant: str, wanted: Select[Any], *, limit: int, after: str | None
) -> Select[Any] | None:
    """Return what is wanted of jobs, newest first, behind the one named.

    None where the one named is unknown.
    """
    if after is not None:
        last = _submitted_at(c, tenant, after)
        if last is None:
            return None
        place = tuple_(plans.c.submitted_at, plans.c.id)
        wanted = wanted.where(place < tuple_(literal(last), literal(after)))
    return wanted.order_by(plans.c.submitted_at.desc(), plans.c.id.desc()).limit(limit)


def _submitted_at(c: Connection, tenant: str, id: str) -> int | None:
    if not is_possible(id):
        return None
    wanted = select(plans.c.submitted_at).where(plans.c.tenant == tenant, plans.c.id == id)
    return c.execute(wanted).scalar_one_or_none()

"""What webhooks are told, and when: one delivery for each that wants to know, with the deed itself.

Nothing is sent here. A delivery is written in the transaction of what it tells, so nothing is told
that did not happen, and nothing that happened is left out.
"""

import secrets
from collections.abc import Mapping
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, RootTransaction, insert, select

from api.store.clock import database_now, instant
from api.store.records import from_json, to_json
from api.store.tables import ANALYSIS, PLAN, deliveries, plans, webhooks

PING = "webhook.ping"
TYPES: Mapping[str, str] = {
    "programme.created": "A programme was stored.",
    "programme.changed": "A programme has a new revision.",
    "plan.queued": "A plan was asked for, or its worker gave it back and it waits for another.",
    "plan.running": "A worker has begun to search for a plan, or taken the search up again.",
    "plan.improved": "A better plan was found and checked.",
    "plan.finished": "A plan is final: completed, cancelled or failed, with its outcome.",
    "plan.approved": "A plan was signed off.",
    "analysis.finished": "An analysis is final: completed, cancelled or failed.",
    "baseline.set": "A plan of a programme was given a name.",
}
"""Type of event to what has happened."""

_OF_EVENTS: Mapping[tuple[str, str], tuple[str, str]] = {
    (PLAN, "queued"): ("plan.queued", "queued"),
    (PLAN, "released"): ("plan.queued", "queued"),
    (PLAN, "started"): ("plan.running", "running"),
    (PLAN, "retry"): ("plan.running", "running"),
    (PLAN, "plan"): ("plan.improved", "running"),
    (PLAN, "finished"): ("plan.finished", ""),
    (ANALYSIS, "finished"): ("analysis.finished", ""),
}
"""Kind of job and type of its event to what is told, and the state the job then has."""
_EVENTS = frozenset(event for _, event in _OF_EVENTS)

# Texts in this alphabet stand in the order of the numbers they write.
_DIGITS = "234567abcdefghijklmnopqrstuvwxyz"
_NUMBER_DIGITS = 7
_RANDOM_DIGITS = 13
Facts = dict[str, Any]
_ASKED: WeakKeyDictionary[RootTransaction, dict[str, list[Any]]] = WeakKeyDictionary()


def tell_of_event(
    c: Connection, tenant: str, job: str, number: int, type: str, data: Mapping[str, Any]
) -> None:
    """Tell what an event of a plan or an analysis says to those outside."""
    if type not in _EVENTS:
        return
    listening = _listening(c, tenant)
    if not listening:
        return
    row = c.execute(
        select(plans.c.kind, plans.c.programme, plans.c.revision, plans.c.about).where(
            plans.c.tenant == tenant, plans.c.id == job
        )
    ).one()
    told = _OF_EVENTS.get((row.kind, type))
    if told is None:
        return
    name, state = told
    facts: Facts = {"programme": row.programme, "revision": row.revision}
    if row.kind == ANALYSIS:
        facts |= {"plan": row.about, "analysis": job}
    else:
        facts |= {"plan": job}
    facts |= {"event": number, "state": state or data["state"]}
    if type == "finished":
        facts |= {"outcome": data["outcome"]}
    _write(c, tenant, listening, name, facts, number)


def tell(  # what happened, and to what
    c: Connection,
    tenant: str,
    type: str,
    *,
    programme: str,
    number: int = 0,
    **facts: object,
) -> None:
    """Tell that something happened to a programme or to what belongs to it.

    `number` orders what happens to one thing within a millisecond.
    """
    _write(c, tenant, _listening(c, tenant), type, {"programme": programme, **facts}, number)


def tell_one(c: Connection, tenant: str, webhook: str) -> str:
    """Tell a webhook that it is being tried; return the id of the delivery."""
    now = database_now(c)
    return _deliver(c, tenant, webhook, PING, _payload(now, PING, {"webhook": webhook}), now, 0)


def _listening(c: Connection, tenant: str) -> list[Any]:
    """Return the webhooks that are told things, as of the first time that a transaction asks.

    One that appears between two deeds of a transaction could be on its way out again already, by
    somebody who waits for the chain in which the first deed was noted.
    """
    asked = _ASKED.setdefault(_transaction(c), {})
    if tenant not in asked:
        # Locked, as far as a reference is, so that none is removed before its delivery is written.
        wanted = (
            select(webhooks.c.id, webhooks.c.events, webhooks.c.programme)
            .where(webhooks.c.tenant == tenant, webhooks.c.disabled_at.is_(None))
            .order_by(webhooks.c.id)
            .with_for_update(read=True, key_share=True)
        )
        asked[tenant] = list(c.execute(wanted))
    return asked[tenant]


def _transaction(c: Connection) -> RootTransaction:
    found = c.get_transaction()
    if found is None:
        raise AssertionError("deeds are done in transactions")
    return found


def _write(
    c: Connection, tenant: str, listening: list[Any], type: str, facts: Facts, number: int
) -> None:
    matching = [
        each.id
        for each in listening
        if each.programme in (None, facts["programme"]) and type in from_json(each.events)["types"]
    ]
    if not matching:
        return
    now = database_now(c)
    payload = _payload(now, type, facts)
    for webhook in matching:
        _deliver(c, tenant, webhook, type, payload, now, number)


def _payload(now: int, type: str, facts: Facts) -> str:
    data = {**facts, "links": _links(facts)}
    return to_json({"type": type, "timestamp": instant(now), "data": data})


def _links(facts: Facts) -> dict[str, str]:
    made: dict[str, str] = {}
    if "webhook" in facts:
        made["webhook"] = f"/v1/webhooks/{facts['webhook']}"
    if "programme" in facts:
        made["programme"] = f"/v1/programmes/{facts['programme']}"
    if "programme" in facts and "revision" in facts:
        made["revision"] = f"{made['programme']}/revisions/{facts['revision']}"
    if "baseline" in facts:
        made["baseline"] = f"{made['programme']}/baselines/{facts['baseline']}"
    if "plan" in facts:
        made["plan"] = f"/v1/plans/{facts['plan']}"
    if "analysis" in facts:
        made["analysis"] = f"/v1/analyses/{facts['analysis']}"
    return made


def _deliver(  # what, to whom, and when it happened
    c: Connection, tenant: str, webhook: str, type: str, payload: str, now: int, number: int
) -> str:
    made = _delivery_id(number)
    c.execute(
        insert(deliveries).values(
            id=made,
            tenant=tenant,
            webhook=webhook,
            type=type,
            payload=payload,
            created_at=now,
            tries=0,
            next_at=now,
        )
    )
    return made


def _delivery_id(number: int) -> str:
    """Return a fresh id; within a millisecond ids stand in the order of these numbers."""
    text = ""
    for _ in range(_NUMBER_DIGITS):
        number, digit = divmod(number, len(_DIGITS))
        text = _DIGITS[digit] + text
    return f"dlv_{text}" + "".join(secrets.choice(_DIGITS) for _ in range(_RANDOM_DIGITS))

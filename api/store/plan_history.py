"""What happened to a plan: its entries of the audit, and when it came into force and left it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from sqlalchemy import Connection

from api.store.audit import list_audit
from api.store.records import AuditRecord, PlanRecord

LOOKED_AT = 200
"""Entries of names given to plans of a programme, the newest."""
PUT_IN_FORCE = "plan.put_in_force"
REPLACED = "plan.replaced"
OUT_OF_FORCE = "plan.out_of_force"
"""Deeds on a plan that the audit notes of its programme's baseline."""


def plan_history(c: Connection, plan: PlanRecord, name: str, *, limit: int) -> list[AuditRecord]:
    """Return what was done to a plan, newest first; `name` is what the plan in force is called.

    The audit notes who makes a plan the one in force at the programme. Such an entry comes here as
    a deed on this plan: put in force, replaced by another, or taken out of force.
    """
    own = list_audit(c, plan.tenant, limit=limit, subject=plan.id)
    of_names: list[AuditRecord] = []
    for action in ("baseline.set", "baseline.removed"):
        of_names += list_audit(
            c, plan.tenant, limit=LOOKED_AT, subject=plan.programme, action=action
        )
    named = sorted((one for one in of_names if one.detail["name"] == name), key=_number)
    found = [*own, *_in_force(named, plan.id)]
    return sorted(found, key=_number, reverse=True)[:limit]


def _in_force(named: Sequence[AuditRecord], plan: str) -> Iterator[AuditRecord]:
    """Yield what names given and taken away, oldest first, did to one plan."""
    holds = False
    for one in named:
        if one.action == "baseline.removed":
            if holds:
                yield _as(one, OUT_OF_FORCE)
            holds = False
        elif one.detail["plan"] == plan:
            yield _as(one, PUT_IN_FORCE)
            holds = True
        else:
            if holds:
                yield _as(one, REPLACED)
            holds = False


def _as(one: AuditRecord, action: str) -> AuditRecord:
    return replace(one, action=action, subject=str(one.detail["plan"]))


def _number(one: AuditRecord) -> int:
    return one.number

"""Decisions on plans: who signed one off, and who took that back; nothing of it is ever changed."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, func, insert, select

from api.errors import NoSuchPlan
from api.store import audit
from api.store.clock import now_ms
from api.store.holding import hold_job
from api.store.records import PlanRecord
from api.store.tables import approvals
from api.store.telling import tell

APPROVED = "approved"


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionRecord:
    """One decision on a plan."""

    plan: str
    number: int
    tenant: str
    decision: str
    actor: str
    role: str
    comment: str
    at: int


def decide(
    c: Connection, actor: str, plan: PlanRecord, *, role: str, decision: str, comment: str
) -> DecisionRecord:
    """Note a decision on a plan; of two at once one comes after the other.

    Raises NoSuchPlan where it was deleted meanwhile.
    """
    if not hold_job(c, plan.tenant, plan.id, alone=True):
        raise NoSuchPlan(plan.id)
    number = (
        1
        + c.execute(
            select(func.coalesce(func.max(approvals.c.number), 0)).where(
                approvals.c.plan == plan.id
            )
        ).scalar_one()
    )
    c.execute(
        insert(approvals).values(
            plan=plan.id,
            number=number,
            tenant=plan.tenant,
            decision=decision,
            actor=actor,
            role=role,
            comment=comment,
            at=now_ms(),
        )
    )
    if decision == "approved":
        tell(c, plan.tenant, "plan.approved", programme=plan.programme, plan=plan.id)
    detail = {"number": number, "role": role, "comment": comment}
    audit.note(c, plan.tenant, actor, f"plan.{decision}", plan.id, detail)
    return decisions_on(c, plan.tenant, plan.id)[-1]


def decisions_on(c: Connection, tenant: str, plan_id: str) -> list[DecisionRecord]:
    """Return the decisions on a plan, oldest first."""
    wanted = (
        select(approvals)
        .where(approvals.c.tenant == tenant, approvals.c.plan == plan_id)
        .order_by(approvals.c.number)
    )
    return [DecisionRecord(**row) for row in c.execute(wanted).mappings()]


def approved_among(c: Connection, tenant: str, plan_ids: Iterable[str]) -> set[str]:
    """Return those of some plans whose approval stands: it was the last decision on them."""
    wanted = (
        select(approvals.c.plan, approvals.c.decision)
        .where(approvals.c.tenant == tenant, approvals.c.plan.in_(sorted(plan_ids)))
        .order_by(approvals.c.number)
    )
    last = {row.plan: row.decision for row in c.execute(wanted)}
    return {plan for plan, decision in last.items() if decision == APPROVED}

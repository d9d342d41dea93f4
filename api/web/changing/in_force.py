"""Which plan of a programme is in force, and which others could be meant."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from api.routes.found_baselines import IN_FORCE
from api.store.approvals import approved_among
from api.store.baselines import get_baseline
from api.store.plans import list_plans
from api.web.wording import Told, instant

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from api.http.caller import Caller
    from api.store.records import PlanRecord
    from api.web.changing.lists import Options

NO_PLAN = ""
PLANS_OFFERED = 20


def plans_in_force(c: Connection, who: Caller, programme: str) -> tuple[Options, str]:
    """Return what may be the plan in force, the newest first, and the one that is.

    Without one that was accepted it is the newest; `NO_PLAN` where there is none at all.
    """
    found = list_plans(c, who.tenant, programme=programme, limit=PLANS_OFFERED)
    plans = [plan for plan in found if plan.is_terminal and plan.incumbents]
    named = in_force_of(c, who.tenant, programme)
    approved = approved_among(c, who.tenant, [plan.id for plan in plans])

    def words(plan: PlanRecord) -> str:
        of = f"Plan of {instant(plan.submitted_at)}, revision {plan.revision}"
        standing = (told.words.lower() for told in standing_of(plan.id, named, approved))
        return ", ".join((of, *standing))

    offered: Options = tuple((plan.id, words(plan)) for plan in plans)
    if not named:
        return offered, offered[0][0] if offered else NO_PLAN
    if named not in dict(offered):
        offered = ((named, "The plan in force"), *offered)
    return offered, named


def in_force_of(c: Connection, tenant: str, programme: str) -> str:
    """Return the id of the plan in force of a programme; nothing where none was made so."""
    named = get_baseline(c, tenant, programme, IN_FORCE)
    return NO_PLAN if named is None else named.plan


def standing_of(plan: str, in_force: str, approved: Collection[str]) -> tuple[Told, ...]:
    """Return what lists mark a plan with: that it is in force, and that it is approved."""
    marks = ((plan == in_force, "In force"), (plan in approved, "Approved"))
    return tuple(Told(words=words, tone="good") for holds, words in marks if holds)

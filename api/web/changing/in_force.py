"""Which plan of a programme is in force, and which others could be meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.store.baselines import get_baseline
from api.store.plans import list_plans
from api.web.wording import instant

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from api.http.caller import Caller
    from api.web.changing.lists import Options

IN_FORCE = "in-force"
"""Name of the baseline that is the plan in force."""
NO_PLAN = ""
PLANS_OFFERED = 20


def plans_in_force(c: Connection, who: Caller, programme: str) -> tuple[Options, str]:
    """Return what may be the plan in force, the newest first, and the one that is.

    Without one that was accepted it is the newest; `NO_PLAN` where there is none at all.
    """
    plans = list_plans(c, who.tenant, programme=programme, limit=PLANS_OFFERED)
    offered: Options = tuple(
        (plan.id, f"Plan of {instant(plan.submitted_at)}, revision {plan.revision}")
        for plan in plans
        if plan.is_terminal and plan.incumbents
    )
    named = get_baseline(c, who.tenant, programme, IN_FORCE)
    if named is None:
        return offered, offered[0][0] if offered else NO_PLAN
    if named.plan not in dict(offered):
        offered = ((named.plan, "The plan in force"), *offered)
    return offered, named.plan

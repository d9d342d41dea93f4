"""Whether another plan of the programme than the one shown is in force, and since when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.routes.found_baselines import IN_FORCE as NAME
from api.store.baselines import get_baseline
from api.web.wording import instant

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from api.store.records import PlanRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class InForce:
    """The plan in force of a programme."""

    plan: str
    since: str


def in_force_now(c: Connection, plan: PlanRecord) -> InForce | None:
    """Return the plan in force of a plan's programme; none where none was made so."""
    named = get_baseline(c, plan.tenant, plan.programme, NAME)
    return None if named is None else InForce(plan=named.plan, since=instant(named.set_at))


def other_than(plan: str, now: InForce | None) -> InForce | None:
    """Return the plan in force where it is another than the one shown."""
    return None if now is None or now.plan == plan else now

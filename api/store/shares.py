"""Shares of an analysis at work: jobs of its own that answer some of its questions.

A share is claimed, fenced, taken over and parked as every job is, and counts for its tenant. The
analysis orders one where a slot is free that nobody waits for, and goes on without it as well.
"""

from collections import Counter

from sqlalchemy import Connection, select

from api.settings import Quotas
from api.store.attempts import standing
from api.store.handing_over import has_room
from api.store.holding import hold_job, hold_programme
from api.store.queueing import enter
from api.store.records import Attempt, Json
from api.store.tables import FAILED, SHARE, TERMINAL, plans

MOST_SHARES = 16
"""Of one analysis at a time."""


def order_share(
    c: Connection, attempt: Attempt, *, slots: int, settings: Json, quotas: Quotas
) -> bool:
    """Order one more share of an analysis; False where that may not be.

    It may not where there is no room for it in the `slots` of all living workers, where there are
    enough, and where one has failed: the analysis then meets by itself what that met.
    """
    if not has_room(c, attempt.tenant, slots, quotas):
        return False
    if not hold_programme(c, attempt.tenant, attempt.programme):
        return False
    # Alone, as its end stops the shares that it then finds.
    if not hold_job(c, attempt.tenant, attempt.plan, alone=True):
        return False
    if standing(c, attempt) != "mine":
        return False
    states = shares_of(c, attempt)
    living = sum(number for state, number in states.items() if state not in TERMINAL)
    if living >= MOST_SHARES or states[FAILED]:
        return False
    enter(
        c,
        attempt.tenant,
        attempt.worker,
        kind=SHARE,
        # Behind that of the analysis in order, which is how they are locked: `api.store.holding`.
        id=f"{attempt.plan}-{states.total() + 1}",
        programme=attempt.programme,
        revision=attempt.revision,
        settings=settings,
        about=attempt.about,
        parent=attempt.plan,
    )
    return True


def shares_of(c: Connection, attempt: Attempt) -> Counter[str]:
    """Return how many shares an analysis has had, by their states."""
    wanted = select(plans.c.state).where(
        plans.c.tenant == attempt.tenant, plans.c.parent == attempt.plan
    )
    return Counter(c.execute(wanted).scalars())

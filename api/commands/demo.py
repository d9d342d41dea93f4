"""`serve --demo`: a shipped programme in an empty store, and a plan of it ordered."""

from __future__ import annotations

from api.http.caller import Caller
from api.http.ids import PLAN, new_id
from api.schemas.plans import PlanRequest
from api.settings import ServiceSettings
from api.store.database import Database
from api.store.plans import submit_plan
from api.store.prepared_programmes import prepared_programme
from api.store.programmes import list_programmes
from api.store.workers import take_lease
from api.web.demos import add_demo
from scheduler.demo import FIRST, demo_programmes

LEASE = "demo"
LEASE_MS = 60_000
"""Of several processes that start together on an empty store, one fills it."""
SEARCHED_SECONDS = 45.0
"""For the plan of the demo: whoever comes next wants a worker, too."""


def fill_if_empty(database: Database, settings: ServiceSettings) -> bool:
    """Store the first shipped programme and order a plan of it, where nothing is stored.

    Tell whether that was done. Raises DatabaseUnavailable.
    """
    caller = Caller()
    shipped = {programme.id: programme for programme in demo_programmes()}
    programme = prepared_programme(shipped[FIRST].document, settings.limits)
    with database.writing() as c:
        if list_programmes(c, caller.tenant, limit=1, after=None):
            return False
        if not take_lease(c, LEASE, new_id(LEASE), LEASE_MS):
            return False
        revision = add_demo(c, caller, programme)
        submit_plan(
            c,
            caller.tenant,
            caller.actor,
            plan_id=new_id(PLAN),
            programme=revision.programme,
            revision=revision.number,
            settings=PlanRequest(time_limit_seconds=SEARCHED_SECONDS).settings(),
        )
    return True

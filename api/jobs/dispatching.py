"""From the outbox to the queue of the job engine, as slots of living workers become free.

What is handed over can no longer be overtaken, so nothing is until it can begin.
"""

from api.jobs.engine import JobEngine
from api.settings import ServiceSettings
from api.store import handing_over, outbox, workers
from api.store.database import Database

LEASE = "dispatch"
LEASE_MS = 3_000


def dispatch(database: Database, engine: JobEngine, worker: str, settings: ServiceSettings) -> None:
    """Carry out the orders of the outbox that are due.

    One worker at a time does this, by a lease, so that two never fill the same slot. One that dies
    between queue and note leaves the order to be carried out once more, which changes nothing: the
    engine takes a name once.
    """
    lost_after_ms = int(settings.lost_after_seconds * 1000)
    with database.reading() as connection:
        if not handing_over.is_anything_unsent(connection):
            return
    slots = engine.slots()
    with database.reading() as connection:
        all_slots = slots * len(workers.alive(connection, lost_after_ms))
        if not handing_over.due(connection, all_slots, settings.quotas):
            return
    with database.writing() as connection:
        if not workers.take_lease(connection, LEASE, worker, LEASE_MS):
            return
        # Looked for once more: another worker may have had the lease a moment ago.
        due = handing_over.due(connection, all_slots, settings.quotas)
    for plan, number in due:
        engine.enqueue(plan, number)
    with database.writing() as connection:
        for plan, number in sorted(due):
            outbox.mark_sent(connection, plan, number)
        workers.give_up_lease(connection, LEASE, worker)

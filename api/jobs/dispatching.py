"""From the outbox to the queue of the job engine."""

from api.jobs.engine import JobEngine
from api.store import outbox
from api.store.database import Database

MOST_AT_ONCE = 50


def dispatch(database: Database, engine: JobEngine) -> None:
    """Carry out the orders of the outbox.

    A worker that dies between queue and note leaves the order to be carried out once more, which
    changes nothing: the engine takes a name once.
    """
    with database.reading() as connection:
        due = outbox.due(connection, MOST_AT_ONCE)
    if not due:
        return
    for plan, number in due:
        engine.enqueue(plan, number)
    with database.writing() as connection:
        for plan, number in due:
            outbox.mark_sent(connection, plan, number)

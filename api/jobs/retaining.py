"""The round that deletes what has been kept long enough; one worker at a time does this."""

from api.settings import ServiceSettings
from api.store import workers
from api.store.database import Database
from api.store.retention import expire

LEASE = "retention"
LEASE_MS = 60_000


class Retaining:
    """Deletes plans and analyses that ended longer ago than their tenants keep them."""

    def __init__(self, database: Database, worker: str, settings: ServiceSettings) -> None:
        """Keep where to look and what holds for tenants that say nothing."""
        self._database = database
        self._worker = worker
        self._days = settings.kept_days

    def sweep(self) -> None:
        """Delete, some at a time, until there is nothing more to delete."""
        while True:
            with self._database.writing() as connection:
                if not workers.take_lease(connection, LEASE, self._worker, LEASE_MS):
                    return
                if not expire(connection, self._worker, self._days):
                    return

"""Finding what lost workers have left, and giving it to those that live.

One worker at a time does this, by a lease. The engine knows which jobs are held and by whom; our
tables know which workers live, and which plans have not ended.
"""

import logging
from collections.abc import Callable

from api.jobs.engine import JobEngine, job_name
from api.settings import ServiceSettings
from api.store import outbox, workers
from api.store.database import Database

LEASE = "takeover"
LEASE_MS = 3_000

log = logging.getLogger(__name__)


class Takeover:
    """The sweep for lost workers and for plans that no job stands for."""

    def __init__(
        self,
        database: Database,
        engine: JobEngine,
        worker: str,
        settings: ServiceSettings,
        may_judge: Callable[[], bool],
    ) -> None:
        """Keep where to look; `may_judge` tells whether this worker's own clock can be believed."""
        self._database = database
        self._engine = engine
        self._worker = worker
        self._lost_after_ms = int(settings.lost_after_seconds * 1000)
        self._may_judge = may_judge

    def sweep(self) -> None:
        """Give lost jobs back to the queue, and order anew the plans that no job stands for."""
        if not self._may_judge():
            return
        with self._database.writing() as connection:
            silent_ms = workers.silent_ms(connection, self._worker)
            if silent_ms is None or abs(silent_ms) > self._lost_after_ms / 2:
                # Its own last sign of life is far away: the clock has jumped, for everybody.
                return
            if not workers.take_lease(connection, LEASE, self._worker, LEASE_MS):
                return
            buried = workers.bury(connection, self._lost_after_ms)
        for worker in buried:
            log.warning("worker %s gave no sign of life; its plans are taken over", worker)
        self._give_back()
        self._order_anew()

    def _give_back(self) -> None:
        # Jobs first: a worker is known to live before it holds any.
        held = self._engine.held()
        with self._database.reading() as connection:
            alive = workers.alive(connection, self._lost_after_ms)
        lost = [job for job in held if job.worker not in alive]
        for job in lost:
            log.warning("job %s of lost worker %s is given back", job.name, job.worker)
        self._engine.give_back([job.name for job in lost])

    def _order_anew(self) -> None:
        with self._database.reading() as connection:
            outstanding = {
                job_name(sent.plan, sent.dispatch): sent for sent in outbox.outstanding(connection)
            }
        ended = outstanding.keys() - self._engine.unended(outstanding.keys())
        for name in sorted(ended):
            sent = outstanding[name]
            with self._database.writing() as connection:
                # Nothing happens if the plan ended, or was ordered anew, since it was looked at.
                again = outbox.dispatch_again(
                    connection, sent.plan, sent.dispatch, actor=self._worker
                )
            if again:
                log.warning("job %s ended without an end of its plan; it is ordered anew", name)

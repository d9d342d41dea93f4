"""Jobs that the engine took for this worker, and that never began here.

An engine whose connection breaks as it takes a job may have taken it without knowing: the job is
held by a worker that lives and knows nothing of it. Only that worker can tell.
"""

import logging
import threading
import time
from collections import Counter

from api.jobs.engine import JobEngine, Work, job_name

BEGINS_WITHIN_SECONDS = 5.0
"""Between being taken and being at work, and between the end of the work and the engine's note."""

log = logging.getLogger(__name__)


class Astray:
    """Finds a worker's jobs that are held and not at work, and gives them back."""

    def __init__(self, engine: JobEngine, worker: str) -> None:
        """Keep whom to ask."""
        self._engine = engine
        self._worker = worker
        self._at_work: Counter[str] = Counter()
        self._lock = threading.Lock()
        self._since: dict[str, float] = {}

    def noting(self, work: Work) -> Work:
        """Return the work, of which it is known here while it goes on."""

        def noted(plan: str, dispatch: int) -> str:
            name = job_name(plan, dispatch)
            self._note(name, 1)
            try:
                return work(plan, dispatch)
            finally:
                self._note(name, -1)

        return noted

    def sweep(self) -> None:
        """Give back the jobs that have been held for a while without being at work."""
        held = {job.name for job in self._engine.held() if job.worker == self._worker}
        with self._lock:
            idle = {name for name in held if not self._at_work[name]}
            self._at_work += Counter()
        now = time.monotonic()
        self._since = {name: self._since.get(name, now) for name in idle}
        astray = [n for n, at in self._since.items() if now - at >= BEGINS_WITHIN_SECONDS]
        for name in astray:
            log.warning("job %s was taken and never began here; it is given back", name)
        self._engine.give_back(astray)

    def _note(self, name: str, number: int) -> None:
        with self._lock:
            self._at_work[name] += number

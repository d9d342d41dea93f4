"""The search for a plan, as an undertaking."""

from __future__ import annotations

import threading

from api.jobs.recording import Recording, Told
from api.jobs.request import search_of
from api.jobs.undertaking import Finding
from api.jobs.workplace import Workplace
from api.jobs.writing import Written, written
from api.store.records import Attempt, to_json
from scheduler.explaining.told import with_causes
from scheduler.interchange.answer_json import answer_to_jsonable
from scheduler.planning import plan_exit


class Planning:
    """Searches for the plan of an attempt, in the process that is kept loaded for it."""

    def __init__(self, place: Workplace, attempt: Attempt) -> None:
        """Read what to search for, and take a process.

        Raises ProgrammeRejected, DatabaseUnavailable, SolverFailed.
        """
        self.search = search_of(place, attempt)
        # Until a repeated search has its answer, it may be behind what is stored.
        repeated = attempt.settings["reproducible"] and attempt.baseline is not None
        self.plans_at_once = not repeated
        self.running = place.warm.take()

    def finding(self, recording: Recording, stop: threading.Event) -> Finding:
        """Return the answer of the search. Raises SolverFailed, UnsoundPlan."""
        search = self.search
        answer = plan_exit(
            search.programme,
            search.settings,
            on_event=recording.take,
            stop=stop,
            with_baselines=search.compare,
            baseline=search.baseline,
            running=self.running,
        )
        told = with_causes(answer, search.programme)
        document = to_json(answer_to_jsonable(told, search.programme))
        return Finding(document=document, outcome=answer.outcome)

    def written(self, told: Told) -> Written:
        """Return what the search told in the form of the store."""
        return written(told, self.search.programme)

    def cut(self) -> None:
        """End the search at once."""
        self.running.kill()

    def close(self) -> None:
        """End the process where a fault came before the search had it."""
        self.running.close()

"""The search for a plan that stays near the one in force, and for why it could not stay nearer."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from typing import Any

from api.jobs.planning import Planning
from api.jobs.recording import Recording, Told
from api.jobs.undertaking import Finding
from api.jobs.warm import launched
from api.jobs.workplace import Workplace
from api.store.plans import revision_of_baseline
from api.store.programmes import get_revision
from api.store.records import Attempt, to_json
from scheduler.asking.pool import Pool
from scheduler.explaining.told import with_causes
from scheduler.explaining.work import Work, ended_after
from scheduler.interchange.answer_json import answer_to_jsonable
from scheduler.interchange.valid_programme import ValidProgramme
from scheduler.regenerating.again import differing, light_to_jsonable
from scheduler.regenerating.causes import WhyMoved
from scheduler.regenerating.document import ToPlanAgain
from scheduler.regenerating.replan import Regenerated, regenerate
from scheduler.solver.settings import SearchSettings

CAUSE = "cause"
"""Type of the events that tell why something did not stay."""
QUESTION_SECONDS = 20.0


class Regenerating(Planning):
    """Searches for the plan that changes least, then for the causes of what it moves."""

    def __init__(self, place: Workplace, attempt: Attempt) -> None:
        """Read what to search for and what the programme was before; take a process.

        Raises ProgrammeRejected, DatabaseUnavailable, SolverFailed.
        """
        self._before = _before(place, attempt)
        self._after = json.loads(attempt.document)
        self._asked = attempt.settings
        self._pool: Pool | None = None
        super().__init__(place, attempt)

    def finding(self, recording: Recording, stop: threading.Event) -> Finding:
        """Return the answer with its traffic light and its difference from the plan in force.

        Whoever asks for an end has the plan so far, without causes. Raises SolverFailed,
        UnsoundPlan.
        """
        search = self.search
        found = regenerate(
            search.programme,
            search.settings,
            on_event=recording.take,
            stop=stop,
            running=self.running,
            best=search.baseline,
            # Of a worker's many threads others would suffer.
            may_compile=False,
        )
        told = with_causes(found.answer, found.programme)
        document = answer_to_jsonable(told, found.programme)
        document["traffic_light"] = light_to_jsonable(found.light)
        document["diff"] = self._difference(found, recording, stop)
        return Finding(document=to_json(document), outcome=found.answer.outcome)

    def _difference(
        self, found: Regenerated, recording: Recording, stop: threading.Event
    ) -> dict[str, Any] | None:
        """Return what the plan changes, with causes while there is time and nobody wants an end."""
        plan = found.answer.plan
        if plan is None:
            return None
        again = ToPlanAgain(
            before=_as_asked(self._before, self._asked),
            after=_as_asked(self._after, self._asked),
            valid=ValidProgramme(
                document=found.programme.document, expanded=found.programme, warnings=()
            ),
        )
        seconds = float(self._asked["causes_limit_seconds"])
        if not seconds or stop.is_set():
            return differing(again, found, plan, None)
        workers = self.search.settings.workers
        settings = SearchSettings(
            time_limit_seconds=min(QUESTION_SECONDS, seconds),
            workers=workers,
            memory_limit_mb=self.search.settings.memory_limit_mb,
        )
        with ended_after(seconds, stop), Pool(settings, stop, launched) as pool:
            self._pool = pool
            work = Work(
                ask=pool.ask,
                side_by_side=workers,
                seconds=settings.time_limit_seconds,
                on_row=lambda why: recording.add(Told(type=CAUSE, data=_cause(why))),
                stop=stop,
            )
            return differing(again, found, plan, work)

    def cut(self) -> None:
        """End the search and the questions at once."""
        super().cut()
        if self._pool is not None:
            self._pool.kill()


def _before(place: Workplace, attempt: Attempt) -> Any:  # noqa: ANN401  # JSON of any shape
    """Return the document that the plan in force was made for; without one nothing has changed.

    Where nobody says which it is, the plan that the baseline is named after does, and without such
    a plan it is the revision before.
    """
    asked = attempt.settings.get("changed_since")
    document = json.loads(attempt.document)
    with place.database.reading() as c:
        made = get_revision(c, attempt.tenant, attempt.programme, attempt.revision)
        number = asked or revision_of_baseline(c, attempt.tenant, attempt.programme, document)
        number = number or (made.parent if made is not None else None)
        if number is None:
            return document
        before = get_revision(c, attempt.tenant, attempt.programme, number)
    return document if before is None else json.loads(before.document)


def _as_asked(document: Any, asked: Mapping[str, Any]) -> Any:  # noqa: ANN401  # as above
    """Return a document on the durations that the plan was asked for."""
    durations = asked.get("durations")
    return document if durations is None else {**document, "durations": durations}


def _cause(why: object) -> dict[str, Any]:
    if not isinstance(why, WhyMoved):
        return {}
    return {
        "of": why.of,
        "about": why.about,
        "finding": why.finding,
        "causes": [change.words for change in why.causes],
    }

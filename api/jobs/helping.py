"""A share of an analysis, as an undertaking: it answers what the analysis asks of whoever can."""

from __future__ import annotations

import threading
import time
from concurrent.futures import FIRST_COMPLETED, Future, wait

from api.jobs.asked import Programmes, reply_text
from api.jobs.recording import Recording, Told
from api.jobs.request import programme_of, seconds_left, side_by_side
from api.jobs.rounds import patiently
from api.jobs.undertaking import Finding
from api.jobs.warm import launched
from api.jobs.workplace import Workplace
from api.jobs.writing import Written
from api.store import handing_over, questions, workers
from api.store.plans import get_plan
from api.store.records import Attempt, to_json
from scheduler.asking.pool import Pool
from scheduler.asking.question import Question, Reply
from scheduler.explaining.work import ended_after
from scheduler.solver.settings import SearchSettings

COMPLETE = "complete"
LOOK_SECONDS = 0.1
"""Between two looks for a question, where there was none."""
GIVE_WAY_SECONDS = 1.0
"""Between two looks for others who wait for the slot."""
IDLE_SECONDS = 60.0
"""Without a question, after which a share ends, though nobody waits for the slot; the analysis
orders another when it has more."""


class Helping:
    """Answers questions of an analysis, until there are none or somebody waits for the slot."""

    plans_at_once = True

    def __init__(self, place: Workplace, attempt: Attempt) -> None:
        """Read what the analysis is of; processes start with the first questions."""
        self._place = place
        self._attempt = attempt
        with place.database.reading() as connection:
            plan = get_plan(connection, attempt.tenant, attempt.about or "")
        if plan is None:
            raise LookupError(f"{attempt.plan} helps with a plan that is not there")
        self._analysed = programme_of(attempt.document, plan.settings)
        self._programmes = Programmes(self._analysed)
        self._limit = seconds_left(place, attempt)
        self._settings = SearchSettings(
            time_limit_seconds=float(attempt.settings["question_limit_seconds"]),
            workers=side_by_side(place, attempt),
            memory_limit_mb=place.settings.memory_limit_mb,
        )
        self._pool: Pool | None = None

    def finding(self, recording: Recording, stop: threading.Event) -> Finding:
        """Return how many questions were answered. Raises UnsoundPlan, ObjectiveMismatch."""
        del recording
        answered = 0
        asked: dict[Future[Reply], questions.Held] = {}
        idle_since = looked = time.monotonic()
        gives_way = False
        with ended_after(self._limit, stop), Pool(self._settings, stop, launched) as pool:
            self._pool = pool
            self._load(pool, stop)
            while not stop.is_set():
                now = time.monotonic()
                if now - looked >= GIVE_WAY_SECONDS:
                    looked, gives_way = now, self._gives_way()
                if not gives_way:
                    asked |= self._begun(pool, self._settings.workers - len(asked))
                if asked:
                    idle_since = now
                    for done in wait(asked, LOOK_SECONDS, FIRST_COMPLETED).done:
                        answered += self._answered(asked.pop(done), done.result(), stop)
                elif gives_way or now - idle_since >= IDLE_SECONDS:
                    break
                else:
                    stop.wait(LOOK_SECONDS)
        return Finding(document=to_json({"answered": answered}), outcome=COMPLETE)

    def _load(self, pool: Pool, stop: threading.Event) -> None:
        """Have every process loaded before it is given a question that the analysis waits for."""
        nothing = Question(programme=self._analysed, only=frozenset(), seconds=1.0)
        loading = [pool.submit(nothing) for _ in range(self._settings.workers)]
        while wait(loading, LOOK_SECONDS).not_done and not stop.is_set():
            continue

    def _begun(self, pool: Pool, most: int) -> dict[Future[Reply], questions.Held]:
        """Take questions that nobody has, and put them to processes."""
        begun: dict[Future[Reply], questions.Held] = {}
        while len(begun) < most:
            held = patiently(self._taken, self._place.leaving)
            if held is None:
                break
            begun[pool.submit(self._programmes.question_in(held.asked))] = held
        return begun

    def _taken(self) -> questions.Held | None:
        with self._place.database.reading() as c:
            if not questions.is_any_open(c, self._attempt):
                return None
        with self._place.database.writing() as c:
            return questions.take(c, self._attempt)

    def _answered(self, held: questions.Held, reply: Reply, stop: threading.Event) -> bool:
        """Write a reply; False where it came too late, or may be less than there is to know."""
        if stop.is_set():
            return False
        said = reply_text(held.number, reply)

        def write() -> bool:
            with self._place.database.writing() as c:
                return questions.reply(c, self._attempt, held, said)

        return patiently(write, self._place.leaving)

    def _gives_way(self) -> bool:
        place = self._place
        lost_after_ms = int(place.settings.lost_after_seconds * 1000)
        with place.database.reading() as c:
            slots = place.slots * len(workers.alive(c, lost_after_ms))
            return handing_over.gives_way(c, self._attempt.tenant, slots, place.settings.quotas)

    def written(self, told: Told) -> Written:
        """Return what is told in the form of the store; nothing is."""
        return Written(type=told.type, data=dict(told.data))

    def cut(self) -> None:
        """End the questions at once."""
        if self._pool is not None:
            self._pool.kill()

    def close(self) -> None:
        """Do nothing: processes go with the questions."""

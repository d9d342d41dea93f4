"""An analysis of a plan, as an undertaking: questions to solver processes, row by row."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, cast

from api.jobs.recording import Recording, Told
from api.jobs.request import programme_of, seconds_left, side_by_side
from api.jobs.row_words import row_data
from api.jobs.sharing import Sharing
from api.jobs.undertaking import Finding
from api.jobs.warm import launched
from api.jobs.workplace import Workplace
from api.jobs.writing import Written
from api.store.analyses import ROW
from api.store.plans import get_plan
from api.store.records import Attempt, PlanRecord, to_json
from api.store.watching import latest_event
from scheduler.analyses.by_kind import Kind, analyse_of
from scheduler.answers import Answer
from scheduler.asking.pool import Pool
from scheduler.asking.question import Ask, Question, Reply
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.explaining.best_known import BestKnown, best_known
from scheduler.explaining.work import Search, Work, ended_after
from scheduler.interchange.plan_json import plan_in
from scheduler.planning import plan_exit
from scheduler.solver.process import SolverProcess
from scheduler.solver.settings import SearchSettings

PROGRESS = "progress"
COMPLETE = "complete"
PARTIAL = "partial"
EXPLANATION: Kind = "explanation"
CONFIRMED = "bound_confirmed_by_second_configuration"


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysed:
    """What an analysis is of."""

    programme: ExpandedProgramme
    best: BestKnown | None
    """The plan; none where there is none, or none is known."""
    none_exists: Reply | None
    """What is known where no plan exists."""
    known: Mapping[str, Any]
    """What the answer says where no plan exists, and of why."""


def analysed(place: Workplace, attempt: Attempt) -> Analysed:
    """Return what an analysis is of: the plan, and the programme just as it was planned.

    Raises ProgrammeRejected, PlanBreaksRules, DatabaseUnavailable.
    """
    with place.database.reading() as connection:
        plan = get_plan(connection, attempt.tenant, attempt.about or "")
        if plan is None:
            raise LookupError(f"{attempt.plan} is about a plan that is not there")
        latest = latest_event(connection, attempt.tenant, plan.id, "plan")
    programme = programme_of(attempt.document, plan.settings)
    document = _answer(plan, {} if latest is None else latest.data)
    best = None
    if document.get("plan") is not None:
        found = plan_in(document["plan"])
        best = best_known(programme, found, document.get("objectives") or ())
    none: Reply | None = None
    known: dict[str, Any] = {}
    if plan.outcome == "infeasible":
        none = Reply(finding="none", confirmed=document.get("claim") == CONFIRMED)
        known = {"feasible": False}
        if attempt.settings["kind"] == EXPLANATION:
            known |= {name: document.get(name, []) for name in ("clashes", "recovery_options")}
    return Analysed(programme=programme, best=best, none_exists=none, known=known)


def _answer(plan: PlanRecord, said: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the answer document; where nobody could give one, the best plan as if it were."""
    if plan.answer is not None:
        found: Mapping[str, Any] = json.loads(plan.answer)
        return found
    incumbent = None if plan.incumbent is None else json.loads(plan.incumbent)
    return {"plan": incumbent, "objectives": said.get("objectives")}


class Analysing:
    """Makes the analysis of an attempt."""

    plans_at_once = True

    def __init__(self, place: Workplace, attempt: Attempt) -> None:
        """Read what to analyse; processes start with the first questions."""
        asked = attempt.settings
        self._kind = cast("Kind", asked["kind"])
        self._of = analysed(place, attempt)
        self._limit = seconds_left(place, attempt)
        self._analyse = analyse_of(self._kind, {**asked, "time_limit_seconds": self._limit})
        self._question_seconds = min(float(asked["question_limit_seconds"]), self._limit)
        workers = side_by_side(place, attempt)
        if asked["workers"] is not None:
            workers = min(workers, int(asked["workers"]))
        self._settings = SearchSettings(
            time_limit_seconds=self._question_seconds,
            workers=workers,
            memory_limit_mb=place.settings.memory_limit_mb,
        )
        # Analyses from before it could be asked for have none.
        self._target_percent = float(asked.get("target_percent", 90.0))
        self._place, self._attempt = place, attempt
        # Who asks for few at a time, and what may have cost workers, is not spread over more.
        self._may_share = asked["workers"] is None and workers == place.searches
        self._pool: Pool | None = None
        self._running: SolverProcess | None = None

    def finding(self, recording: Recording, stop: threading.Event) -> Finding:
        """Return the document, with what is known when time is up or an end is asked for.

        Raises UnsoundPlan.
        """
        with ended_after(self._limit, stop), Pool(self._settings, stop, launched) as pool:
            self._pool = pool
            with self._sharing(pool, stop) as sharing:
                telling = _Telling(recording, self._asked_of(sharing.ask))
                work = Work(
                    ask=telling.ask,
                    side_by_side=self._settings.workers,
                    more=sharing.more if self._may_share else None,
                    seconds=self._question_seconds,
                    limit_seconds=self._limit,
                    memory_limit_mb=self._settings.memory_limit_mb,
                    target_percent=self._target_percent,
                    on_row=telling.row,
                    stop=stop,
                    search=None
                    # That there is none is known: no search would say more.
                    if self._of.none_exists is not None
                    else telling.searching(partial(self._searched, stop=stop)),
                )
                made = self._analyse(self._of.programme, self._of.best, work)
            outcome = PARTIAL if stop.is_set() else COMPLETE
        # What the plan's own answer says of it stands where there was no time to find it anew.
        kept = {name: value for name, value in self._of.known.items() if not made.get(name)}
        return Finding(document=to_json({**made, **kept}), outcome=outcome)

    def _sharing(self, pool: Pool, stop: threading.Event) -> Sharing:
        began = time.monotonic()

        def settings() -> dict[str, Any]:
            return {
                "time_limit_seconds": self._limit - (time.monotonic() - began),
                "question_limit_seconds": self._question_seconds,
            }

        return Sharing(
            self._place,
            self._attempt,
            self._of.programme,
            pool.ask,
            at_once=self._settings.workers,
            settings=settings,
            stop=stop,
            may_share=self._may_share,
        )

    def _asked_of(self, ask: Ask) -> Ask:
        """Return who answers: where no plan exists, none exists under further rules either."""
        none, programme = self._of.none_exists, self._of.programme
        if none is None:
            return ask

        def knowing(question: Question) -> Reply:
            whole = question.only is None and not question.windows and not question.second
            return none if whole and question.programme is programme else ask(question)

        return knowing

    def _searched(
        self,
        programme: ExpandedProgramme,
        start: Plan | None,
        seconds: float,
        *,
        stop: threading.Event,
    ) -> Answer:
        """Search for a plan as for one that was asked for. Raises SolverFailed, UnsoundPlan."""
        self._running = launched()
        settings = replace(self._settings, time_limit_seconds=seconds, confirm=False)
        return plan_exit(
            programme,
            settings,
            stop=stop,
            with_baselines=False,
            baseline=start,
            running=self._running,
        )

    def written(self, told: Told) -> Written:
        """Return what is told in the form of the store."""
        return Written(type=told.type, data=dict(told.data))

    def cut(self) -> None:
        """End the questions at once."""
        if self._pool is not None:
            self._pool.kill()
        if self._running is not None:
            self._running.process.kill()

    def close(self) -> None:
        """Do nothing: processes go with the questions."""


class _Telling:
    """Tells of every row, and how many questions were answered."""

    def __init__(self, recording: Recording, ask: Ask) -> None:
        self._recording = recording
        self._ask = ask
        self._began = time.monotonic()
        self._lock = threading.Lock()
        self._answered = 0
        self._rows = 0

    def ask(self, question: Question) -> Reply:
        reply = self._ask(question)
        self._one_more()
        return reply

    def searching(self, search: Search) -> Search:
        """Return a search that is told of like a question."""

        def told(programme: ExpandedProgramme, start: Plan | None, seconds: float) -> Answer:
            answer = search(programme, start, seconds)
            self._one_more()
            return answer

        return told

    def _one_more(self) -> None:
        with self._lock:
            self._answered += 1
            data = {"questions": self._answered, "rows": self._rows, "seconds": self._seconds()}
        self._recording.add(Told(type=PROGRESS, data=data))

    def row(self, row: object) -> None:
        with self._lock:
            self._rows += 1
        self._recording.add(Told(type=ROW, data=row_data(row)))

    def _seconds(self) -> float:
        return round(time.monotonic() - self._began, 2)

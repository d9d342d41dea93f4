"""One attempt at a plan, from the programme as stored to the end of the plan, or of the attempt.

A search that ends by itself, at its limit or on request has an answer, which ends the plan. A fault
of ours ends it as failed, its best checked plan kept. A solver that keeps dying, and a worker that
leaves, give the plan back.
"""

from __future__ import annotations

import logging
import secrets
from typing import Literal

from api.errors import DatabaseUnavailable
from api.jobs.request import Search, search_of
from api.jobs.rounds import patiently
from api.jobs.watch import Watch
from api.jobs.workplace import Workplace
from api.jobs.writing import Written, write, written
from api.store import attempts, outbox
from api.store.records import Attempt, to_json
from scheduler.answers import Answer
from scheduler.errors import SchedulerError, SolverFailed
from scheduler.interchange.answer_json import answer_to_jsonable
from scheduler.planning import plan_exit
from scheduler.solver.process import SolverProcess

INTERNAL = "internal_error"

AttemptEnding = Literal["ended", "lost", "released", "again", "unknown"]
"""The plan has ended; somebody else has it; it waits for another worker; it may be tried again
here; the database stayed away, so others will find out."""

log = logging.getLogger(__name__)


def attempt_plan(place: Workplace, attempt: Attempt) -> AttemptEnding:
    """Search for the plan of an attempt, and write how it ended."""
    watch: Watch | None = None
    search: Search | None = None
    running: SolverProcess | None = None
    try:
        search = search_of(place, attempt)
        running = place.warm.take()
        watch = Watch(place, attempt, search.programme, running)
        with watch:
            answer = plan_exit(
                search.programme,
                search.settings,
                on_event=watch.recording.take,
                stop=watch.stop,
                with_baselines=search.compare,
                baseline=search.baseline,
                running=running,
            )
        return _conclude(place, attempt, search, watch, answer)
    except SolverFailed as error:
        if watch is not None and watch.standing != "mine":
            return _leave(place, attempt, search, watch)
        log.warning("%s: attempt %s: %s", attempt.plan, attempt.number, error)
        return "again"
    except DatabaseUnavailable as error:
        log.warning("%s: left, the database stays away: %s", attempt.plan, error)
        return "unknown"
    except Exception as error:  # noqa: BLE001 - the plan must not stay without an end
        return _fail(place, attempt, search, watch, error)
    finally:
        if running is not None:
            # Where a fault came before the search had it.
            running.close()
        place.warm.slot_free()


def _conclude(
    place: Workplace, attempt: Attempt, search: Search, watch: Watch, answer: Answer
) -> AttemptEnding:
    if watch.standing in {"lost", "leaving"}:
        return _leave(place, attempt, search, watch)
    document = to_json(answer_to_jsonable(answer, search.programme))
    last = _unwritten(search, watch)

    def end() -> bool:
        with place.database.writing() as c:
            # Asked in the transaction that ends the plan: an end may have been asked for just now.
            stopped = attempts.standing(c, attempt) == "stop"
            return write(c, attempt, last) and attempts.finish(
                c,
                attempt,
                state="cancelled" if stopped else "completed",
                answer=document,
                outcome=answer.outcome,
            )

    return "ended" if patiently(end, place.leaving) else "lost"


def _leave(
    place: Workplace, attempt: Attempt, search: Search | None, watch: Watch
) -> AttemptEnding:
    """Leave a plan to others: to whoever has it by now, or to whom the next order reaches."""
    if watch.standing == "lost":
        log.warning("%s: attempt %s is no longer the newest", attempt.plan, attempt.number)
        return "lost"
    last = _what_can_be_kept(search, watch)

    def give_back() -> bool:
        with place.database.writing() as c:
            if not write(c, attempt, last) or not attempts.release(c, attempt):
                return False
            outbox.dispatch_again(c, attempt.plan)
            return True

    return "released" if patiently(give_back, place.leaving) else "lost"


def _fail(
    place: Workplace,
    attempt: Attempt,
    search: Search | None,
    watch: Watch | None,
    error: Exception,
) -> AttemptEnding:
    """End a plan that met a fault of ours; the log says under which reference to look."""
    reference = secrets.token_hex(4)
    log.error(
        "%s: attempt %s failed, reference %s",
        attempt.plan,
        attempt.number,
        reference,
        exc_info=error,
    )
    known = isinstance(error, SchedulerError)
    said = str(error) if known else "An unexpected fault of this program."
    last = _what_can_be_kept(search, watch)

    def end() -> bool:
        with place.database.writing() as c:
            return write(c, attempt, last) and attempts.finish(
                c,
                attempt,
                state="failed",
                answer=None,
                failure_code=error.code if isinstance(error, SchedulerError) else INTERNAL,
                failure_detail=f"{said} Reference in the log: {reference}.",
            )

    try:
        return "ended" if patiently(end, place.leaving) else "lost"
    except DatabaseUnavailable:
        return "unknown"


def _unwritten(search: Search, watch: Watch) -> list[Written]:
    due = watch.recording.due(everything=True)
    return [written(told, search.programme) for told in due]


def _what_can_be_kept(search: Search | None, watch: Watch | None) -> list[Written]:
    if search is None or watch is None:
        return []
    try:
        return _unwritten(search, watch)
    except Exception:  # perhaps the very fault that is being reported
        log.exception("what the search told last could not be kept")
        return []

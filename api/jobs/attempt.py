"""One attempt at a plan or an analysis, from what is stored to its end, or that of the attempt.

Work that ends by itself, at its limit or on request has an answer, which ends the job. A fault of
ours ends it as failed, its best checked plan or its rows kept. A solver that keeps dying, and a
worker that leaves, give the job back.
"""

from __future__ import annotations

import logging
import secrets
from typing import Literal

from api.errors import DatabaseUnavailable
from api.jobs.analysing import Analysing
from api.jobs.helping import Helping
from api.jobs.planning import Planning
from api.jobs.regenerating import Regenerating
from api.jobs.rounds import patiently
from api.jobs.undertaking import Finding, Undertaking
from api.jobs.watch import Watch
from api.jobs.workplace import Workplace
from api.jobs.writing import Written, write
from api.store import attempts, outbox
from api.store.records import Attempt
from api.store.tables import ANALYSIS, SHARE
from api.telemetry.tracing import fault, note
from scheduler.errors import SchedulerError, SolverFailed

INTERNAL = "internal_error"

AttemptEnding = Literal["ended", "lost", "released", "again", "unknown"]
"""The job has ended; somebody else has it; it waits for another worker; it may be tried again
here; the database stayed away, so others will find out."""

log = logging.getLogger(__name__)


def attempt_job(place: Workplace, attempt: Attempt) -> AttemptEnding:
    """Make what an attempt is to make, and write how it ended."""
    watch: Watch | None = None
    undertaking: Undertaking | None = None
    try:
        undertaking = _undertaken(place, attempt)
        watch = Watch(place, attempt, undertaking)
        with watch:
            found = undertaking.finding(watch.recording, watch.stop)
        return _conclude(place, attempt, undertaking, watch, found)
    except SolverFailed as error:
        if watch is not None and watch.standing != "mine":
            return _leave(place, attempt, undertaking, watch)
        log.warning("%s: attempt %s: %s", attempt.plan, attempt.number, error)
        return "again"
    except DatabaseUnavailable as error:
        log.warning("%s: left, the database stays away: %s", attempt.plan, error)
        return "unknown"
    except Exception as error:  # noqa: BLE001 - the job must not stay without an end
        return _fail(place, attempt, undertaking, watch, error)
    finally:
        if undertaking is not None:
            undertaking.close()
        place.warm.slot_free()


def _undertaken(place: Workplace, attempt: Attempt) -> Undertaking:
    if attempt.kind == ANALYSIS:
        return Analysing(place, attempt)
    if attempt.kind == SHARE:
        return Helping(place, attempt)
    if attempt.settings.get("regenerate"):
        return Regenerating(place, attempt)
    return Planning(place, attempt)


def _conclude(
    place: Workplace, attempt: Attempt, undertaking: Undertaking, watch: Watch, found: Finding
) -> AttemptEnding:
    if watch.standing in {"lost", "leaving"}:
        return _leave(place, attempt, undertaking, watch)
    last = _unwritten(undertaking, watch)
    state = "completed"

    def end() -> bool:
        nonlocal state
        with place.database.writing() as c:
            # Asked in the transaction that ends the job: an end may have been asked for just now.
            stopped = attempts.standing(c, attempt) == "stop"
            state = "cancelled" if stopped else "completed"
            return write(c, attempt, last) and attempts.finish(
                c,
                attempt,
                state=state,
                answer=found.document,
                outcome=found.outcome,
            )

    if not patiently(end, place.leaving):
        return "lost"
    _tell_end(attempt, state, found.outcome)
    return "ended"


def _tell_end(attempt: Attempt, state: str, outcome: str | None) -> None:
    facts = {
        "event": "job_ended",
        "plan": attempt.plan,
        "attempt": attempt.number,
        "tenant": attempt.tenant,
        "state": state,
        "outcome": outcome,
    }
    log.info("%s: %s", attempt.plan, state, extra={"facts": facts})
    note({"phased_exit.state": state, "phased_exit.outcome": outcome})
    if state == "failed":
        fault()


def _leave(
    place: Workplace, attempt: Attempt, undertaking: Undertaking | None, watch: Watch
) -> AttemptEnding:
    """Leave a job to others: to whoever has it by now, or to whom the next order reaches."""
    if watch.standing == "lost":
        log.warning("%s: attempt %s is no longer the newest", attempt.plan, attempt.number)
        return "lost"
    last = _what_can_be_kept(undertaking, watch)

    def give_back() -> bool:
        with place.database.writing() as c:
            if not write(c, attempt, last) or not attempts.release(c, attempt):
                return False
            outbox.dispatch_again(c, attempt.plan, actor=attempt.worker)
            return True

    return "released" if patiently(give_back, place.leaving) else "lost"


def _fail(
    place: Workplace,
    attempt: Attempt,
    undertaking: Undertaking | None,
    watch: Watch | None,
    error: Exception,
) -> AttemptEnding:
    """End a job that met a fault of ours; the log says under which reference to look."""
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
    last = _what_can_be_kept(undertaking, watch)

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
        ended = patiently(end, place.leaving)
    except DatabaseUnavailable:
        return "unknown"
    if not ended:
        return "lost"
    _tell_end(attempt, "failed", error.code if isinstance(error, SchedulerError) else INTERNAL)
    return "ended"


def _unwritten(undertaking: Undertaking, watch: Watch) -> list[Written]:
    return [undertaking.written(told) for told in watch.recording.due(everything=True)]


def _what_can_be_kept(undertaking: Undertaking | None, watch: Watch | None) -> list[Written]:
    if undertaking is None or watch is None:
        return []
    try:
        return _unwritten(undertaking, watch)
    except Exception:  # perhaps the very fault that is being reported
        log.exception("what was told last could not be kept")
        return []

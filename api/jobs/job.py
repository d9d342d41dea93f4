"""A job of the queue: attempts at a plan or an analysis, until it has ended or is another's."""

import logging
import time
from collections.abc import Mapping

from api.errors import DatabaseUnavailable
from api.jobs.attempt import AttemptEnding, attempt_job
from api.jobs.engine import Work
from api.jobs.rounds import patiently
from api.jobs.workplace import Workplace
from api.store import attempts, outbox
from api.store.records import Attempt
from api.telemetry.tracing import note, spanning

log = logging.getLogger(__name__)


def job_at(place: Workplace) -> Work:
    """Return what the engine calls for each job.

    The word it returns is for people who read the engine's tables; nothing depends on it. A job
    that ends without an end of its plan is noticed by the takeover.
    """

    def work(plan: str, dispatch: int) -> str:
        while not place.leaving.is_set():
            try:
                attempt = patiently(lambda: _claim(place, plan, dispatch), place.leaving)
            except DatabaseUnavailable:
                return "unknown"
            if attempt is None:
                return "nothing to do"
            ending = _attempted(place, attempt)
            if ending != "again":
                return ending
        return _hand_on(place, plan, dispatch)

    return work


def _attempted(place: Workplace, attempt: Attempt) -> AttemptEnding:
    """Work on an attempt, and tell about it in the log and to whoever collects spans."""
    facts = {"plan": attempt.plan, "attempt": attempt.number, "tenant": attempt.tenant}
    _tell(facts, "attempt_begins", kind=attempt.kind)
    began = time.monotonic()
    with spanning(place.tracing, f"attempt {attempt.kind}", "attempt", attempt.traceparent):
        note({"phased_exit.job": attempt.plan, "phased_exit.attempt": attempt.number})
        ending = attempt_job(place, attempt)
        note({"phased_exit.ending": ending})
    _tell(facts, "attempt_over", ending=ending, seconds=round(time.monotonic() - began, 3))
    return ending


def _tell(facts: Mapping[str, object], event: str, **more: object) -> None:
    told = {"event": event, **facts, **more}
    said = event.removeprefix("attempt_")
    log.info("%s: attempt %s %s", facts["plan"], facts["attempt"], said, extra={"facts": told})


def _claim(place: Workplace, plan: str, dispatch: int) -> Attempt | None:
    with place.database.writing() as connection:
        return attempts.claim(
            connection,
            plan,
            place.worker,
            dispatch=dispatch,
            most_crashes=place.settings.most_crashes,
        )


def _hand_on(place: Workplace, plan: str, dispatch: int) -> str:
    """Order a plan anew that came as this worker was leaving."""
    try:
        with place.database.writing() as connection:
            outbox.dispatch_again(connection, plan, dispatch, actor=place.worker)
    except DatabaseUnavailable:
        return "unknown"
    return "handed on"

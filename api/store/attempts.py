"""What a worker does to a plan or an analysis: claim it, tell about it, finish it.

A claim gives the worker an attempt, whose number is a fence: every write names it, and the
statement itself asks whether it is still the newest attempt of a plan at work. A worker that was
given up for dead, and lives, finds that its writes change no row.
"""

from collections.abc import Mapping
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, Row, delete, func, insert, select, update

from api.store import audit, events
from api.store.clock import now_ms
from api.store.ending import Ending, end
from api.store.holding import hold_programme
from api.store.records import Attempt, settings_in, traceparent_in
from api.store.tables import (
    AT_WORK,
    CANCELLED,
    FAILED,
    QUEUED,
    RUNNING,
    STOPPING,
    TERMINAL,
    attempts,
    incumbents,
    plans,
    revisions,
)

MOST_CRASHES = 5
PARKED = "parked"
"""Failure code of what ended every process that worked on it: only a person tries it again."""


def claim(
    c: Connection,
    plan_id: str,
    worker: str,
    *,
    dispatch: int | None = None,
    most_crashes: int = MOST_CRASHES,
) -> Attempt | None:
    """Begin a new attempt at a plan and return it; older attempts can write no more.

    None where there is nothing to do: the plan has ended, or `dispatch` is no longer its latest.
    It is ended here, its best checked plan kept and without an answer, where its worker was lost
    while it was stopping, and where too many attempts were lost.
    """
    of = c.execute(select(plans.c.tenant, plans.c.programme).where(plans.c.id == plan_id))
    above = of.one_or_none()
    # For what `_hold_above` says.
    if above is None or not hold_programme(c, above.tenant, above.programme):
        return None
    wanted = [plans.c.id == plan_id, plans.c.state.not_in(sorted(TERMINAL))]
    if dispatch is not None:
        wanted.append(plans.c.dispatch == dispatch)
    # Held until the transaction ends, so that claims come one after the other.
    plan = c.execute(select(plans).where(*wanted).with_for_update()).one_or_none()
    if plan is None:
        return None
    lost_now, lost = _count_lost(c, plan_id)
    if plan.state == STOPPING:
        end(c, worker, Ending(state=CANCELLED), plans.c.id == plan_id)
        return None
    if lost >= most_crashes:
        end(c, worker, _given_up(plan.kind, lost), plans.c.id == plan_id)
        return None
    number = _begin(c, plan, worker)
    if number is None:
        return None
    attempt = _attempt(c, plan, number, worker, lost)
    data = {"attempt": number, "crashes": lost} if lost_now else {"attempt": number}
    add_event(c, attempt, "retry" if lost_now else "started", data)
    done = "taken_over" if lost_now else "started"
    audit.note(c, attempt.tenant, worker, f"{attempt.kind}.{done}", attempt.plan, data)
    return attempt


def _count_lost(c: Connection, plan_id: str) -> tuple[bool, int]:
    """Close the attempts nobody closed; return whether there were any, and how many in all."""
    closed = c.execute(
        update(attempts)
        .where(attempts.c.plan == plan_id, attempts.c.ending.is_(None))
        .values(ended_at=now_ms(), ending="lost")
    )
    lost = select(func.count()).where(attempts.c.plan == plan_id, attempts.c.ending == "lost")
    return closed.rowcount > 0, c.execute(lost).scalar_one()


def _given_up(kind: str, lost: int) -> Ending:
    times = "once" if lost == 1 else f"{lost} times"
    detail = (
        f"The process that worked on this {kind} was lost {times}; it is not tried again by itself."
    )
    return Ending(state=FAILED, failure_code=PARKED, failure_detail=detail)


def _begin(c: Connection, plan: Row[Any], worker: str) -> int | None:
    number = c.execute(
        update(plans)
        .where(plans.c.id == plan.id, plans.c.attempt == plan.attempt)
        .values(
            attempt=plans.c.attempt + 1,
            state=RUNNING,
            started_at=func.coalesce(plans.c.started_at, now_ms()),
        )
        .returning(plans.c.attempt)
    ).scalar_one_or_none()
    if number is not None:
        c.execute(
            insert(attempts).values(
                plan=plan.id,
                number=number,
                tenant=plan.tenant,
                worker=worker,
                started_at=now_ms(),
            )
        )
    return number


def _attempt(c: Connection, plan: Row[Any], number: int, worker: str, lost: int) -> Attempt:
    document = c.execute(
        select(revisions.c.document).where(
            revisions.c.tenant == plan.tenant,
            revisions.c.programme == plan.programme,
            revisions.c.number == plan.revision,
        )
    ).scalar_one()
    baseline = c.execute(
        select(incumbents.c.document).where(
            incumbents.c.plan == plan.id, incumbents.c.number == plan.incumbents
        )
    ).scalar_one_or_none()
    return Attempt(
        tenant=plan.tenant,
        kind=plan.kind,
        about=plan.about,
        plan=plan.id,
        number=number,
        worker=worker,
        programme=plan.programme,
        revision=plan.revision,
        document=document,
        settings=settings_in(plan.settings),
        baseline=baseline,
        crashes=lost,
        traceparent=traceparent_in(plan.settings),
        parent=plan.parent,
    )


def add_event(c: Connection, attempt: Attempt, type: str, data: Mapping[str, Any]) -> bool:
    """Tell something about a plan; False where the attempt may write no more."""
    if not _hold_above(c, attempt):
        return False
    row = c.execute(
        update(plans)
        .where(*fence(attempt))
        .values(last_event=plans.c.last_event + 1)
        .returning(plans.c.last_event)
    ).one_or_none()
    if row is None:
        return False
    events.append(c, attempt.tenant, attempt.plan, row.last_event, type, data)
    return True


def save_incumbent(
    c: Connection,
    attempt: Attempt,
    plan: str,
    checked_by: str,
    checked_hash: str,
    data: Mapping[str, Any],
) -> bool:
    """Store a checked plan, which from now on is the best one; False as in `add_event`.

    Whoever calls has checked it, by the program version `checked_by` against the programme whose
    hash is `checked_hash`, and knows that it is better than the one before.
    """
    if not _hold_above(c, attempt):
        return False
    row = c.execute(
        update(plans)
        .where(*fence(attempt))
        .values(last_event=plans.c.last_event + 1, incumbents=plans.c.incumbents + 1)
        .returning(plans.c.last_event, plans.c.incumbents)
    ).one_or_none()
    if row is None:
        return False
    c.execute(
        insert(incumbents).values(
            plan=attempt.plan,
            number=row.incumbents,
            tenant=attempt.tenant,
            attempt=attempt.number,
            checked_by=checked_by,
            checked_hash=checked_hash,
            found_at=now_ms(),
            document=plan,
        )
    )
    # Only the best one is ever read; a long search would store hundreds.
    c.execute(
        delete(incumbents).where(
            incumbents.c.plan == attempt.plan, incumbents.c.number < row.incumbents
        )
    )
    events.append(c, attempt.tenant, attempt.plan, row.last_event, "plan", data)
    return True


def standing(c: Connection, attempt: Attempt) -> Literal["mine", "stop", "lost"]:
    """Whether an attempt may go on, should stop and finish, or may write no more."""
    row = c.execute(select(plans.c.state).where(*fence(attempt))).one_or_none()
    if row is None:
        return "lost"
    return "stop" if row.state == STOPPING else "mine"


def finish(
    c: Connection,
    attempt: Attempt,
    *,
    state: str,
    answer: str | None,
    outcome: str | None = None,
    failure_code: str | None = None,
    failure_detail: str | None = None,
) -> bool:
    """End a plan with its answer; False where the attempt may write no more.

    Raises ValueError for a state in which a plan goes on.
    """
    how = Ending(
        state=state,
        answer=answer,
        outcome=outcome,
        failure_code=failure_code,
        failure_detail=failure_detail,
    )
    if not _hold_above(c, attempt):
        return False
    return _close(c, attempt, "finished", end(c, attempt.worker, how, *fence(attempt)))


def release(c: Connection, attempt: Attempt) -> bool:
    """Give a plan back, so that another worker goes on with it; False as in `finish`.

    Where an end was asked for meanwhile, the plan ends as cancelled, its best checked plan kept.
    """
    if not _hold_above(c, attempt):
        return False
    row = c.execute(
        update(plans)
        .where(*fence(attempt), plans.c.state == RUNNING)
        .values(state=QUEUED, last_event=plans.c.last_event + 1)
        .returning(plans.c.last_event)
    ).one_or_none()
    if row is None:
        ended = end(c, attempt.worker, Ending(state=CANCELLED), *fence(attempt))
        return _close(c, attempt, "released", ended)
    data = {"attempt": attempt.number}
    events.append(c, attempt.tenant, attempt.plan, row.last_event, "released", data)
    audit.note(c, attempt.tenant, attempt.worker, f"{attempt.kind}.released", attempt.plan, data)
    return _close(c, attempt, "released", done=True)


def _hold_above(c: Connection, attempt: Attempt) -> bool:
    """Hold what a write may look for again; False where it has been deleted.

    A worker often changes the row of its job twice in a transaction, and then PostgreSQL looks for
    the revision and the jobs it refers to, which a deletion locks before the job.
    """
    return hold_programme(c, attempt.tenant, attempt.programme)


def fence(attempt: Attempt) -> tuple[ColumnElement[bool], ...]:
    """Return what holds of the row of a job while an attempt may write."""
    return (
        plans.c.id == attempt.plan,
        plans.c.attempt == attempt.number,
        plans.c.state.in_(AT_WORK),
    )


def _close(c: Connection, attempt: Attempt, ending: str, done: bool) -> bool:  # noqa: FBT001 - passed through
    if done:
        c.execute(
            update(attempts)
            .where(attempts.c.plan == attempt.plan, attempts.c.number == attempt.number)
            .values(ended_at=now_ms(), ending=ending)
        )
    return done

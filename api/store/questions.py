"""What an attempt at an analysis asks of its shares, and what they reply.

A share holds a question while its attempt is the newest, at work and of a worker that lives: no
time is set, so that a long question is no lost one. Whoever is given up finds that its reply
changes no row.
"""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, Select, delete, exists, insert, select, update

from api.store.attempts import fence, standing
from api.store.records import Attempt
from api.store.tables import AT_WORK, RUNNING, attempts, plans, questions, workers


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A question that a share's attempt has taken."""

    analysis: str
    attempt: int
    """Of the analysis."""
    number: int
    asked: str
    """JSON."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """How far a question is, for the analysis that asked it."""

    number: int
    is_taken: bool
    reply: str | None
    """JSON."""


def put(c: Connection, attempt: Attempt, number: int, asked: str) -> bool:
    """Let shares answer a question; False where the analysis goes on elsewhere or should end."""
    if standing(c, attempt) != "mine":
        return False
    c.execute(
        insert(questions).values(
            plan=attempt.plan,
            attempt=attempt.number,
            number=number,
            tenant=attempt.tenant,
            asked=asked,
        )
    )
    return True


def take(c: Connection, share: Attempt) -> Held | None:
    """Take the oldest question that nobody has of the analysis of a share, at work as it is.

    None where there is none, or the share may write no more.
    """
    first = _open(share).order_by(questions.c.number).limit(1)
    found = c.execute(first.with_for_update(of=questions, skip_locked=True)).one_or_none()
    if found is None:
        return None
    held = Held(analysis=found.plan, attempt=found.attempt, number=found.number, asked=found.asked)
    c.execute(
        update(questions)
        .where(*_key(held.analysis, held.attempt, [held.number]))
        .values(share=share.plan, share_attempt=share.number)
    )
    return held


def is_any_open(c: Connection, share: Attempt) -> bool:
    """Whether there is a question for a share to take."""
    return c.execute(select(exists(_open(share)))).scalar_one()


def reply(c: Connection, share: Attempt, held: Held, said: str) -> bool:
    """Write the reply to a question; False where it is no longer this share's to answer."""
    done = c.execute(
        update(questions)
        .where(
            *_key(held.analysis, held.attempt, [held.number]),
            questions.c.share == share.plan,
            questions.c.share_attempt == share.number,
            questions.c.reply.is_(None),
            exists(_mine(share)),
        )
        .values(reply=said)
    )
    return done.rowcount == 1


def shared(c: Connection, attempt: Attempt) -> list[Shared]:
    """Return how far the questions of an attempt at an analysis are, in order."""
    wanted = select(questions.c.number, questions.c.share, questions.c.reply).where(
        questions.c.plan == attempt.plan, questions.c.attempt == attempt.number
    )
    return [
        Shared(number=row.number, is_taken=row.share is not None, reply=row.reply)
        for row in c.execute(wanted.order_by(questions.c.number))
    ]


def take_back(c: Connection, attempt: Attempt, number: int) -> bool:
    """Forget a question that no share has, to ask it oneself; False where one has it."""
    gone = c.execute(
        delete(questions).where(
            *_key(attempt.plan, attempt.number, [number]), questions.c.share.is_(None)
        )
    )
    return gone.rowcount == 1


def forget(c: Connection, attempt: Attempt, numbers: Collection[int]) -> None:
    """Forget questions whose replies have been read."""
    c.execute(delete(questions).where(*_key(attempt.plan, attempt.number, numbers)))


def open_again(c: Connection, attempt: Attempt) -> int:
    """Let others have the questions that shares held which work no longer; return how many."""
    holder = plans.alias()
    holds = (
        select(holder.c.id)
        .join(attempts, (attempts.c.plan == holder.c.id) & (attempts.c.number == holder.c.attempt))
        .join(workers, workers.c.worker == attempts.c.worker)
        .where(
            holder.c.id == questions.c.share,
            holder.c.attempt == questions.c.share_attempt,
            holder.c.state.in_(AT_WORK),
        )
    )
    done = c.execute(
        update(questions)
        .where(
            questions.c.plan == attempt.plan,
            questions.c.attempt == attempt.number,
            questions.c.share.is_not(None),
            questions.c.reply.is_(None),
            ~exists(holds.correlate(questions)),
        )
        .values(share=None, share_attempt=None)
    )
    return done.rowcount


def _open(share: Attempt) -> Select[str, int, int, str]:
    analysis = plans.alias()
    newest = (analysis.c.id == questions.c.plan) & (analysis.c.attempt == questions.c.attempt)
    return (
        select(questions.c.plan, questions.c.attempt, questions.c.number, questions.c.asked)
        .join(analysis, newest)
        .where(
            questions.c.plan == share.parent,
            questions.c.share.is_(None),
            analysis.c.state == RUNNING,
            exists(_mine(share)),
        )
    )


def _mine(share: Attempt) -> Select[str]:
    return select(plans.c.id).where(*fence(share))


def _key(analysis: str, attempt: int, numbers: Collection[int]) -> tuple[ColumnElement[bool], ...]:
    return (
        questions.c.plan == analysis,
        questions.c.attempt == attempt,
        questions.c.number.in_(sorted(numbers)),
    )

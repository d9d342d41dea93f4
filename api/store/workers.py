"""Workers' signs of life, and leases on what only one of them may do at a time.

Both count by the database's clock, so that the clocks of machines do not matter. Where that clock
is set back, what was noted before lies in the future and counts for nothing.
"""

from sqlalchemy import ColumnElement, Connection, delete, not_, or_, select, update

from api.store.clock import now_ms
from api.store.tables import leases, workers
from api.store.upsert import insert_or


def register(c: Connection, worker: str, host: str, pid: int) -> None:
    """Note that a worker lives."""
    values = {"host": host, "pid": pid, "started_at": now_ms(), "seen_at": now_ms()}
    statement = insert_or(c, workers).values(worker=worker, **values)
    c.execute(statement.on_conflict_do_update(index_elements=["worker"], set_=values))


def beat(c: Connection, worker: str) -> bool:
    """Note a sign of life; False where the worker was declared dead meanwhile."""
    done = c.execute(update(workers).where(workers.c.worker == worker).values(seen_at=now_ms()))
    return done.rowcount == 1


def silent_ms(c: Connection, worker: str) -> int | None:
    """Return how long ago a worker gave a sign of life; None of one that is not known.

    Far from the pace of its signs where the database's clock has jumped.
    Units: milliseconds.
    """
    wanted = select(now_ms() - workers.c.seen_at).where(workers.c.worker == worker)
    found: int | None = c.execute(wanted).scalar_one_or_none()
    return found


def forget(c: Connection, worker: str) -> None:
    """Note that a worker has left, and give up its leases."""
    c.execute(delete(workers).where(workers.c.worker == worker))
    c.execute(delete(leases).where(leases.c.holder == worker))


def alive(c: Connection, ttl_ms: int) -> set[str]:
    """Return the workers that gave a sign of life within a time."""
    wanted = select(workers.c.worker).where(_seen_within(ttl_ms))
    return set(c.execute(wanted).scalars())


def bury(c: Connection, ttl_ms: int) -> list[str]:
    """Declare dead, and return, the workers that gave no sign of life within a time."""
    gone = c.execute(delete(workers).where(not_(_seen_within(ttl_ms))).returning(workers.c.worker))
    return sorted(gone.scalars())


def _seen_within(ttl_ms: int) -> ColumnElement[bool]:
    return workers.c.seen_at.between(now_ms() - ttl_ms, now_ms() + ttl_ms)


def take_lease(c: Connection, name: str, holder: str, ttl_ms: int) -> bool:
    """Take or renew a lease for a time; False where another holds it."""
    statement = insert_or(c, leases).values(name=name, holder=holder, until=now_ms() + ttl_ms)
    taken = c.execute(
        statement.on_conflict_do_update(
            index_elements=["name"],
            set_={"holder": statement.excluded.holder, "until": statement.excluded.until},
            where=or_(
                leases.c.holder == statement.excluded.holder,
                leases.c.until < now_ms(),
                leases.c.until > now_ms() + ttl_ms,
            ),
        ).returning(leases.c.holder)
    )
    return taken.scalar_one_or_none() == holder


def give_up_lease(c: Connection, name: str, holder: str) -> None:
    """Leave a lease to others before its time; nothing happens where another holds it."""
    c.execute(delete(leases).where(leases.c.name == name, leases.c.holder == holder))

"""Errors of the service; which HTTP status belongs to which is decided in `api.http.problems`.

ServiceError
├── NoSuchProgramme         no programme of the caller's has this id
├── NoSuchPlan              no plan of the caller's has this id
├── PlanAtWork              a worker has a plan of what was to be deleted
├── RevisionMoved           somebody else has made a newer revision
├── IdempotencyRace         the same key is being used by another request right now
├── ArchiveRejected         a backup is not whole, or may not be put where it was asked for
├── TooManyQueued           the caller has as much in the queue as it may
├── QueueFull               the queue is full for everybody
├── DatabaseUnavailable     the database cannot be reached or is too busy; try again
│   └── Overlapping         two transactions waited for one another; this one changed nothing
└── UnsafeDatabase          the database is set up in a way that may lose what was acknowledged
"""


class ServiceError(Exception):
    """Anything the service raises on purpose, beside the errors of the scheduler."""

    code = "service_error"


class NoSuchProgramme(ServiceError):
    """No programme of the caller's has this id."""

    code = "no_such_programme"


class NoSuchPlan(ServiceError):
    """No plan of the caller's has this id."""

    code = "no_such_plan"


class PlanAtWork(ServiceError):
    """A worker has a plan, or an analysis, of what was to be deleted."""

    code = "plan_at_work"

    def __init__(self, id: str) -> None:
        """Keep which."""
        super().__init__(f"{id} is being worked on; cancel it, then delete")
        self.id = id


class RevisionMoved(ServiceError):
    """Somebody else has made a newer revision than the one a change was based on."""

    code = "revision_moved"

    def __init__(self, current: int, expected: int) -> None:
        """Keep both revision numbers."""
        super().__init__(f"the change is based on revision {expected}; the latest is {current}")
        self.current = current
        self.expected = expected


class IdempotencyRace(ServiceError):
    """The same idempotency key is being used by another request right now."""

    code = "idempotency_key_in_use"


class ArchiveRejected(ServiceError):
    """A backup is not whole, or may not be put where it was asked for."""

    code = "archive_rejected"


class TooManyQueued(ServiceError):
    """The caller has as many plans and analyses in the queue as it may."""

    code = "too_many_queued"

    def __init__(self, most: int) -> None:
        """Say how many that is."""
        super().__init__(f"{most} of yours wait already, which is the most; nothing was stored")


class QueueFull(ServiceError):
    """The queue is full for everybody."""

    code = "queue_full"

    def __init__(self) -> None:
        """Say so."""
        super().__init__("too many plans and analyses wait already; nothing was stored")


class DatabaseUnavailable(ServiceError):
    """The database cannot be reached or is too busy; trying again may help."""

    code = "database_unavailable"


class Overlapping(DatabaseUnavailable):
    """Two transactions waited for one another, and this one was ended: it changed nothing."""


class UnsafeDatabase(ServiceError):
    """The database is set up in a way that may lose what was acknowledged."""

    code = "unsafe_database"

"""Problems as they are answered."""

from dataclasses import dataclass

from api.schemas.validation import ShownIssue
from scheduler.interchange.plan_document import OPEN


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Why a request was refused or failed (RFC 9457)."""

    __pydantic_config__ = OPEN

    type: str
    """Address of the description of this kind of problem."""
    title: str
    """The same for every problem of this code."""
    status: int
    """The HTTP status."""
    detail: str
    """What is wrong with this request."""
    code: str
    """Stable name of the kind of problem, for programs."""
    instance: str
    """The path of the request."""
    request_id: str
    """By which the service's log speaks of the request."""
    issues: tuple[ShownIssue, ...]
    """Everything that is wrong with what was sent, not the first thing only."""
    issues_found: int | None = None
    """How many there are, where not all are listed."""
    current: int | None = None
    """The latest revision, where another was expected."""
    allowed: int | None = None
    """The limit, where one was exceeded."""

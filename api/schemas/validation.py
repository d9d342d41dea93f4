"""What is said of a programme that is only looked at."""

from dataclasses import dataclass
from typing import Any, Literal

from scheduler.domain.values import WIRE


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownIssue:
    """One problem of an input document, as `phased-exit --json` tells it."""

    __pydantic_config__ = WIRE

    code: str
    """Stable name of the kind of problem; see /v1/issue-codes."""
    severity: Literal["error", "warning"]
    path: str
    """Where, with ids as filters: `/rules[id=XMAS]/windows[0]/last`; a JSON Patch reads it too."""
    message: str
    """What is wrong, which value was found and what is allowed."""
    value: Any
    """The offending value, cut when it is long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ValidationResult:
    """Whether a programme can be planned, with all that is wrong or odd about it."""

    __pydantic_config__ = WIRE

    valid: bool
    issues: tuple[ShownIssue, ...]
    """Errors first; a valid programme may have warnings."""
    issues_found: int | None = None
    """How many there are, where not all are listed."""
    hash: str | None
    """SHA-256 of the programme in canonical form; null where it has errors."""

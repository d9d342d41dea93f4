"""What is said over HTTP about what was deleted."""

from dataclasses import dataclass

from scheduler.domain.values import WIRE


@dataclass(frozen=True, slots=True, kw_only=True)
class DeletedRows:
    """What went from a table."""

    __pydantic_config__ = WIRE

    table: str
    rows: int
    sha256: tuple[str, ...]
    """Over the rows, one digest for each time that the table was gone through."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deletion:
    """What was deleted; the audit says the same under the number."""

    __pydantic_config__ = WIRE

    programme: str
    audit_number: int
    tables: tuple[DeletedRows, ...]

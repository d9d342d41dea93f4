"""What is said over HTTP about programmes: their revisions, lists of them, what changed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import Field

from api.schemas.plans import ProgrammeId
from api.schemas.validation import ShownIssue
from scheduler.domain.values import WIRE

Number = Annotated[int, Field(ge=1)]
Hash = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Origin: TypeAlias = Literal[
    "created", "replaced", "merge_patch", "json_patch", "change", "merged", "demo"
]

PROGRAMME_ID_SCHEMA: dict[str, Any] = {"pattern": r"^prg_[a-z2-7]{20}$"}


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisionFacts:
    """An immutable revision of a programme, without its document."""

    __pydantic_config__ = WIRE

    id: ProgrammeId
    """The programme's."""
    revision: Number
    """Its number, which is its ETag too; they run from 1 without gaps."""
    parent: Number | None
    """The revision it was made from; null of the first."""
    origin: Origin
    """How it came about."""
    hash: Hash
    """SHA-256 of the canonical (RFC 8785) form of the document, defaults left out."""
    name: str
    """The programme's, as this revision has it."""
    created_at: datetime
    created_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision(RevisionFacts):
    """What storing a programme or a change of it gives: the facts of the latest revision."""

    __pydantic_config__ = WIRE

    warnings: tuple[ShownIssue, ...]
    """What is odd about the programme without being wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisionInList(RevisionFacts):
    """A revision with the patch that made it."""

    __pydantic_config__ = WIRE

    change: Any
    """The patch; null where there was none or where it is long: see the route `diff`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisionList:
    """Revisions of a programme, newest first."""

    __pydantic_config__ = WIRE

    revisions: tuple[RevisionInList, ...]
    next: Number | None
    """Give as `before` for the next page; null on the last one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeFacts:
    """A programme as its latest revision has it, without its document."""

    __pydantic_config__ = WIRE

    id: ProgrammeId
    name: str
    revision: Number
    """Of the latest revision."""
    hash: Hash
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeList:
    """Programmes, newest first."""

    __pydantic_config__ = WIRE

    programmes: tuple[ProgrammeFacts, ...]
    next: ProgrammeId | None
    """Give as `after` for the next page; null on the last one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One difference between two revisions: an operation of a JSON Patch, with what was there."""

    __pydantic_config__ = WIRE

    op: Literal["add", "remove", "replace", "move"]
    path: str
    """Where, with ids as filters."""
    from_: Annotated[str, Field(alias="from")] = ""
    """Of a move: where it stood."""
    value: Any = None
    """What stands there afterwards; left out of removals and moves."""
    was: Any = None
    """What stood there before; left out of additions and moves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What changed from one revision to another; the changes are a JSON Patch too."""

    __pydantic_config__ = WIRE

    from_: Annotated[Number, Field(alias="from")]
    to: Number
    changes: tuple[Change, ...]

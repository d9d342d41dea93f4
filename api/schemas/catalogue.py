"""What can be said, what can be wrong, what to try."""

from dataclasses import dataclass
from typing import Any

from scheduler.domain.values import WIRE


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleField:
    """One field of a planning rule."""

    __pydantic_config__ = WIRE

    name: str
    type: str
    """In words."""
    required: bool
    meaning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleKindFacts:
    """One kind of planning rule."""

    __pydantic_config__ = WIRE

    kind: str
    """Its name in programmes."""
    title: str
    says: str
    """What it demands, in one sentence."""
    description: str
    fields: tuple[RuleField, ...]
    """Beside those that a rule of any kind has."""
    may_be_soft: bool
    """Whether it may have a price instead of being hard."""
    shortfall_unit: str | None
    """What a shortfall is counted in; null where a soft version can only be priced once."""
    example: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleKinds:
    """Everything that a programme can demand of a plan."""

    __pydantic_config__ = WIRE

    shared_fields: tuple[RuleField, ...]
    """Fields that a rule of any kind has."""
    rules: tuple[RuleKindFacts, ...]
    """Kinds in reading order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueCode:
    """One code of an issue in a document."""

    __pydantic_config__ = WIRE

    code: str
    found_in: str
    meaning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemCode:
    """One code of a problem of a request."""

    __pydantic_config__ = WIRE

    code: str
    status: int
    title: str
    meaning: str
    """What to do about it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueCodes:
    """Everything that can be wrong with a document or a request."""

    __pydantic_config__ = WIRE

    issues: tuple[IssueCode, ...]
    """Of documents, by name."""
    problems: tuple[ProblemCode, ...]
    """Of requests, by status."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoProgrammeFacts:
    """A shipped programme, without its document."""

    __pydantic_config__ = WIRE

    id: str
    name: str
    description: str
    href: str
    """Address of the document."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoProgrammes:
    """Programmes shipped to be tried; store one with POST /v1/programmes."""

    __pydantic_config__ = WIRE

    demo_programmes: tuple[DemoProgrammeFacts, ...]
    """The smallest first."""

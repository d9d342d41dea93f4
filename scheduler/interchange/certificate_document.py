"""The certificate of an answer: what was checked, what is claimed, and how it was computed."""

from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from scheduler.domain.values import WIRE, DurationCase, Slug, Text

NEWER: Any = {**WIRE, "extra": "ignore"}
"""A certificate may say more than this version knows; its own hash covers that too."""

WrittenClaim: TypeAlias = Literal[
    "feasible_checked",
    "bound_claimed_by_solver",
    "bound_confirmed_by_second_configuration",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class CertifiedProgramme:
    """Which programme the answer is about."""

    __pydantic_config__ = NEWER

    id: Slug
    hash: Text
    """SHA-256 of the canonical (RFC 8785) form of the programme, written out."""
    durations: DurationCase
    """Which point of every duration was planned on."""
    profile: Slug | None
    """Whose levels were used; null for those of the programme itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CertifiedVersions:
    """What computed the answer; empty where a version is not known."""

    __pydantic_config__ = NEWER

    phased_exit: Text
    ortools: Text
    python: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class CertifiedSearch:
    """How the answer was searched for: told, and nothing that a check could verify."""

    __pydantic_config__ = NEWER

    seed: int
    workers: int
    time_limit_seconds: float | None
    reproducible: bool
    configurations: dict[str, Text]
    """Name of each way of searching that was used to the parameters of CP-SAT, but its limits of
    time; none where no search by CP-SAT was begun."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CertifiedConcession:
    """A soft planning rule not fully met."""

    __pydantic_config__ = NEWER

    id: Text
    shortfall: int
    points: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CertifiedRules:
    """The planning rules that the plan was checked against, by dates alone."""

    __pydantic_config__ = NEWER

    hard: int
    soft: int
    kinds: dict[str, int]
    """Kind of rule to how many there are."""
    met: tuple[Text, ...]
    """Rules that the plan meets: every hard one; none without a plan."""
    conceded: tuple[CertifiedConcession, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CertifiedLevel:
    """One level of the objective: measured on the plan, and what is claimed of it."""

    __pydantic_config__ = NEWER

    name: Text
    value: int
    bound: int | None
    tolerance: int
    unit: Text
    proved: bool
    claim: WrittenClaim


@dataclass(frozen=True, slots=True, kw_only=True)
class CertifiedClash:
    """Planning rules that no plan meets together, as claimed."""

    __pydantic_config__ = NEWER

    rules: tuple[Text, ...]
    minimal: bool
    proved: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenCertificate:
    """What an answer rests on. `check` verifies all of it but the bounds, with no solver.

    It holds no time that was measured, so that a reproducible answer has the same one again.
    """

    __pydantic_config__ = NEWER

    programme: CertifiedProgramme
    versions: CertifiedVersions
    search: CertifiedSearch
    rules: CertifiedRules
    outcome: Literal["plan", "infeasible", "undecided"]
    claim: WrittenClaim | None
    levels: tuple[CertifiedLevel, ...]
    clashes: tuple[CertifiedClash, ...]
    alarms: tuple[Text, ...]
    """What answers of the solver disagree on."""
    document: dict[str, Text]
    """Field of the answer document to the SHA-256 of its canonical form, times left out."""
    hash: Text
    """SHA-256 of the canonical form of the certificate without this field."""

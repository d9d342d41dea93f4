"""The plan file: the answer of `plan --json`, or its `plan` object alone.

Dates are inclusive. Only `options` and the dates of `activities` are the plan; the rest says again
what follows from them and the programme, for readers, and must agree with it.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from scheduler.domain.values import WIRE, Hundredths, Id, Slug, Text
from scheduler.interchange.certificate_document import WrittenCertificate

OPEN: Any = {**WIRE, "extra": "ignore"}
"""Beside the plan an answer may carry more than this version knows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenPart:
    """One part of long work."""

    __pydantic_config__ = WIRE

    id: Slug
    start: date
    """First day."""
    finish: date
    """Last day, included; of the last part that of the activity."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenActivity:
    """One activity of a plan."""

    __pydantic_config__ = WIRE

    id: Id
    service: Slug | None = None
    group: Slug | None = None
    """The service group whose option decides how it is done."""
    kind: Slug | None = None
    """The phase."""
    option: Slug | None = None
    """The sourcing option it is done under."""
    start: date
    """First day."""
    finish: date
    """Last day, included."""
    demands: dict[str, Hundredths] | None = None
    """Team to hundredths of a person on each working day."""
    parts: tuple[WrittenPart, ...] = ()
    """Where the work is divided: its parts in order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenService:
    """The dates of one service; null where nothing of the kind is planned."""

    __pydantic_config__ = WIRE

    group: Slug | None = None
    transfer: date | None = None
    """First day on which the successor is accountable."""
    staff_transfer: date | None = None
    """First day on which the last of its staff groups works for the successor."""
    cutovers: tuple[date, ...] | None = None
    """First live day of each technical cutover, in order."""
    charges_stop: date | None = None
    """Last day charged for by the incumbent."""
    accepted: date | None = None
    """The day on which the service is accepted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenConcession:
    """A soft planning rule not fully met."""

    __pydantic_config__ = WIRE

    id: Text
    """The planning rule."""
    kind: Text = ""
    statement: Text = ""
    activities: tuple[Text, ...] = ()
    shortfall: int
    unit: Text = ""
    price: int
    """Points."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenCost:
    """What one financial year costs, in whole pence (or the smallest unit of the currency)."""

    __pydantic_config__ = WIRE

    budget: Slug | None = None
    """The financial year by its budget; null for the days outside every budget."""
    incumbent: int = 0
    """The incumbent's charges up to each transfer."""
    dual: int = 0
    """The incumbent's charges from each transfer on, while the new side is paid as well."""
    stranded: int = 0
    """What goes on of charges that have stopped, to the contract end."""
    set_up: int = 0
    """Set-up of the chosen options."""
    running: int = 0
    """Running cost of the chosen options from each transfer on."""
    assistance: int = 0
    """Teams with a day rate."""
    components: int = 0
    """Shared components until they stop."""
    total: int
    available: int | None = None
    """The budget's amount."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenPlan:
    """A plan: one option per service group, dates for each activity performed."""

    __pydantic_config__ = WIRE

    programme_hash: Text = ""
    """SHA-256 of the canonical (RFC 8785) form of the programme, written out."""
    options: dict[str, Slug]
    """Service group to sourcing option."""
    services: dict[str, WrittenService] | None = None
    """Service to its dates."""
    activities: tuple[WrittenActivity, ...]
    """Activities performed, by start and id."""
    concessions: tuple[WrittenConcession, ...] = ()
    costs: tuple[WrittenCost, ...] = ()
    """By financial year; none where the programme says what nothing costs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenLevel:
    """How one level of the objective came out."""

    __pydantic_config__ = OPEN

    name: Text
    """With the parameters of the level, where it has any: `schedule_contingency goal 60`."""
    value: int
    """Measured on the plan."""
    bound: int | None
    """No plan is better than this, given the levels before."""
    tolerance: int
    unit: Text
    proved: bool
    """Whether value and bound differ by no more than the tolerance."""
    claim: Literal[
        "feasible_checked",
        "bound_claimed_by_solver",
        "bound_confirmed_by_second_configuration",
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenClash:
    """A set of planning rules that no plan can meet together."""

    __pydantic_config__ = OPEN

    rules: tuple[Text, ...]
    statements: tuple[Text, ...]
    minimal: bool
    proved: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerDocument:
    """The answer of `plan --json`: a plan, that none exists, or that it is not known."""

    __pydantic_config__ = OPEN

    outcome: Literal["plan", "infeasible", "undecided"]
    claim: (
        Literal[
            "feasible_checked",
            "bound_claimed_by_solver",
            "bound_confirmed_by_second_configuration",
        ]
        | None
    ) = None
    """Of the outcome: for a plan, the weakest of its proved levels."""
    objectives: tuple[WrittenLevel, ...] = ()
    plan: WrittenPlan | None
    """Null when there is none."""
    clashes: tuple[WrittenClash, ...] = ()
    recovery_options: tuple[dict[str, Any], ...] = ()
    baselines: tuple[dict[str, Any], ...] = ()
    """What planning without optimising would give."""
    solve: dict[str, Any] | None = field(default_factory=dict)
    """How the answer was computed: seconds, workers, seed, version of the solver, profile; null of
    a plan that was made elsewhere."""
    alarms: tuple[Text, ...] = ()
    """What answers of the solver disagree on; nothing is claimed of it."""
    certificate: WrittenCertificate | None = None
    """What the answer rests on; `check` verifies all of it but the bounds, with no solver."""

"""What planning answers: a plan, that none exists, or that it is not known within the limit."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Literal

from scheduler.domain.adjustments import Adjustment
from scheduler.domain.plan import Plan
from scheduler.domain.values import Basis
from scheduler.rules.rule import Concession


class Claim(StrEnum):
    """How much is known, from least to most; never more is said than this."""

    FEASIBLE = "feasible_checked"
    """The plan passed the independent check; nothing is known of better ones."""
    BOUND = "bound_claimed_by_solver"
    """The solver says that nothing better, or nothing at all, exists."""
    CONFIRMED = "bound_confirmed_by_second_configuration"
    """A second solve with another seed and other presolving agrees."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelOutcome:
    """How one level of the objective came out."""

    name: str
    """With the parameters of the level, where it has any: `schedule_contingency goal 60`."""
    value: int
    """Measured on the plan."""
    bound: int | None
    """No plan is better than this, given the levels before; none when nothing is known."""
    tolerance: int
    unit: str
    proved: bool
    """Whether value and bound differ by no more than the tolerance."""
    claim: Claim
    seconds: float | None = None
    """From the start of the run to the proof, or to the end of the level's time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """Why some rules cannot hold together, where that can be told in dates and numbers.

    Time is counted in calendar days, effort in hundredths of a person times working days, money in
    pence.
    """

    kind: Literal["window", "dates", "effort", "circle", "changes", "turns", "choices", "amount"]
    """A chain longer than its window, an activity without any date, a team asked for more than it
    has, activities that wait for each other, more changes than the days or weeks left to them can
    take, work that must go one at a time and is more than fits, sourcing options that leave less
    than is required, a sum above its amount."""
    words: str
    """In one or two sentences."""
    activities: tuple[str, ...] = ()
    """In the order of the chain; those that ask for the team; those that must go somewhere."""
    groups: tuple[str, ...] = ()
    """Service groups whose options leave too little."""
    team: str | None = None
    first: date | None = None
    """First day of the window."""
    last: date | None = None
    """Its last day."""
    needed: int | None = None
    """What is required at least, or comes about at least."""
    there: int | None = None
    """What there is room for, or what is allowed."""
    short: int | None = None
    """By how much the one is more than the other."""
    unit: (
        Literal[
            "calendar days",
            "working days",
            "hundredths of a person-day",
            "hundredths of a person",
            "changes",
            "per cent",
            "sourcing options",
            "service groups",
            "providers",
            "units",
            "pence",
        ]
        | None
    ) = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """A minimal set of planning rules that no plan can meet together."""

    rules: tuple[str, ...]
    statements: tuple[str, ...]
    minimal: bool
    """Whether every one of them was shown to be needed; otherwise some may be left out."""
    proved: bool
    """Proved again alone and by a second configuration; otherwise likely."""
    bases: tuple[Basis, ...] = ()
    """What each rule rests on, in their order."""
    cause: Cause | None = None
    """What collides in them, where it can be computed from them alone."""
    alarms: tuple[str, ...] = ()
    """What answers of the solver disagree on; nothing is then proved."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptBack:
    """A service that stays with the incumbent in a partial plan."""

    service: str
    name: str
    criticality: int
    rules: tuple[str, ...]
    """Planning rules left out with it."""
    earliest_transfer: date | None
    """First day on which it could transfer if only its deadlines were lifted; none if unknown."""
    calendar_days_after_end: int | None
    """From the contract end to that day; how long somebody must go on serving it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartialPlan:
    """The plan of all services but a few, where no plan of all of them exists."""

    kept_back: tuple[KeptBack, ...]
    plan: Plan
    """Of everything that goes on; activities of the services kept back are left out."""
    criticality: int
    """Of the services kept back, in all."""
    fewest: bool
    """Whether no choice of services with less criticality leaves a plan of the rest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clashes:
    """Why a programme has no plan: clashes, the plainest first, and what could go on."""

    clashes: tuple[Clash, ...] = ()
    complete: bool = False
    """Whether there are no other clashes at all, says the solver."""
    none_apart: bool = False
    """Whether every other clash shares a rule with one of these."""
    partial_plan: PartialPlan | None = None
    alarms: tuple[str, ...] = ()
    """What answers of the solver disagree on."""
    outcome: Literal["infeasible", "plan", "undecided"] = "infeasible"
    """What the search found of the whole programme."""
    seconds: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class BaselineOutcome:
    """What planning without optimising would give."""

    name: str
    feasible: bool
    rules_broken: int
    contingency_weeks: int | None
    peak_change_load: int
    last_transfer: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SolveFacts:
    """How the answer was computed."""

    seconds: float
    workers: int
    seed: int
    ortools: str
    reproducible: bool = False
    profile: str | None = None
    """Whose objective levels were used; none for the levels of the programme itself."""
    first_plan_seconds: float | None = None
    stopped_by: Literal["proof", "limit", "request", "memory", "failure"] = "proof"
    not_compared: tuple[str, ...] = ()
    """Ways of planning without optimising that there was no time to try."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The answer to one request for a plan."""

    outcome: Literal["plan", "infeasible", "undecided"]
    claim: Claim | None
    objectives: tuple[LevelOutcome, ...] = ()
    plan: Plan | None = None
    concessions: tuple[Concession, ...] = ()
    clashes: tuple[Clash, ...] = ()
    baselines: tuple[BaselineOutcome, ...] = ()
    alarms: tuple[str, ...] = ()
    """What answers of the solver disagree on; then nothing is claimed of it."""
    solve: SolveFacts
    time_limit_seconds: float | None = None
    """What the search was allowed."""
    configurations: Mapping[str, str] = field(default_factory=dict)
    """Name of each way of searching that was used to its parameters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontierLevel:
    """One of the two levels that a frontier weighs against each other."""

    name: str
    """With its parameters, as in answers."""
    unit: str
    maximise: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontierPoint:
    """A checked plan to which none that was found is better in one level and as good in both."""

    first: int
    second: int
    proved: bool
    """Whether no plan at all is, says the solver."""
    plan: Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Frontier:
    """What more of one level costs in another, concessions being as few as can be."""

    outcome: Literal["plan", "infeasible", "undecided"]
    first: FrontierLevel
    second: FrontierLevel
    points: tuple[FrontierPoint, ...] = ()
    """From the best in the first level to the best in the second."""
    concessions: int | None = None
    """Points paid by every plan here; none where concessions are one of the two levels."""
    unexplored: tuple[tuple[int, int], ...] = ()
    """Values of the first level between which further points may lie, both left out."""
    seconds: float

    @property
    def complete(self) -> bool:
        """Whether these are all points there are, says the solver."""
        return not self.unexplored and all(point.proved for point in self.points)


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelPrice:
    """What one level of the objective is with a wish, and in the plan at hand."""

    name: str
    """With its parameters, as in answers."""
    unit: str
    maximise: bool
    here: int
    """In the plan at hand."""
    there: int
    """In the best plan found that grants the wish."""
    proved: bool
    """Whether no plan that grants the wish is better, given the levels before, says the solver."""

    @property
    def worse_by(self) -> int:
        """In the unit; negative where the plan with the wish is the better one."""
        return self.here - self.there if self.maximise else self.there - self.here


@dataclass(frozen=True, slots=True, kw_only=True)
class WishAnswer:
    """Whether any plan grants a wish, and what it costs."""

    outcome: Literal["already", "plan", "none", "undecided"]
    """`already`: the plan at hand grants it."""
    wish: str
    """In the words of a planner, without a full stop: `Payroll live by 1 June 2023`."""
    rules: tuple[str, ...]
    """The wish in the words of planning rules."""
    about: Literal["date", "option"] = "date"
    plan: Plan | None = None
    prices: tuple[LevelPrice, ...] = ()
    confirmed: bool = False
    """For none: whether a second configuration says so too."""
    clash: Clash | None = None
    """For none: planning rules that cannot hold with the wish, where they were looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One planning rule that gives way, by how much, at what price and by whose leave."""

    rule: str
    """The planning rule, or the date set of meetings."""
    before: str
    after: str
    owner: str
    """Who may grant it."""
    basis: Basis
    price: int
    """In points."""
    words: str
    """The change in a sentence."""
    adjustments: tuple[Adjustment, ...]
    """What is added to the programme."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoveryOption:
    """Changes that together leave a plan, none of which can be left out or made smaller."""

    changes: tuple[Change, ...]
    price: int
    """Points of all changes; options are in order of those for contract, then of the others."""
    contract_points: int
    checked: bool
    """Whether its plan was found by planning anew and passed the independent check."""
    cheapest_proved: bool
    """Whether nothing cheaper exists but what contains an option before it."""
    irreducible_proved: bool
    """Whether moving any change one step back is known to leave no plan."""
    plan: Plan

    @property
    def adjustments(self) -> tuple[Adjustment, ...]:
        """What all changes add to the programme."""
        return tuple(adjustment for change in self.changes for adjustment in change.adjustments)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovery:
    """Ways back to a plan, the cheapest first."""

    options: tuple[RecoveryOption, ...]
    complete: bool
    """Whether there are no others, law and technical need being kept."""
    at_least: int
    """Any further option costs so many points, as far as is known."""
    asked: int
    """Questions put to the solver."""
    seconds: float

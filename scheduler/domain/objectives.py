"""What makes one plan better than another: levels in order of importance."""

from dataclasses import dataclass
from typing import Annotated, Literal, get_args

from pydantic import Field

from scheduler.domain.standing import CommitmentLevel
from scheduler.domain.values import WIRE, Slug, Text

OwnLevel = Literal[
    "concessions",
    "schedule_contingency",
    "peak_change_load",
    "change_load_area",
    "sourcing_appraisal",
    "risk",
    "providers",
    "customisation",
    "weighted_transfers",
    "last_finish",
    "spread",
    "smallest_slack",
    "cost",
]
"""Levels that have a value for a plan by itself."""
StabilityLevel = Literal["commitments_changed", "options_changed", "dates_moved", "weighted_shift"]
"""Levels that compare a plan with what was promised and with the baseline."""
ObjectiveName = Literal[OwnLevel, StabilityLevel]

OWN: tuple[OwnLevel, ...] = get_args(OwnLevel)
STABILITY: tuple[StabilityLevel, ...] = get_args(StabilityLevel)


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectiveLevel:
    """One level of the lexicographic order.

    A later level may worsen this one by `tolerance` from its best bound, never by more.
    """

    __pydantic_config__ = WIRE

    name: ObjectiveName
    tolerance: Annotated[int, Field(ge=0, le=1_000_000)] = 0
    """In the unit of the level."""
    goal: Annotated[int, Field(ge=-1_000_000_000_000, le=1_000_000_000_000)] | None = None
    """Good enough, in the unit of the level: what is better than that counts as no better, and is
    left to the levels below. A level may be named again without its goal, or with another."""
    threshold: Annotated[int, Field(ge=0, le=1_000_000)] | None = None
    """For `change_load_area`: load points that a user group bears in a week unharmed; only those
    above are added up. 0 when left out."""
    commitment_level: CommitmentLevel | None = None
    """For `commitments_changed`: only commitments of this level count; all of them when left out.
    """
    reason: Text = ""

    @property
    def key(self) -> str:
        """Name and parameters: what tells two levels of one programme apart."""
        given = [f"{n} {v}" for n, v in self.parameters() if v is not None]
        return " ".join((self.name, *given))

    def parameters(self) -> tuple[tuple[str, int | str | None], ...]:
        """Return what changes the quantity that the level speaks of."""
        return (
            ("threshold", self.threshold),
            ("of", self.commitment_level),
            ("goal", self.goal),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectiveProfile:
    """Levels under a name, to plan the same programme in another order of importance."""

    __pydantic_config__ = WIRE

    id: Slug
    name: Text = ""
    levels: tuple[ObjectiveLevel, ...]
    source: Text = ""


DEFAULT_LEVELS: tuple[ObjectiveLevel, ...] = (
    ObjectiveLevel(
        name="concessions",
        reason="Soft rules are broken only where nothing else is possible.",
    ),
    ObjectiveLevel(
        name="schedule_contingency",
        tolerance=20,
        reason="Time kept free before the contract end, give or take four weeks.",
    ),
    ObjectiveLevel(
        name="peak_change_load",
        tolerance=0,
        reason="The worst week of any user group, before anything is spent on other wishes.",
    ),
    ObjectiveLevel(
        name="sourcing_appraisal",
        reason="The council's own appraisal decides between options that fit.",
    ),
    ObjectiveLevel(
        name="weighted_transfers",
        reason="What is left: the most critical services off the old contract first.",
    ),
)
"""The order when a programme names none."""

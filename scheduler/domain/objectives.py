"""What makes one plan better than another: levels in order of importance."""

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from scheduler.domain.values import WIRE, Text

ObjectiveName = Literal[
    "concessions",
    "schedule_contingency",
    "peak_change_load",
    "sourcing_appraisal",
    "weighted_transfers",
    "last_finish",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectiveLevel:
    """One level of the lexicographic order.

    A later level may worsen this one by `tolerance` from its best bound, never by more.
    """

    __pydantic_config__ = WIRE

    name: ObjectiveName
    tolerance: Annotated[int, Field(ge=0, le=1_000_000)] = 0
    """In the unit of the level."""
    reason: Text = ""


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

"""Risks: what may happen, how likely it is and what it does to the activities it hits."""

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from scheduler.domain.activities import Selection
from scheduler.domain.values import WIRE, Slug, Text, ThreePoint

RiskEffect = Literal["longer", "missed", "repeat"]
"""What a risk does: work takes longer, an event is missed, or something is done again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Risk:
    """Something that may happen to activities while a plan is carried out.

    Plans are made as if it did not; `phased-exit risk` tells what it does to one.
    """

    __pydantic_config__ = WIRE

    id: Slug
    name: Text = ""
    probability_percent: Annotated[float, Field(ge=0, le=100)]
    """Of happening at all, or to each of the activities."""
    effect: RiskEffect
    """`longer`: work takes `working_days` more. `missed`: an event takes its next allowed date,
    such as the next meeting. `repeat`: work takes its time once more, an event is held again on a
    later date, each `working_days` later at least."""
    activities: Selection
    """What it happens to."""
    together: bool = False
    """Whether it happens to all of them or to none; else to each for itself."""
    working_days: ThreePoint | None = None
    """What it costs beyond that."""
    owner: Text = ""
    """Who keeps an eye on it."""
    mitigation: Text = ""
    """What is done about it."""
    source: Text = ""

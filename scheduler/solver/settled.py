"""A level that is done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.domain.objectives import ObjectiveLevel

if TYPE_CHECKING:
    from ortools.sat.python import cp_model


@dataclass(slots=True)
class Settled:
    """A level that is done, and what a second configuration must refute to confirm it."""

    level: ObjectiveLevel
    cost: cp_model.IntVar | None
    """None where the level was settled without the solver."""
    bound: int | None
    proved: bool
    seconds: float
    challenge: cp_model.CpModel | None = None
    """The model of the levels before, asked for something better than the bound."""
    confirmed: bool = False

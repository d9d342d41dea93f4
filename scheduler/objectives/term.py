"""What an objective term is: a measure on dates and a posting of the same quantity."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

    from scheduler.model.model_build import ModelBuild


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One quantity that a level of the objective minimises or maximises."""

    name: str
    unit: str
    maximise: bool = False
    measure: Callable[[ExpandedProgramme, Plan], int]
    """By dates, from the finished plan: the value that is reported."""
    post: Callable[[ModelBuild], cp_model.LinearExprT]
    """The same quantity in solver variables, never better than the measure."""

    best_possible: int | None = None
    """A value that no plan can better, whatever the programme: who has it need not search."""

    @property
    def sign(self) -> int:
        """1 to minimise, -1 to maximise."""
        return -1 if self.maximise else 1

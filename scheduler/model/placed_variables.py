"""Solver variables of one activity, by form.

All three forms answer alike: whether performed, positions of start and finish, ordinals of the
instants, and what they ask of teams. Linear expressions of an absent activity mean nothing, so
every constraint over them is bound to `performed`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

    from scheduler.model.expressions import Condition, Expression


@dataclass(frozen=True, slots=True)
class Asking:
    """An optional interval during which teams are asked for."""

    interval: cp_model.IntervalVar
    demands: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class OffAxisAsking:
    """A date that is no axis day on which teams are asked for while a literal holds."""

    day: date
    literal: Condition
    demands: Mapping[str, int]


@dataclass(slots=True)
class Stretch:
    """Work or a span: an interval on the axis."""

    performed: Condition
    start: cp_model.IntVar
    finish: Expression
    asking: tuple[Asking, ...]
    reaches: tuple[tuple[Condition, int], ...] = ()
    """For work: axis days from start to finish, each while its literal holds."""
    length: cp_model.IntVar | None = None
    """For a span: axis days from start to finish."""
    start_ordinal: cp_model.IntVar | None = None
    finish_ordinal: cp_model.IntVar | None = None


@dataclass(slots=True)
class Event:
    """An event: one literal for each date it may fall on."""

    performed: Condition
    on: dict[date, cp_model.IntVar]
    sums: dict[str, cp_model.IntVar] = field(default_factory=dict)
    """Channelled once: `position`, `position_after`, `ordinal`."""

    def total(self, worth: Callable[[date], int]) -> Expression:
        """Return the worth of the event's date; 0 when absent."""
        return sum(worth(day) * literal for day, literal in self.on.items())


Placed = Stretch | Event

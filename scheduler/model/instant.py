"""An instant of an activity and its order against others, on the axis and on the calendar.

The position of an instant is the number of working days before it. Between two working days lie
the end of the one, then perhaps a weekend, then the beginning of the other: all one position. Work
begins last and ends first among the instants of its position; an event may lie anywhere. Where
positions cannot tell the order, calendar days do: an event offers them date by date, and only a
pair of stretches needs a table.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from scheduler.domain.calendars import ONE_DAY
from scheduler.model.placed_variables import Event, Placed, Stretch

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

    from scheduler.model.enforcement import Enforcement
    from scheduler.model.expressions import Condition, Expression
    from scheduler.timeline.time_axis import TimeAxis


@dataclass(frozen=True, slots=True)
class Instant:
    """Start or finish of an activity as the solver sees it."""

    axis: TimeAxis
    model: cp_model.CpModel
    activity: str
    of: Placed
    at_start: bool

    @property
    def performed(self) -> Condition:
        """Whether there is such an instant."""
        return self.of.performed

    @property
    def position(self) -> Expression:
        """Working days before the instant."""
        if isinstance(self.of, Stretch):
            return self.of.start if self.at_start else self.of.finish
        if self.at_start:
            return self._channelled("position", self.axis.position)
        return self._channelled("position_after", self.axis.position_after)

    @property
    def ordinal(self) -> Expression:
        """Calendar days before the instant."""
        if isinstance(self.of, Event):
            begins = self._channelled("ordinal", self.axis.ordinal)
            return begins if self.at_start else begins + 1
        if self.at_start:
            if self.of.start_ordinal is None:
                table = [self.axis.ordinal(day) for day in self.axis.working]
                self.of.start_ordinal = self._looked_up(self.of.start, table)
            return self.of.start_ordinal
        if self.of.finish_ordinal is None:
            table = [0, *(self.axis.ordinal(day) + 1 for day in self.axis.working)]
            self.of.finish_ordinal = self._looked_up(self.of.finish, table)
        return self.of.finish_ordinal

    def date_of(self, day: date) -> date:
        """Return the instant that an event on `day` has, as the day it begins."""
        return day if self.at_start else day + ONE_DAY

    def post_at_least(self, later: Instant, calendar_days: int, by: Enforcement) -> None:
        """Post that `later` is at least so many calendar days after this instant."""
        both = (self.performed, later.performed)
        if by.per_unit or isinstance(self.of, Event) == isinstance(later.of, Event):
            give = by.give(2 * self.axis.calendar_days + abs(calendar_days))
            by.bind(self.model.add(later.ordinal - self.ordinal + give >= calendar_days), *both)
        elif isinstance(later.of, Event):
            at = self.axis.position

            def latest(day: date) -> int:
                limit = later.date_of(day) - ONE_DAY * calendar_days
                return at(limit + ONE_DAY) - 1 if self.at_start else at(limit)

            by.bind(self.model.add(self.position <= later.of.total(latest)), *both)
        elif isinstance(self.of, Event):
            at = self.axis.position

            def earliest(day: date) -> int:
                limit = self.date_of(day) + ONE_DAY * calendar_days
                return at(limit) if later.at_start else at(limit - ONE_DAY) + 1

            by.bind(self.model.add(later.position >= self.of.total(earliest)), *both)

    def ordered_by_position(self, later: Instant) -> bool:
        """Tell whether equal positions already mean that `later` is not before this instant."""
        ends_first = isinstance(self.of, Stretch) and not self.at_start
        begins_last = isinstance(later.of, Stretch) and later.at_start
        return ends_first or begins_last

    def _channelled(self, name: str, worth: Callable[[date], int]) -> Expression:
        if not isinstance(self.of, Event):
            message = "only events are channelled"
            raise TypeError(message)
        if name not in self.of.sums:
            top = max((worth(day) for day in self.of.on), default=0)
            made = self.model.new_int_var(0, max(0, top), f"{name}[{self.activity}]")
            self.model.add(made == self.of.total(worth))
            self.of.sums[name] = made
        return self.of.sums[name]

    def _looked_up(self, index: Expression, table: list[int]) -> cp_model.IntVar:
        made = self.model.new_int_var(0, max(table), f"ordinal[{self.activity}]")
        at = self.model.new_int_var(0, len(table) - 1, f"index[{self.activity}]")
        self.model.add(at == index)
        self.model.add_element(at, table, made)
        return made

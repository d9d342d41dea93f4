"""A moment from which a team has fewer or more people, and the blocks that say so on the axis.

A turn comes on the day of an event, or so many days after it, and never when the event is not
performed: its position is the end of the axis then. Whoever leaves at a turn is a block from there
to the end; whoever joins is one from the beginning to there, under a ceiling raised by as much.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

from scheduler.domain.calendars import ONE_DAY

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

    from scheduler.model.expressions import Condition, Expression
    from scheduler.model.placed_variables import Event
    from scheduler.timeline.time_axis import TimeAxis


@dataclass(frozen=True, slots=True)
class Turn:
    """A moment that the plan decides."""

    model: cp_model.CpModel
    size: int
    position: cp_model.IntVar
    """Working days before it; the size of the axis when it never comes."""
    least: int
    most: int
    has_come: Callable[[date], Expression]
    """1 from the turn's day on and 0 before it, on axis days and others."""

    def or_earlier(self, other: Turn) -> Turn:
        """Return the turn that comes first of two."""
        model = self.model
        least, most = min(self.least, other.least), min(self.most, other.most)
        made = model.new_int_var(least, most, "turn[earlier]")
        model.add_min_equality(made, [self.position, other.position])

        def has_come(on: date) -> Expression:
            either = model.new_bool_var(f"come[{on}]")
            model.add_max_equality(either, [self.has_come(on), other.has_come(on)])
            return either

        return Turn(model, self.size, made, least, most, has_come)

    def only_under(self, options: Sequence[Condition]) -> Turn:
        """Return the turn as it comes under some sourcing options of one group only."""
        model = self.model
        chosen = model.new_bool_var("under")
        model.add(sum(options) == chosen)
        made = model.new_int_var(self.least, self.size, "turn[under]")
        model.add(made == self.position).only_enforce_if(chosen)
        model.add(made == self.size).only_enforce_if(~chosen)

        def has_come(on: date) -> Expression:
            both = model.new_bool_var(f"come[{on}]")
            model.add_min_equality(both, [self.has_come(on), chosen])
            return both

        return Turn(model, self.size, made, self.least, self.size, has_come)

    def blocks_before(self, amount: int) -> tuple[cp_model.IntervalVar, int]:
        """Return an interval with its demand from the beginning of the axis to the turn."""
        to_join = self.model.new_interval_var(0, self.position, self.position, "to join")
        return to_join, amount

    def blocks_after(self, amounts: Iterable[int]) -> Iterator[tuple[cp_model.IntervalVar, int]]:
        """Yield intervals with their demands from the turn on, one for each run of equal amounts.

        `amounts` are those of the axis days in order.
        """
        first = 0
        for amount, run in groupby(amounts):
            last = first + len(list(run))
            if amount and self.least < last:
                start = self._within(first, last)
                left = self.model.new_interval_var(start, last - start, last, "left")
                yield left, amount
            first = last

    def _within(self, first: int, last: int) -> Expression:
        """Return the position, moved into a run of axis days."""
        if self.most <= first:
            return first
        here = self.position
        if self.least < first:
            here = self.model.new_int_var(first, self.most, "late")
            self.model.add_max_equality(here, [self.position, first])
        if self.most > last:
            late, here = here, self.model.new_int_var(max(first, self.least), last, "early")
            self.model.add_min_equality(here, [late, last])
        return here


def turn_of(model: cp_model.CpModel, axis: TimeAxis, event: Event, calendar_days: int) -> Turn:
    """Return the day of an event, or so many days after it."""

    def position(day: date) -> int:
        return axis.position(day + ONE_DAY * calendar_days)

    def has_come(on: date) -> Expression:
        return event.total(lambda day: int(day + ONE_DAY * calendar_days <= on))

    possible = [position(day) for day in event.on]
    least = min(possible, default=axis.size)
    most = max(possible, default=axis.size) if event.performed is True else axis.size
    made = model.new_int_var(least, most, "turn")
    model.add(made == axis.size - event.total(lambda day: axis.size - position(day)))
    return Turn(model, axis.size, made, least, most, has_come)

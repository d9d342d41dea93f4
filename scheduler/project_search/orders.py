"""What greatest lags and scarce resources imply together: longest paths, and orders they force.

Two activities that a resource cannot bear at once have an order. Where the longest paths leave no
room for one of the two orders, the other holds, which lengthens paths, which forces further orders.

Source: Roy (1962) for longest paths by all pairs; Brucker, Knust, Schoo & Thiele (1998), A branch
and bound algorithm for the resource-constrained project scheduling problem, section 4, for direct
arcs; Neumann, Schwindt & Zimmermann (2003), Project Scheduling with Time Windows, section 2.6.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Int64s = NDArray[np.int64]
    Flags = NDArray[np.bool_]

NO_PATH = -(10**9)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lag:
    """`after` starts at least `days` after `before` starts; a negative number is a greatest lag.

    Units: `before` and `after` are positions of activities.
    """

    before: int
    after: int
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LaggedProject:
    """Activities with least and greatest lags and scarce resources, each with one mode.

    Units: `durations` in days; a row of `demands` holds an activity's needs per resource and day;
    `capacities` per resource and day; an activity starts on day `first_starts` at the earliest and
    on day `last_starts` at the latest, counted from 0.
    """

    durations: tuple[int, ...]
    demands: tuple[tuple[int, ...], ...]
    capacities: tuple[int, ...]
    lags: tuple[Lag, ...]
    first_starts: tuple[int, ...]
    last_starts: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImpliedOrders:
    """What every schedule of a project meets.

    Units: pairs of positions, the first finishing before the second starts; days from 0.
    """

    orders: tuple[tuple[int, int], ...]
    first_starts: tuple[int, ...]
    last_starts: tuple[int, ...]


def implied_orders(project: LaggedProject) -> ImpliedOrders | None:
    """Return the orders and starts that lags and resources imply, or None where nothing fits."""
    paths = _Paths(project)
    if not paths.close() or not paths.force():
        return None
    count = len(project.durations)
    return ImpliedOrders(
        orders=tuple(paths.orders),
        first_starts=tuple(int(day) for day in paths.longest[count, :count]),
        last_starts=tuple(int(-day) for day in paths.longest[:count, count]),
    )


class _Paths:
    """Longest paths between all starts; the last row and column are day 0."""

    def __init__(self, project: LaggedProject) -> None:
        count = len(project.durations)
        longest = np.full((count + 1, count + 1), NO_PATH, dtype=np.int64)
        np.fill_diagonal(longest, 0)
        for lag in project.lags:
            longest[lag.before, lag.after] = max(longest[lag.before, lag.after], lag.days)
        longest[count, :count] = project.first_starts
        longest[:count, count] = [-day for day in project.last_starts]
        self.longest = longest
        self.orders: list[tuple[int, int]] = []
        self._durations = np.array(project.durations, dtype=np.int64)
        self._apart = _cannot_be_together(project)

    def close(self) -> bool:
        """Find the longest paths; tell whether no activity waits for itself."""
        for over in range(len(self.longest)):
            column, row = self.longest[:, over : over + 1], self.longest[over : over + 1, :]
            np.maximum(self.longest, column + row, out=self.longest)
        self._clear()
        return bool((np.diag(self.longest) <= 0).all())

    def force(self) -> bool:
        """Add orders until none is forced any more; tell whether nothing contradicts."""
        durations, count = self._durations, len(self._durations)
        while True:
            between = self.longest[:count, :count]
            # `j` cannot come before `i` where it starts less than its duration before `i` at most.
            no_room = self._apart & (between > -durations[None, :])
            if (no_room & no_room.T).any():
                return False
            forced = np.argwhere(no_room & (between < durations[:, None]))
            if not len(forced):
                return True
            for before, after in forced.tolist():
                self.orders.append((before, after))
                if not self._lengthen(before, after, int(durations[before])):
                    return False

    def _lengthen(self, before: int, after: int, days: int) -> bool:
        """Take in a new lag; tell whether it contradicts nothing."""
        longest = self.longest
        if longest[before, after] >= days:
            return True
        if longest[after, before] + days > 0:
            return False
        through = (longest[:, before] + days)[:, None] + longest[after, :][None, :]
        np.maximum(longest, through, out=longest)
        self._clear()
        return True

    def _clear(self) -> None:
        """Undo what adding to the sign of no path has made of it."""
        self.longest[self.longest < NO_PATH // 2] = NO_PATH


def _cannot_be_together(project: LaggedProject) -> Flags:
    """Return which pairs a resource cannot bear on one day."""
    count = len(project.durations)
    apart = np.zeros((count, count), dtype=bool)
    for resource, capacity in enumerate(project.capacities):
        needs = np.array([demands[resource] for demands in project.demands], dtype=np.int64)
        apart |= needs[:, None] + needs[None, :] > capacity
    busy: Sequence[bool] = [duration > 0 for duration in project.durations]
    apart &= np.array(busy)[:, None] & np.array(busy)[None, :]
    np.fill_diagonal(apart, val=False)
    return apart

"""What teams have left while a schedule is being made.

People leave and join as the events they do it on are placed. Where moves, bookings and a decay
meet, somewhat less may be left here than the rule of the team allows; verification decides.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from scheduler.domain.calendars import ONE_DAY
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.resources import StaffMove
from scheduler.timeline.time_axis import TimeAxis


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a team gains or loses from so many days after an event on."""

    team: str
    calendar_days: int = 0
    gained: int = 0
    lost: int = 0
    """At most, of what is declared for a day."""
    lost_percent: int = 0
    group: str = ""
    options: tuple[str, ...] = ()

    def amount(self, declared: int) -> int:
        """Return the change of a day's hundredths of a person."""
        share = -(-declared * self.lost_percent // 100)
        return self.gained - min(self.lost, declared) - share


class FreeCapacity:
    """Hundredths of a person left of each team on each axis day."""

    def __init__(self, programme: ExpandedProgramme, axis: TimeAxis) -> None:
        """Start with everything free."""
        self._axis = axis
        self._left = {
            team.id: [team.capacity_on(day) for day in axis.working]
            for team in programme.document.teams
        }
        self._declared = {team: tuple(left) for team, left in self._left.items()}
        self._changes = changes_of(programme)

    def first_obstacle(self, demands: Mapping[str, int], start: int, finish: int) -> int | None:
        """Return the last axis day on which a demand cannot be met, or None."""
        worst = None
        for team, amount in demands.items():
            left = self._left[team]
            for day in range(finish - 1, start - 1, -1):
                if left[day] < amount:
                    worst = day if worst is None else max(worst, day)
                    break
        return worst

    def take(self, demands: Mapping[str, int], start: int, finish: int, sign: int = 1) -> None:
        """Take demands from the days, or give them back with sign -1."""
        for team, amount in demands.items():
            left = self._left[team]
            for day in range(start, finish):
                left[day] -= sign * amount

    def change(self, event: str, day: date, options: Mapping[str, str], sign: int = 1) -> None:
        """Let people leave and join on the date of an event, or undo that with sign -1."""
        for change in self._changes.get(event, ()):
            if change.options and options.get(change.group) not in change.options:
                continue
            left, declared = self._left[change.team], self._declared[change.team]
            first = self._axis.position(day + ONE_DAY * change.calendar_days)
            for at in range(first, self._axis.size):
                left[at] += sign * change.amount(declared[at])

    def on_axis(self, day: date) -> bool:
        """Tell whether a date is an axis day."""
        at = self._axis.position(day)
        return at < self._axis.size and self._axis.working[at] == day


def changes_of(programme: ExpandedProgramme) -> Mapping[str, list[Change]]:
    """Return what changes in teams with each event."""
    changes: defaultdict[str, list[Change]] = defaultdict(list)
    for staff in programme.document.staff_groups:
        for move in staff.moves:
            for change in _of_move(move, staff.group):
                changes[staff.transfer or ""].append(change)
    for team in programme.document.teams:
        left = 100
        for step in () if team.decay is None else team.decay.steps:
            lost = left - step.percent_left
            change = Change(team=team.id, calendar_days=step.calendar_days, lost_percent=lost)
            changes[team.decay.after if team.decay else ""].append(change)
            left = step.percent_left
    return changes


def _of_move(move: StaffMove, group: str) -> Iterator[Change]:
    if move.from_team is not None:
        yield Change(team=move.from_team, lost=move.hundredths)
    if move.to_team is not None:
        yield Change(team=move.to_team, gained=move.hundredths, group=group, options=move.options)

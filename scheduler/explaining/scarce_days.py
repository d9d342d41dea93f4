"""Days on which a team has fewer people than one activity alone asks for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import accumulate

from scheduler.domain.activities import Mode
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Placed
from scheduler.domain.planning_rules import TeamCapacity
from scheduler.timeline.time_axis import TimeAxis


class ScarceDays:
    """How many days of the axis have too few people for a demand, by team and demand."""

    def __init__(
        self, programme: ExpandedProgramme, axis: TimeAxis, teams: Mapping[str, TeamCapacity]
    ) -> None:
        """Count nothing yet."""
        self._programme, self._axis, self._teams = programme, axis, teams
        self._there: dict[str, tuple[int, ...]] = {}
        self._counts: dict[tuple[str, int], tuple[int, ...]] = {}

    def bar(self, modes: Sequence[Mode], at: Placed) -> Iterator[str]:
        """Yield the rules of teams that have too few people on some day, whatever the mode."""
        if not modes:
            return
        for team, rule in self._teams.items():
            least = min(mode.demands.get(team, 0) for mode in modes)
            if least and self._is_scarce(team, least, at):
                yield rule.id

    def _is_scarce(self, team: str, demand: int, at: Placed) -> bool:
        first, after = self._axis.position(at.start), self._axis.position_after(at.finish)
        if first == after:
            return self._most(team, at.start) < demand
        key = team, demand
        if key not in self._counts:
            self._counts[key] = (0, *accumulate(there < demand for there in self._on(team)))
        counts = self._counts[key]
        return counts[after] > counts[first]

    def _on(self, team: str) -> tuple[int, ...]:
        if team not in self._there:
            self._there[team] = tuple(self._most(team, day) for day in self._axis.working)
        return self._there[team]

    def _most(self, team: str, day: date) -> int:
        """Return how many there are if all who may join have come and nobody has left."""
        moves = self._programme.moves.get(team, ())
        joining = sum(move.hundredths for _, move in moves if move.to_team == team)
        return self._programme.teams[team].capacity_on(day) + joining

"""The places that one activity can have by itself, and which rules bar each of them."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from scheduler.analysis.spoken_of import activities_of
from scheduler.domain.activities import Activity, Mode
from scheduler.domain.calendars import ONE_DAY
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Placed, Plan
from scheduler.domain.planning_rules import Continuity, Rule, TeamCapacity
from scheduler.explaining.options_left import OptionsLeft
from scheduler.explaining.scarce_days import ScarceDays
from scheduler.rules import kind_of
from scheduler.timeline.durations import RunsOf
from scheduler.timeline.time_axis import axis_of

_OF_ONE = frozenset(
    (
        "allowed_dates",
        "change_freeze",
        "continuity",
        "date_limit",
        "fallback_slot",
        "hypercare",
        "schedule_contingency",
        "staff_transfer",
        "target_date",
    )
)
"""Kinds whose check of one activity alone tells whether it may be there whatever the others do."""


@dataclass(frozen=True, slots=True)
class Places:
    """The places of an activity in its shortest mode, in order."""

    starts: tuple[date, ...]
    finishes: tuple[date, ...]
    """The last day of each, never earlier than that of one before."""
    rests_on: frozenset[str]
    """Rules of sourcing that leave no shorter mode, or that it is not performed at all."""

    def from_start(self, day: date) -> int:
        """Return the number of the first place that starts on a day or later."""
        return bisect_left(self.starts, day)

    def from_finish(self, day: date) -> int:
        """Return the number of the first place that is over on a day or later."""
        return bisect_left(self.finishes, day)


@dataclass(slots=True)
class Placings:
    """The places of every activity that is performed whatever is chosen."""

    programme: ExpandedProgramme
    rules: Sequence[Rule]
    """The hard rules that are minded."""
    known: dict[str, Places] = field(default_factory=dict)
    left: OptionsLeft = field(init=False)
    _barring: defaultdict[str, list[Rule]] = field(default_factory=lambda: defaultdict(list))
    _scarce: ScarceDays = field(init=False)
    _barred: dict[tuple[str, int], tuple[str, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Find the places of every activity."""
        self.left = OptionsLeft(self.programme, self.rules)
        for rule in self.rules:
            if rule.kind in _OF_ONE and self.holds(rule) is not None:
                of = activities_of(rule, self.programme)
                # Without its transfer a service counts as never leaving.
                for name in (rule.transfer,) if isinstance(rule, Continuity) else of:
                    self._barring[name].append(rule)
        runs_of = RunsOf(self.programme, axis_of(self.programme))
        teams = {
            rule.team: rule
            for rule in self.rules
            if isinstance(rule, TeamCapacity) and self.holds(rule) is not None
        }
        self._scarce = ScarceDays(self.programme, runs_of.axis, teams)
        for activity in self.programme.document.activities:
            places = self._places(activity, runs_of)
            if places is not None:
                self.known[activity.id] = places

    def holds(self, rule: Rule) -> frozenset[str] | None:
        """Return what makes a rule hold whatever is chosen; None for one that need not."""
        return self.left.holds(rule)

    def barred_by(self, name: str, number: int) -> tuple[str, ...]:
        """Return the rules that bar a place of an activity."""
        key = name, number
        if key not in self._barred:
            places = self.known[name]
            at = Placed(start=places.starts[number], finish=places.finishes[number])
            plan = Plan(options={}, placed={name: at})
            self._barred[key] = (
                *(
                    rule.id
                    for rule in self._barring[name]
                    if next(kind_of(rule).check(rule, self.programme, plan), None) is not None
                ),
                *self._scarce.bar(self.modes(self.programme.activities[name]), at),
            )
        return self._barred[key]

    def modes(self, activity: Activity) -> tuple[Mode, ...]:
        """Return the modes that the options left can bring; none where one does without it."""
        group = self.programme.group_of(activity)
        left = (None,) if group is None else sorted(self.left.of[group].options)
        modes = [activity.mode_under(option) for option in left]
        performed = tuple(mode for mode in modes if mode is not None)
        return performed if len(performed) == len(modes) else ()

    def _places(self, activity: Activity, runs_of: RunsOf) -> Places | None:
        modes = self.modes(activity)
        if not modes or activity.form == "span":
            return None
        group = self.programme.group_of(activity)
        rests_on = frozenset[str]() if group is None else self.left.of[group].rests_on
        if len(activity.modes) == 1 and not activity.modes[0].options:
            rests_on = frozenset()
        if activity.form == "event":
            first, last = self.programme.document.plan_from, self.programme.document.plan_until
            days = runs_of.axis.days()
            if activity.dates is not None:
                days = tuple(sorted(self.programme.date_sets[activity.dates]))
            days = tuple(day for day in days if first <= day <= last)
            return Places(days, days, rests_on)
        shortest = min(self.programme.working_days(mode) for mode in modes)
        return self._of_work(activity, shortest, rests_on, runs_of)

    def _of_work(
        self, activity: Activity, working_days: int, rests_on: frozenset[str], runs_of: RunsOf
    ) -> Places:
        working = runs_of.axis.working
        pairs = sorted(
            (start, start + of.reach)
            for of in runs_of.classes(activity, working_days)
            for start in of.starts
        )
        return Places(
            tuple(working[start] for start, _ in pairs),
            tuple(working[finish - 1] for _, finish in pairs),
            rests_on,
        )


def over(day: date) -> date:
    """Return the instant at which a day is over, as the day that begins then."""
    return day + ONE_DAY

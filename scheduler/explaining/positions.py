"""Where an activity could lie by its calendars and dates alone, its length kept.

The length of work and spans is counted in days that all its calendars work; an event lies on a date
of its set, or any day of the horizon.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from datetime import date
from itertools import takewhile

from scheduler.analysis.holding import Direction
from scheduler.domain.activities import Activity
from scheduler.domain.calendars import ONE_DAY
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Placed, Plan
from scheduler.rules.placement import check_activity


class Positions:
    """The placements of activities, days being looked up once for all that share them."""

    def __init__(self, programme: ExpandedProgramme) -> None:
        """Look nothing up yet."""
        self.programme = programme
        document = programme.document
        count = (document.plan_until - document.plan_from).days + 1
        self._horizon = tuple(document.plan_from + ONE_DAY * n for n in range(count))
        self._days: dict[tuple[str, ...], tuple[date, ...]] = {}

    def days(self, activity: Activity) -> tuple[date, ...]:
        """Return the days on which an activity can be, in order."""
        if activity.form == "event":
            if activity.dates is None:
                return self._horizon
            key: tuple[str, ...] = ("", activity.dates)
            if key not in self._days:
                inside = self.programme.document
                self._days[key] = tuple(
                    day
                    for day in sorted(set(self.programme.date_sets[activity.dates]))
                    if inside.plan_from <= day <= inside.plan_until
                )
            return self._days[key]
        key = tuple(calendar.id for calendar in self.programme.calendars_of(activity))
        if key not in self._days:
            working = self.programme.is_working
            self._days[key] = tuple(
                day for day in self._horizon if all(working(day, name) for name in key)
            )
        return self._days[key]

    def length(self, activity: Activity, placed: Placed) -> int:
        """Return how many of its days an activity lies on."""
        days = self.days(activity)
        return bisect_right(days, placed.finish) - bisect_left(days, placed.start)

    def beside(
        self, activity: Activity, placed: Placed, plan: Plan, way: Direction
    ) -> Iterator[Placed]:
        """Yield the placements of the same length on one side, the nearest first."""
        days, length = self.days(activity), max(1, self.length(activity, placed))
        if way == "earlier":
            starts = range(bisect_left(days, placed.start) - 1, -1, -1)
        else:
            starts = range(bisect_right(days, placed.start), len(days) - length + 1)
        for at in starts:
            if at + length > len(days):
                continue
            found = Placed(start=days[at], finish=days[at + length - 1])
            if activity.may_pause or self.allows(activity, found, plan):
                yield found

    def allows(self, activity: Activity, placed: Placed, plan: Plan) -> bool:
        """Tell whether the check of placement finds nothing against a placement."""
        there = Plan(options=plan.options, placed={activity.id: placed})
        return not any(check_activity(activity, self.programme, there))

    def latest(
        self, activity: Activity, placed: Placed, plan: Plan, start: date, finish: date
    ) -> Placed | None:
        """Return the last placement that starts and finishes by two days; None before the first."""
        days, length = self.days(activity), max(1, self.length(activity, placed))
        at = min(bisect_right(days, start) - 1, bisect_right(days, finish) - length)
        while at >= 0:
            found = Placed(start=days[at], finish=days[at + length - 1])
            if activity.may_pause or self.allows(activity, found, plan):
                return found
            at -= 1
        return None

    def passed_over(
        self, activity: Activity, placed: Placed, nearest: Placed | None, way: Direction
    ) -> Iterator[Placed]:
        """Yield what lies between an activity and its nearest placement on one side.

        Days that only its own dates or calendars rule out: any day for an event, working days of
        the default calendar for work. Nearest first.
        """
        document, step = self.programme.document, ONE_DAY if way == "later" else -ONE_DAY
        edge = document.plan_until if way == "later" else document.plan_from
        limit = nearest.start if nearest is not None else edge + step
        count = abs((limit - placed.start).days)
        between = (placed.start + step * n for n in range(1, count))
        if activity.form == "event":
            yield from (Placed(start=day, finish=day) for day in between)
            return
        length = max(1, self.length(activity, placed))
        days = self.days(activity)
        for day in takewhile(lambda d: document.plan_from <= d <= document.plan_until, between):
            at = bisect_left(days, day) + length - 1
            if self.programme.is_working(day) and at < len(days):
                yield Placed(start=day, finish=days[at])

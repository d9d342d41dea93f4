"""Steps along the working days of a programme's calendars."""

from bisect import bisect_left
from collections.abc import Sequence
from datetime import date, timedelta

from scheduler.domain.activities import Activity
from scheduler.domain.calendars import ONE_DAY
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Placed
from scheduler.domain.planning_rules import Precedence


class WorkingDays:
    """Where work lies on each calendar, and what a lag comes to."""

    def __init__(self, programme: ExpandedProgramme) -> None:
        """List the working days of each calendar over the horizon."""
        doc = programme.document
        horizon = [
            doc.plan_from + timedelta(days=i)
            for i in range((doc.plan_until - doc.plan_from).days + 1)
        ]
        self._default = doc.default_calendar
        self._worked: dict[str, Sequence[date]] = {
            c.id: [day for day in horizon if programme.is_working(day, c.id)] for c in doc.calendars
        }
        self._programme = programme

    def work(self, earliest: date, length: int, activity: Activity) -> Placed:
        """Return work of so many days, begun on the first day from a date on that it can be."""
        worked = self._worked_by(activity)
        at = bisect_left(worked, earliest)
        while not (activity.may_pause or self._in_one(worked[at : at + length], activity)):
            at += 1
        return Placed(start=worked[at], finish=worked[at + length - 1])

    def _worked_by(self, activity: Activity) -> Sequence[date]:
        """Return the days that all calendars of an activity work."""
        names = (activity.calendar or self._default, *activity.also_calendars)
        key = " ".join(names)
        if key not in self._worked:
            others = [set(self._worked[name]) for name in names[1:]]
            self._worked[key] = [
                day for day in self._worked[names[0]] if all(day in other for other in others)
            ]
        return self._worked[key]

    def _in_one(self, days: Sequence[date], activity: Activity) -> bool:
        """Tell whether no closure lies between the first and the last of some days."""
        between = (days[-1] - days[0]).days
        calendars = self._programme.calendars_of(activity)
        return all(
            calendar.is_working(day)
            for day in (days[0] + ONE_DAY * i for i in range(between))
            for calendar in calendars
            if calendar.in_week(day)
        )

    def first_from(self, day: date) -> date:
        """Return the first working day from a date on."""
        worked = self._worked[self._default]
        return worked[bisect_left(worked, day)]

    def last_before(self, day: date) -> date:
        """Return the last working day before a date."""
        worked = self._worked[self._default]
        return worked[bisect_left(worked, day) - 1]

    def between(self, first: date, last: date) -> int:
        """Return how many working days lie from one date to another, both included."""
        worked = self._worked[self._default]
        return bisect_left(worked, last + ONE_DAY) - bisect_left(worked, first)

    def after_lag(self, rule: Precedence, before: Placed, length: int) -> date:
        """Return the first day on which the later activity of a rule may start.

        `length` is its working days; a link to its finish lets it start that much earlier.
        """
        origin = before.start if rule.link[0] == "S" else before.finish + ONE_DAY
        lag = rule.min_lag or 0
        worked = self._worked[self._default]
        if rule.lag_unit == "calendar_days":
            target = origin + timedelta(days=lag)
        else:
            at = bisect_left(worked, origin)
            target = worked[at + lag - 1] + ONE_DAY if lag else origin
        if rule.link[1] == "S":
            return target
        return worked[max(0, bisect_left(worked, target) - length)]

"""Where work can start on the axis and how far it reaches from there.

On the default calendar the reach is the duration. A calendar with closures of its own stretches
work that meets one; the starts are then sorted into classes of equal reach, usually two or three.
Source: the partition of starts by calendar in PyJobShop.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from scheduler.domain.activities import Activity
from scheduler.domain.calendars import WorkCalendar
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.timeline.time_axis import TimeAxis

_Kept = tuple[tuple[str, ...], bool]
"""Calendars that are kept, and whether work may pause."""


@dataclass(frozen=True, slots=True)
class StartClass:
    """Starts from which work of one duration reaches equally far."""

    reach: int
    """Axis days from start to finish."""
    starts: tuple[int, ...]


def worked_runs(
    calendars: Sequence[WorkCalendar], axis: TimeAxis, *, may_pause: bool
) -> tuple[tuple[int, ...], ...]:
    """Return the axis days on which all the calendars work, divided where work may not go on.

    What may pause has one run. Else a run ends where a closure follows: a day on which the
    calendars have their week in common and one of them is shut.
    """
    worked = tuple(
        i
        for i, day in enumerate(axis.working)
        if all(calendar.is_working(day) for calendar in calendars)
    )
    if may_pause:
        return (worked,)
    runs: list[list[int]] = []
    for at in worked:
        if runs and not _closed_between(runs[-1][-1], at, calendars, axis):
            runs[-1].append(at)
        else:
            runs.append([at])
    return tuple(map(tuple, runs))


class RunsOf:
    """The runs of activities, found once for all that share calendars."""

    def __init__(self, programme: ExpandedProgramme, axis: TimeAxis) -> None:
        """Start with none found."""
        self._programme, self.axis = programme, axis
        self._found: dict[_Kept, tuple[tuple[int, ...], ...]] = {}
        self._classes: dict[tuple[_Kept, int], tuple[StartClass, ...]] = {}

    def __call__(self, activity: Activity) -> tuple[tuple[int, ...], ...]:
        """Return the runs of axis days on which an activity can be worked without a pause."""
        calendars = self._programme.calendars_of(activity)
        key = (tuple(calendar.id for calendar in calendars), activity.may_pause)
        if key not in self._found:
            self._found[key] = worked_runs(calendars, self.axis, may_pause=activity.may_pause)
        return self._found[key]

    def classes(self, activity: Activity, working_days: int) -> tuple[StartClass, ...]:
        """Return the start classes of an activity for a duration: one object for all alike."""
        runs = self(activity)
        names = tuple(calendar.id for calendar in self._programme.calendars_of(activity))
        key = ((names, activity.may_pause), working_days)
        if key not in self._classes:
            self._classes[key] = start_classes(runs, working_days)
        return self._classes[key]


def _closed_between(
    one: int, other: int, calendars: Sequence[WorkCalendar], axis: TimeAxis
) -> bool:
    """Tell whether there is a closure between two axis days."""
    first, last = axis.working[one], axis.working[other]
    between = (first + timedelta(days=n) for n in range(1, (last - first).days))
    return any(
        all(c.in_week(day) for c in calendars) and not all(c.is_working(day) for c in calendars)
        for day in between
    )


def start_classes(runs: Sequence[Sequence[int]], working_days: int) -> tuple[StartClass, ...]:
    """Sort the possible starts of work by reach; none for no work or in too short runs."""
    if working_days < 1:
        return ()
    by_reach: dict[int, list[int]] = {}
    for worked in runs:
        for k in range(len(worked) - working_days + 1):
            reach = worked[k + working_days - 1] + 1 - worked[k]
            by_reach.setdefault(reach, []).append(worked[k])
    return tuple(StartClass(reach, tuple(by_reach[reach])) for reach in sorted(by_reach))

"""Where work can start on the axis and how far it reaches from there.

On the default calendar the reach is the duration. A calendar with closures of its own stretches
work that meets one; the starts are then sorted into classes of equal reach, usually two or three.
Source: the partition of starts by calendar in PyJobShop.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from scheduler.domain.calendars import WorkCalendar
from scheduler.timeline.time_axis import TimeAxis


@dataclass(frozen=True, slots=True)
class StartClass:
    """Starts from which work of one duration reaches equally far."""

    reach: int
    """Axis days from start to finish."""
    starts: tuple[int, ...]


def worked_days(calendar: WorkCalendar, axis: TimeAxis) -> tuple[int, ...]:
    """Return the axis days on which a calendar works."""
    return tuple(i for i, day in enumerate(axis.working) if calendar.is_working(day))


def start_classes(worked: Sequence[int], working_days: int) -> tuple[StartClass, ...]:
    """Sort the possible starts of work by reach; none for no work or in too short a horizon."""
    if working_days < 1:
        return ()
    by_reach: dict[int, list[int]] = {}
    for k in range(len(worked) - working_days + 1):
        reach = worked[k + working_days - 1] + 1 - worked[k]
        by_reach.setdefault(reach, []).append(worked[k])
    return tuple(StartClass(reach, tuple(by_reach[reach])) for reach in sorted(by_reach))

"""When the parts of long work are due: each by its share of the days worked."""

from dataclasses import dataclass
from datetime import date

from scheduler.domain.activities import Activity, ActivityPart
from scheduler.domain.calendars import ONE_DAY
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Placed

_WHOLE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedPart:
    """One part of work with its first and last day."""

    part: ActivityPart
    start: date
    finish: date


def parts_with_dates(
    activity: Activity, placed: Placed, programme: ExpandedProgramme
) -> tuple[DatedPart, ...]:
    """Return the parts of an activity in order, the last of which ends with it.

    A part ends on the working day by which its share and those before it are done, rounded half up
    to whole days, and the next begins on the working day after. In work of fewer days than parts
    some share a day.
    """
    worked = _worked(activity, placed, programme)
    if not worked:
        return ()
    made = []
    begun = done = 0
    for part in activity.parts:
        done += part.share_percent
        ended = min(len(worked), (2 * len(worked) * done + _WHOLE) // (2 * _WHOLE))
        first = min(begun, len(worked) - 1)
        last = max(first, ended - 1)
        if part is activity.parts[-1]:
            last = len(worked) - 1
        made.append(DatedPart(part=part, start=worked[first], finish=worked[last]))
        begun = max(begun, ended)
    return tuple(made)


def _worked(activity: Activity, placed: Placed, programme: ExpandedProgramme) -> list[date]:
    """Return the days of an activity on which all its calendars work."""
    names = [calendar.id for calendar in programme.calendars_of(activity)]
    days = (placed.start + ONE_DAY * n for n in range((placed.finish - placed.start).days + 1))
    return [day for day in days if all(programme.is_working(day, name) for name in names)]

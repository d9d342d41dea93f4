"""How far an activity is, in the terms of a planning tool."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from scheduler.domain.standing import Progress
from scheduler.exchange.working_time import MINUTES_A_DAY, begins, ends

_WHOLE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolProgress:
    """The progress of one task."""

    actual_start: datetime | None = None
    actual_finish: datetime | None = None
    percent_complete: int | None = None
    remaining: int | None = None
    """Minutes."""


def progress_of(entry: Progress | None, days: int, days_left: int, *, moment: bool) -> ToolProgress:
    """Return the progress of a task that takes `days`, of which `days_left` lie after the status.

    What has not begun has no actual dates, and all of it remains. The percentage is that of days.
    """
    duration = 0 if moment else days * MINUTES_A_DAY
    if entry is None or entry.actual_start is None:
        return ToolProgress(percent_complete=0, remaining=duration)
    started = begins(entry.actual_start)
    if entry.actual_finish is not None:
        finished = started if moment else ends(entry.actual_finish)
        return ToolProgress(
            actual_start=started, actual_finish=finished, percent_complete=_WHOLE, remaining=0
        )
    left = min(days, days_left)
    return ToolProgress(
        actual_start=started,
        percent_complete=_WHOLE * (days - left) // days if days else 0,
        remaining=left * MINUTES_A_DAY,
    )


def days_after(status: date | None, days: Sequence[date]) -> int:
    """Return how many of some days lie after the status date, all without one."""
    return len(days) if status is None else sum(day > status for day in days)

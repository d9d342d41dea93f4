"""What the durations of a plan rest on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from scheduler.domain.values import ThreePoint
from scheduler.quality.schedule import Schedule

EIGHT_WEEKS = 40
"""Working days, beyond which work is to be divided into parts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimates:
    """Incomplete work, by what is known of its duration."""

    durations: Mapping[str, ThreePoint]
    """Activity to the estimate under the chosen option."""
    unsourced: tuple[str, ...]
    assumed: tuple[str, ...]
    """Whose source says that it is an assumption."""
    certain: tuple[str, ...]
    """Whose three points are one."""
    long_without_parts: tuple[str, ...]
    """Of more than eight weeks as planned."""


def estimates_of(schedule: Schedule) -> Estimates:
    """Return what the durations of incomplete work rest on."""
    durations = {}
    for activity in schedule.work:
        mode = schedule.programme.mode_in(activity, schedule.plan)
        if mode is not None and mode.duration is not None:
            durations[activity.id] = mode.duration
    return Estimates(
        durations=durations,
        unsourced=tuple(n for n, d in durations.items() if not d.source.strip()),
        assumed=tuple(n for n, d in durations.items() if _is_assumption(d.source)),
        certain=tuple(n for n, d in durations.items() if d.min == d.max),
        long_without_parts=tuple(
            a.id for a in schedule.work if schedule.working_days(a) > EIGHT_WEEKS and not a.parts
        ),
    )


def _is_assumption(source: str) -> bool:
    return source.strip().casefold().startswith("assumption")

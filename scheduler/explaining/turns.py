"""Work that must go one at a time and is more than fits between its earliest and latest days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from scheduler.answers import Cause
from scheduler.domain.calendars import ONE_DAY
from scheduler.domain.planning_rules import NotAtOnce
from scheduler.explaining.effort import Kept, bounding, worst_stretch
from scheduler.explaining.seen import Seen
from scheduler.explaining.windows import Windows
from scheduler.rules.words import counted, listed, short_date


def too_long_one_at_a_time(windows: Windows) -> Iterator[Seen]:
    """Yield the worst stretch of working days for each rule on what must not run side by side."""
    axis, programme = windows.axis, windows.programme
    there = range(axis.size + 1)
    for rule in programme.document.rules:
        if not isinstance(rule, NotAtOnce) or rule.id not in windows.because:
            continue
        kept = sorted(_kept(rule, windows), key=lambda one: one.latest)
        worst = worst_stretch(kept, there)
        if worst is None:
            continue
        start, end = worst
        within = [one for one in kept if start <= one.earliest and one.latest <= end]
        names = tuple(one.activity for one in within)
        needed, room = sum(one.effort for one in within), end - start
        first = axis.working[min(start, axis.size - 1)]
        last: date = axis.working[end - 1] if end > start else first - ONE_DAY
        between = (
            f"from {short_date(first)} to {short_date(last)} there are {room:,}"
            if room
            else f"before {short_date(first)} there are none left"
        )
        words = (
            f"{listed(names, programme, 4)}, one at a time, take "
            f"{counted(needed, 'working day')}; {between}: {needed - room:,} short."
        )
        cause = Cause(
            kind="turns",
            words=words,
            activities=names,
            first=first if room else None,
            last=last if room else None,
            needed=needed,
            there=room,
            short=needed - room,
            unit="working days",
        )
        rules = (*windows.because[rule.id], *bounding(within, start, end, windows))
        yield Seen(cause, tuple(dict.fromkeys(rules)))


def _kept(rule: NotAtOnce, windows: Windows) -> Iterator[Kept]:
    """Yield what takes working days from start to finish in any case."""
    programme = windows.programme
    position = windows.axis.position
    for name in rule.activities.activities:
        activity = programme.activities[name]
        places = windows.placings.known.get(name)
        if places is None or activity.form == "span":
            continue
        if activity.form == "work":
            days = min(programme.working_days(m) for m in windows.placings.modes(activity))
        else:
            days = int(all(programme.is_working(day) for day in places.starts))
        start, finish = windows.earliest[name, True], windows.latest[name, False]
        if days:
            yield Kept(name, position(start.day), position(finish.day), days)

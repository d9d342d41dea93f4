"""Changes of which more must fall into some days or weeks than these can take.

For a stretch of days, all changes are counted that can fall nowhere else, and what the days left to
them can take under one rule.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from scheduler.answers import Cause
from scheduler.domain.planning_rules import ChangeLoad, NotAtOnce, RollingLimit, Separation, Waves
from scheduler.explaining.room import apart, in_weeks, on_days
from scheduler.explaining.seen import Seen
from scheduler.explaining.windows import Windows
from scheduler.rules.waves import share_of
from scheduler.rules.words import counted, listed, named, short_date

_WEEK = 7
Slot = Callable[[date], int]


@dataclass(frozen=True, slots=True)
class Change:
    """An event that takes place in any case, and the days left to it."""

    activity: str
    days: tuple[date, ...]
    points: int = 0


@dataclass(frozen=True, slots=True)
class Crowd:
    """Changes that have too little room."""

    changes: tuple[Change, ...]
    days: tuple[date, ...]
    """Left to any of them, in order."""
    room: int

    @property
    def short(self) -> int:
        """How many too many they are."""
        return len(self.changes) - self.room

    @property
    def names(self) -> tuple[str, ...]:
        """The activities."""
        return tuple(change.activity for change in self.changes)


def too_crowded(windows: Windows) -> Iterator[Seen]:
    """Yield the worst crowd of each rule that limits changes."""
    document = windows.programme.document
    for rule in document.rules:
        if rule.id not in windows.because:
            continue
        match rule:
            case RollingLimit():
                names = rule.activities.activities
                yield from _on_days(rule.id, names, rule.at_most, rule.calendar_days, windows)
            case NotAtOnce():
                names = rule.activities.activities
                if all(windows.programme.activities[n].form == "event" for n in names):
                    yield from _on_days(rule.id, names, 1, 1, windows)
            case Separation():
                yield from _apart(rule, windows)
            case ChangeLoad():
                yield from _of_load(rule, windows)
            case Waves(most_percent=int(most)):
                yield from _of_share(rule, most, windows)
            case _:
                pass


def changes_of(names: Iterable[str], windows: Windows) -> Iterator[Change]:
    """Yield the events that take place in any case with the days that are left to them."""
    for name in dict.fromkeys(names):
        places = windows.placings.known.get(name)
        if places is None or windows.programme.activities[name].form != "event":
            continue
        early, late = windows.earliest[name, True].day, windows.latest[name, True].day
        days = tuple(
            day
            for number, day in enumerate(places.starts)
            if early <= day <= late and not windows.placings.barred_by(name, number)
        )
        if days:
            yield Change(name, days)


def _on_days(
    rule: str, names: Sequence[str], at_most: int, calendar_days: int, windows: Windows
) -> Iterator[Seen]:
    """Yield the worst crowd of events of which so many may be in any days in a row."""
    changes = list(changes_of(names, windows))
    crowd = _worst(changes, lambda _, days: on_days(days, at_most, calendar_days))
    if crowd is None:
        return
    limit = (
        f"at most {at_most} in any {counted(calendar_days, 'day')}"
        if calendar_days > 1
        else f"at most {at_most} on one day"
    )
    words = (
        f"{counted(len(crowd.changes), 'change')} must fall on {counted(len(crowd.days), 'day')} "
        f"{_between(crowd.days)}, which can take {crowd.room} of them with {limit}: "
        f"{crowd.short} short. They are {listed(crowd.names, windows.programme, 4)}."
    )
    yield _seen(rule, crowd, words, date.toordinal, windows)


def _apart(rule: Separation, windows: Windows) -> Iterator[Seen]:
    one, other = rule.activities.activities, rule.from_activities.activities
    both = [name for name in one if name in other]
    yield from _on_days(rule.id, both, 1, rule.calendar_days, windows)
    known = {change.activity: change for change in changes_of((*one, *other), windows)}
    for a in one:
        for b in other:
            if a == b or a not in known or b not in known:
                continue
            pair = known[a], known[b]
            most = max((x.days[-1] - y.days[0]).days for x, y in (pair, pair[::-1]))
            if most >= rule.calendar_days:
                continue
            days = tuple(sorted({*pair[0].days, *pair[1].days}))
            crowd = Crowd(pair, days, 1)
            words = (
                f"{listed((a, b), windows.programme)} must be "
                f"{counted(rule.calendar_days, 'day')} apart; {_between(days)} they can be "
                f"{counted(most, 'day')} apart: {rule.calendar_days - most} short."
            )
            seen = _seen(rule.id, crowd, words, date.toordinal, windows)
            cause = Cause(
                kind="changes",
                words=words,
                activities=(a, b),
                first=days[0],
                last=days[-1],
                needed=rule.calendar_days,
                there=most,
                short=rule.calendar_days - most,
                unit="calendar days",
            )
            yield Seen(cause, seen.rules)
            return


def _of_load(rule: ChangeLoad, windows: Windows) -> Iterator[Seen]:
    programme = windows.programme
    profile = programme.document.load_profile
    if max(profile, default=0) == 0:
        return
    loads = {
        activity.id: activity.change_load[rule.user_group]
        for activity in programme.loading.get(rule.user_group, ())
    }
    changes = [
        Change(change.activity, change.days, loads[change.activity])
        for change in changes_of(loads, windows)
    ]
    worst: tuple[int, Crowd] | None = None
    for points in sorted({change.points for change in changes}):

        def room(count: int, days: Sequence[date], points: int = points) -> int:
            weeks = sorted({_week(day) for day in days})
            sure = apart(weeks, points, profile, rule.at_most)
            return sure if sure >= count else in_weeks(weeks, points, profile, rule.at_most)

        crowd = _worst([change for change in changes if change.points >= points], room)
        if crowd is not None and (worst is None or crowd.short > worst[1].short):
            worst = points, crowd
    if worst is None:
        return
    points, crowd = worst
    group = programme.user_groups[rule.user_group]
    weeks = len({_week(day) for day in crowd.days})
    words = (
        f"{group.name or group.id}: {counted(len(crowd.changes), 'change')} of {points:,} or more "
        f"points must fall into {counted(weeks, 'week')} {_between(crowd.days)}, which can take "
        f"{crowd.room} of them at {rule.at_most:,} load points a week: {crowd.short} short. "
        f"They are {listed(crowd.names, programme, 4)}."
    )
    yield _seen(rule.id, crowd, words, _week, windows)


def _of_share(rule: Waves, most: int, windows: Windows) -> Iterator[Seen]:
    programme = windows.programme
    for number, name in enumerate(rule.cutovers, 1):
        share = share_of(name, number, rule.service, programme)
        if name in windows.placings.known and share > most:
            words = (
                f"{named(name, programme)} brings {share}% of the service at once; {most}% may go "
                f"live in any {counted(rule.calendar_days_of_share, 'day')}: {share - most}% too "
                "much."
            )
            cause = Cause(
                kind="changes",
                words=words,
                activities=(name,),
                needed=share,
                there=most,
                short=share - most,
                unit="per cent",
            )
            rests_on = sorted(windows.placings.known[name].rests_on)
            yield Seen(cause, tuple(dict.fromkeys((*windows.because[rule.id], *rests_on))))


def _worst(changes: Sequence[Change], room: Callable[[int, Sequence[date]], int]) -> Crowd | None:
    """Return the changes within some stretch of days that have the least room for their number."""
    by_last = sorted(changes, key=lambda change: change.days[-1])
    # What the days of one change alone can take, those of several can too.
    alone = {change.activity: room(0, change.days) for change in changes}
    worst: Crowd | None = None
    for first in sorted({change.days[0] for change in changes}):
        within: list[Change] = []
        days: set[date] = set()
        sure = 0
        for place, change in enumerate(by_last):
            if change.days[0] < first:
                continue
            within.append(change)
            days.update(change.days)
            sure = max(sure, alone[change.activity])
            following = by_last[place + 1 : place + 2]
            if len(within) <= sure:
                continue
            if following and following[0].days[-1] == change.days[-1]:
                continue
            at = tuple(sorted(days))
            crowd = Crowd(tuple(within), at, room(len(within), at))
            if crowd.short > 0 and (worst is None or crowd.short > worst.short):
                worst = crowd
    return worst


def _seen(rule: str, crowd: Crowd, words: str, slot: Slot, windows: Windows) -> Seen:
    cause = Cause(
        kind="changes",
        words=words,
        activities=crowd.names,
        first=crowd.days[0],
        last=crowd.days[-1],
        needed=len(crowd.changes),
        there=crowd.room,
        short=crowd.short,
        unit="changes",
    )
    rules = dict.fromkeys(windows.because[rule])
    used = frozenset(slot(day) for day in crowd.days)
    for change in crowd.changes:
        rules.update(dict.fromkeys(_confining(change, used, slot, windows)))
    return Seen(cause, tuple(rules))


def _confining(change: Change, used: frozenset[int], slot: Slot, windows: Windows) -> Iterator[str]:
    """Yield the rules that keep a change off all other days, where no date of its own does."""
    places = windows.placings.known[change.activity]
    yield from places.rests_on
    early = windows.earliest[change.activity, True]
    late = windows.latest[change.activity, True]
    barred: dict[str, None] = {}
    for number, day in enumerate(places.starts):
        if slot(day) in used:
            continue
        if day < early.day:
            yield from early.all_rules()
        elif day > late.day:
            yield from late.all_rules()
        else:
            barring = windows.placings.barred_by(change.activity, number)
            if not any(rule in barred for rule in barring):
                barred[barring[0]] = None
    for rule in barred:
        yield from windows.because[rule]


def _week(day: date) -> int:
    """Return the number of an ISO week, counted on from year to year."""
    return (day.toordinal() - 1) // _WEEK


def _between(days: Sequence[date]) -> str:
    if len(days) == 1:
        return f"({short_date(days[0])})"
    return f"between {short_date(days[0])} and {short_date(days[-1])}"

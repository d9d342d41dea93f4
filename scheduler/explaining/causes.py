"""Causes that need no search: chains too long, no date left, too little of what is shared, circles.

Each is told from the rules it names, so that it can be refuted by these alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from scheduler.answers import Cause
from scheduler.domain.calendars import ONE_DAY
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.explaining.amounts import too_dear, too_much_used
from scheduler.explaining.choosing import too_little_choice
from scheduler.explaining.crowding import too_crowded
from scheduler.explaining.effort import TooMuch, too_much
from scheduler.explaining.seen import Seen
from scheduler.explaining.turns import too_long_one_at_a_time
from scheduler.explaining.windows import Bound, NoPlace, Windows
from scheduler.rules.words import counted, listed, named, short_date

_HUNDREDTHS = 100


def find_causes(
    programme: ExpandedProgramme, rules: frozenset[str] | None = None
) -> Iterator[Seen]:
    """Yield what can be told without search within some rules, or all hard ones.

    The plainest come first. Several may be ways to tell one thing: the first whose rules are
    refuted alone is meant.
    """
    windows = Windows(programme, rules)
    left = windows.placings.left
    yield from too_little_choice(left)
    if left.is_none_left:
        return
    if windows.impossible is not None:
        yield from _of_dates(windows.impossible, windows)
    yield from too_much_used(left)
    if windows.impossible is not None or windows.given_up:
        return
    worst = too_much(windows, rules)
    if worst is not None:
        yield Seen(_effort(worst, programme), worst.rules)
    yield from too_crowded(windows)
    yield from too_long_one_at_a_time(windows)
    yield from too_dear(windows)


def _of_dates(found: NoPlace, windows: Windows) -> Iterator[Seen]:
    programme = windows.programme
    if found.nearest is None:
        yield Seen(_no_date(found, programme), found.barring)
    if found.bound is None:
        return
    chain = found.bound.chain()
    circle = _circle(chain)
    if circle is not None:
        rules = tuple(dict.fromkeys(rule for bound in circle for rule in bound.rules))
        yield Seen(_waiting(circle, programme), rules)
    if found.nearest is not None:
        yield Seen(_window(found, chain, found.nearest, windows), found.rules)


def _window(found: NoPlace, chain: Sequence[Bound], nearest: date, windows: Windows) -> Cause:
    """Tell the chain, the first day it lets its last activity have and the last that is allowed."""
    programme, last = windows.programme, chain[-1]
    shift = 0 if last.instant[1] else 1
    steps = tuple(dict.fromkeys(bound.instant[0] for bound in chain))
    first = _begins(chain[0], windows)
    needed, there = (last.day - first).days, (nearest - first).days
    verb = "start" if last.instant[1] else "be over"
    earliest, latest = last.day - shift * ONE_DAY, nearest - shift * ONE_DAY
    words = (
        f"{named(found.activity, programme)} can {verb} on {short_date(earliest)} at the earliest, "
        f"and must on {short_date(latest)} at the latest: {counted(needed - there, 'day')} short."
    )
    forward = needed > 0 and there >= 0
    if last.day.year in (date.min.year, date.max.year):
        words = (
            f"{named(found.activity, programme)} can {verb} on no day that is planned for, and "
            f"must on {short_date(latest)} at the latest."
        )
        return Cause(kind="window", words=words, activities=steps, last=latest)
    if len(steps) > 1 and forward:
        through = "" if len(steps) == 2 else f" through {_steps(steps[1:-1], programme)}"  # noqa: PLR2004
        words += (
            f" From {short_date(first)} on, when {named(steps[0], programme)} can begin,{through} "
            f"it takes {counted(needed, 'calendar day')}; there are {there:,}."
        )
    return Cause(
        kind="window",
        words=words,
        activities=(*steps, found.activity) if found.activity not in steps else steps,
        first=first if forward else None,
        last=latest,
        needed=needed if forward else None,
        there=there if forward else None,
        short=needed - there,
        unit="calendar days",
    )


def _begins(bound: Bound, windows: Windows) -> date:
    """Return the first day of the activity with which a chain begins."""
    name, starts = bound.instant
    places = windows.placings.known[name]
    if starts:
        return bound.day
    number = places.from_finish(bound.day - ONE_DAY)
    return places.starts[min(number, len(places.starts) - 1)]


def _steps(names: Sequence[str], programme: ExpandedProgramme, most: int = 4) -> str:
    if len(names) <= most:
        return listed(names, programme, most)
    half = most // 2
    between = len(names) - 2 * half
    return (
        f"{', '.join(named(name, programme) for name in names[:half])}, {between} more and "
        f"{', '.join(named(name, programme) for name in names[-half:])}"
    )


def _no_date(found: NoPlace, programme: ExpandedProgramme) -> Cause:
    document = programme.document
    words = (
        f"No day from {short_date(document.plan_from)} to {short_date(document.plan_until)} is "
        f"left for {named(found.activity, programme)}: each is barred by a rule."
    )
    return Cause(
        kind="dates",
        words=words,
        activities=(found.activity,),
        first=document.plan_from,
        last=document.plan_until,
    )


def _circle(chain: Sequence[Bound]) -> Sequence[Bound] | None:
    """Return the last turn of a chain that comes by an instant again and again, if it does."""
    last = chain[-1].instant
    turns = [number for number, bound in enumerate(chain) if bound.instant == last]
    for one, other in pairwise(turns):
        turn = chain[one + 1 : other + 1]
        # Later by a place of its own, not by waiting: no circle.
        if chain[one].day < chain[other].day and any(bound.instant[0] != last[0] for bound in turn):
            return chain[turns[-2] + 1 : turns[-1] + 1]
    return None


def _waiting(circle: Sequence[Bound], programme: ExpandedProgramme) -> Cause:
    steps = tuple(dict.fromkeys(bound.instant[0] for bound in circle))
    words = (
        f"{_steps(steps, programme)} wait for each other: whatever day is taken, each of them "
        "moves the next to a later one."
    )
    return Cause(kind="circle", words=words, activities=steps)


def _effort(worst: TooMuch, programme: ExpandedProgramme) -> Cause:
    team = programme.teams[worst.team]
    last = worst.until - ONE_DAY
    short = worst.needed - worst.there
    words = (
        f"{team.name or team.id}: {counted(len(worst.activities), 'activity', 'activities')} "
        f"between {short_date(worst.first)} and {short_date(last)} "
        f"{'needs' if len(worst.activities) == 1 else 'need'} {_days(worst.needed)}; "
        f"there are {_days(worst.there)}: {_days(short)} short. "
        f"They are {listed(worst.activities, programme, 4)}."
    )
    return Cause(
        kind="effort",
        words=words,
        activities=worst.activities,
        team=worst.team,
        first=worst.first,
        last=last,
        needed=worst.needed,
        there=worst.there,
        short=short,
        unit="hundredths of a person-day",
    )


def _days(hundredths: int) -> str:
    """Return effort such as `12.5 person-days`."""
    days = hundredths / _HUNDREDTHS
    return f"{days:,g} {'person-day' if hundredths == _HUNDREDTHS else 'person-days'}"

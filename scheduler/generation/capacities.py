"""Teams just large enough for the hidden plan: capacity over time, leave and outside work."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from scheduler.domain.calendars import ONE_DAY
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.domain.resources import Booking, CapacityPeriod, Decay, DecayStep, LeavePattern, Team
from scheduler.generation.calendar_dates import yearly_windows
from scheduler.generation.draws import Draws
from scheduler.generation.estimates import SOURCE
from scheduler.generation.fit import Fit

AUGUST = 8
LEAVE = LeavePattern(
    id="august-leave",
    name="August leave",
    first_month=AUGUST,
    first_day=1,
    last_month=AUGUST,
    last_day=31,
    absent_percent=30,
    source=SOURCE,
)
_STEP = 50
"""Capacity comes in half persons."""
_BOOKED_PERCENT = 30
_DECAY = (
    DecayStep(calendar_days=28, percent_left=90),
    DecayStep(calendar_days=91, percent_left=80),
)

Use = Mapping[date, int]


def fitted_teams(
    programme: ExpandedProgramme, plan: Plan, until: date, fit: Fit, draws: Draws
) -> tuple[Team, ...]:
    """Return the teams of a programme, with capacity fitted to a plan of it."""
    use, largest = _use_of_teams(programme, plan), _largest_demands(programme)
    notices = _first_notices(programme, plan)
    leaving = _leaving(programme)
    horizon = (programme.document.plan_from, until)
    fitted = (
        _fitted_team(
            team, use.get(team.id, {}), largest[team.id], horizon, fit.capacity_percent, draws
        )
        for team in programme.document.teams
    )
    return tuple(
        _with_leavers(team, leaving[team.id], notices[team.id]) if team.id in leaving else team
        for team in fitted
    )


def _leaving(programme: ExpandedProgramme) -> Counter[str]:
    """Return how much of each team changes sides in all."""
    leaving: Counter[str] = Counter()
    for staff in programme.document.staff_groups:
        for move in staff.moves:
            if move.from_team is not None:
                leaving[move.from_team] += move.hundredths
    return leaving


def _first_notices(programme: ExpandedProgramme, plan: Plan) -> dict[str, str]:
    """Return the first notice of the hidden plan that makes people of a team look elsewhere."""
    first: dict[str, tuple[date, str]] = {}
    for staff in programme.document.staff_groups:
        notice = f"{staff.group}.notice"
        for move in staff.moves:
            if move.from_team is not None:
                told = (plan.placed[notice].start, notice)
                first[move.from_team] = min(told, first.get(move.from_team, told))
    return {team: notice for team, (_, notice) in first.items()}


def _with_leavers(team: Team, leaving: int, notice: str) -> Team:
    """Return the team with people more, as many as leave it and go by and by after a notice."""
    least = min(step.percent_left for step in _DECAY)
    present = 100 - LEAVE.absent_percent
    more = -(-leaving * 100 // present) + 2 * _STEP
    return replace(
        team,
        capacity=tuple(
            replace(p, hundredths=_rounded_up(-(-p.hundredths * 100 // least) + more))
            for p in team.capacity
        ),
        bookings=(),
        decay=Decay(after=notice, steps=_DECAY, source=SOURCE),
    )


def _use_of_teams(programme: ExpandedProgramme, plan: Plan) -> dict[str, Counter[date]]:
    """Return what a plan asks of each team on each day."""
    use: defaultdict[str, Counter[date]] = defaultdict(Counter)
    for name, placed in plan.placed.items():
        activity = programme.activities[name]
        mode = programme.mode_in(activity, plan)
        if mode is None or not mode.demands:
            continue
        day = placed.start
        while day <= placed.finish:
            if activity.form == "event" or programme.is_working(day):
                for team, amount in mode.demands.items():
                    use[team][day] += amount
            day += ONE_DAY
    return use


def _largest_demands(programme: ExpandedProgramme) -> Counter[str]:
    """Return the most that any activity asks of each team under any option."""
    largest: Counter[str] = Counter()
    for activity in programme.activities.values():
        for mode in activity.modes:
            for team, amount in mode.demands.items():
                largest[team] = max(largest[team], amount)
    return largest


def _fitted_team(
    team: Team,
    use: Use,
    largest: int,
    horizon: tuple[date, date],
    percent: int,
    draws: Draws,
) -> Team:
    """Return the team with capacity by half-years, enough for its use in August too."""
    starts = tuple(_half_years(*horizon))
    ordinary = _peaks(starts, {d: u for d, u in use.items() if d.month != AUGUST}, percent)
    august = _peaks(starts, {d: u for d, u in use.items() if d.month == AUGUST}, percent)
    absent = LEAVE.absent_percent
    present = 100 - absent
    most = _rounded_up(max(largest, *ordinary, *(-(-a * 100 // present) for a in august)))
    levels = [
        _rounded_up(max(o, most // 2, a + most * absent // 100 if a else 0))
        for o, a in zip(ordinary, august, strict=True)
    ]
    # The busiest half-year has the whole team, so that each activity finds a day it can be on.
    levels[max(range(len(levels)), key=lambda i: levels[i])] = most
    capacity = tuple(
        CapacityPeriod(first=start, hundredths=level)
        for i, (start, level) in enumerate(zip(starts, levels, strict=True))
        if i == 0 or level != levels[i - 1]
    )
    fitted = replace(team, capacity=capacity)
    if not draws.chance(_BOOKED_PERCENT):
        return fitted
    return replace(fitted, bookings=tuple(_bookings(fitted, use, horizon)))


def _half_years(first: date, last: date) -> Iterator[date]:
    yield first
    for year in range(first.year, last.year + 1):
        yield from (d for d in (date(year, 1, 1), date(year, 7, 1)) if first < d <= last)


def _peaks(starts: Sequence[date], use: Use, percent: int) -> list[int]:
    peaks = [0] * len(starts)
    for day, amount in use.items():
        at = sum(1 for start in starts if start <= day) - 1
        peaks[at] = max(peaks[at], amount)
    return [-(-peak * (100 + percent) // 100) for peak in peaks]


def _rounded_up(hundredths: int) -> int:
    return -(-hundredths // _STEP) * _STEP


def _bookings(team: Team, use: Use, horizon: tuple[date, date]) -> Iterator[Booking]:
    """Yield year-end work for others: half of what the plan leaves free."""
    for window in yearly_windows("Year-end work", (3, 1), (3, 31), *horizon):
        day, free = window.first, team.capacity_on(window.first)
        while day <= window.last:
            free = min(free, team.capacity_on(day) - use.get(day, 0))
            day += ONE_DAY
        taken = free // 2 // _STEP * _STEP
        if taken > 0:
            yield Booking(
                first=window.first, last=window.last, hundredths=taken, reason=window.name
            )

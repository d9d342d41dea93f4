"""Teams: capacity in order, and nothing asked that no day can give."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from scheduler.domain.issues import Issue
from scheduler.domain.planning_rules import TeamCapacity
from scheduler.domain.programme import Programme
from scheduler.domain.resources import Team
from scheduler.validation.lookup import Written
from scheduler.validation.wording import error, listed, quoted

_Asking = tuple[str, tuple[str, ...], int]
"""An activity, the options of the mode, and the hundredths of a person it asks."""

_Steps = Mapping[date, int]
"""What is free, by the days of the horizon from which on it is so, in order."""


def find_bad_capacity(document: Programme) -> Iterator[Issue]:
    """Report teams without capacity, or with periods out of order."""
    for team in document.teams:
        at = f"/teams[id={team.id}]/capacity"
        if not team.capacity:
            message = f"the team {quoted(team.id)} says nothing of its capacity; 0 is allowed"
            yield error("team_without_capacity", at, message)
        for index in range(1, len(team.capacity)):
            earlier, later = team.capacity[index - 1].first, team.capacity[index].first
            if later <= earlier:
                message = f"{later} is not after {earlier}, where the period before begins"
                yield error("capacity_out_of_order", f"{at}[{index}]/first", message, later)


def find_demands_beyond_capacity(written: Written) -> Iterator[Issue]:
    """Report activities that ask more of a team than it has on any day they could be on."""
    expanded = written.expanded
    hard = {
        rule.team
        for rule in expanded.document.rules
        if isinstance(rule, TeamCapacity) and rule.price is None and not rule.when
    }
    joining = Counter[str]()
    for staff in expanded.document.staff_groups:
        for move in staff.moves:
            joining[move.to_team or ""] += move.hundredths
    free = {
        name: _free(team, written.horizon, joining[name])
        for name, team in expanded.teams.items()
        if name in hard
    }
    default = sorted(written.worked.get(expanded.document.default_calendar, ()))
    most = {name: _most(steps, default) for name, steps in free.items()}
    best_dates: dict[tuple[str, str | None], int] = {}
    asking: dict[tuple[str, str, int], list[_Asking]] = {}
    for activity in expanded.document.activities:
        for mode in activity.modes:
            for team, amount in mode.demands.items():
                if team not in free:
                    continue
                best = most[team]
                if activity.form == "event":
                    at = (team, activity.dates)
                    if at not in best_dates:
                        best_dates[at] = _best_date(activity.dates, free[team], written)
                    best = best_dates[at]
                if amount > best:
                    place = (written.path_of_activity(activity.id), team, best)
                    asking.setdefault(place, []).append((activity.id, mode.options, amount))
    for (path, team, best), asked in asking.items():
        yield _beyond(path, team, best, asked)


def _most(free: _Steps, days: Sequence[date]) -> int:
    """Return the most that is free on any of some days in order."""
    ends = [*list(free)[1:], date.max]
    held = (
        amount
        for (first, amount), end in zip(free.items(), ends, strict=True)
        if bisect_left(days, first) < bisect_left(days, end)
    )
    return max(held, default=0)


def _best_date(dates: str | None, free: _Steps, written: Written) -> int:
    """Return the most that is free on a date of a set, or on any day where there is none."""
    days = written.horizon
    if dates is not None:
        in_set = written.expanded.date_sets.get(dates, ())
        days = tuple(sorted(day for day in in_set if days[0] <= day <= days[-1]))
    return _most(free, days) if days else 1_000_000


def _beyond(path: str, team: str, best: int, asking: list[_Asking]) -> Issue:
    who = listed(
        f"{quoted(name)} asks for {_people(amount)}"
        + (f" under {', '.join(options)}" if options else "")
        for name, options, amount in asking
    )
    message = f"the team {quoted(team)} never has more than {_people(best)}; {who}"
    asked = max(amount for _, _, amount in asking)
    activities = [name for name, _, _ in asking]
    return error(
        "demand_beyond_capacity",
        path,
        message,
        asked,
        team=team,
        capacity=best,
        activities=activities,
    )


def _people(hundredths: int) -> str:
    """Return a share of a person as people say it, such as `0.5 people`."""
    return "1 person" if hundredths == 100 else f"{hundredths / 100:g} people"  # noqa: PLR2004


def _free(team: Team, horizon: tuple[date, ...], joining: int) -> _Steps:
    """Return what a team has free at most, in one sweep over periods and bookings."""
    first, last = horizon[0], horizon[-1]
    change = Counter[date]()
    for booking in team.bookings:
        if booking.last < first or booking.first > last:
            continue
        change[max(booking.first, first)] += booking.hundredths
        after = booking.last.toordinal() + 1
        if after <= last.toordinal():
            change[date.fromordinal(after)] -= booking.hundredths
    periods = sorted(team.capacity, key=lambda period: period.first)
    begun = {period.first for period in periods if first < period.first <= last}
    now, upcoming, booked = periods[0].hundredths, 0, 0
    given: dict[date, int] = {}
    for day in sorted({first, *change, *begun}):
        while upcoming < len(periods) and periods[upcoming].first <= day:
            now = periods[upcoming].hundredths
            upcoming += 1
        booked += change[day]
        given[day] = max(0, now - booked) + joining
    return given

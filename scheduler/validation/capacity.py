"""Teams: capacity in order, and nothing asked that no day can give."""

from collections.abc import Iterator, Mapping
from datetime import date

from scheduler.domain.activities import Activity, Mode
from scheduler.domain.issues import Issue
from scheduler.domain.planning_rules import TeamCapacity
from scheduler.domain.programme import Programme
from scheduler.domain.resources import Team
from scheduler.validation.lookup import Written
from scheduler.validation.wording import error, quoted


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
        if isinstance(rule, TeamCapacity) and rule.price is None
    }
    free = {
        name: _free(team, written.horizon) for name, team in expanded.teams.items() if name in hard
    }
    default = written.worked.get(expanded.document.default_calendar, frozenset())
    most = {name: max((days[day] for day in default), default=0) for name, days in free.items()}
    for activity in expanded.document.activities:
        for mode in activity.modes:
            for team, amount in mode.demands.items():
                if team not in free:
                    continue
                best = most[team]
                if activity.form == "event":
                    best = _best_date(activity, free[team], written)
                if amount > best:
                    yield _beyond(activity, mode, team, amount, best, written)


def _best_date(activity: Activity, free: Mapping[date, int], written: Written) -> int:
    days = written.horizon
    if activity.dates is not None:
        days = written.expanded.date_sets.get(activity.dates, ())
    return max((free[day] for day in days if day in free), default=1_000_000)


def _beyond(
    activity: Activity, mode: Mode, team: str, amount: int, best: int, written: Written
) -> Issue:
    under = f" under {', '.join(mode.options)}" if mode.options else ""
    message = (
        f"{quoted(activity.id)} asks {amount} hundredths of a person of {quoted(team)}{under}; "
        f"the team never has more than {best}"
    )
    path = written.path_of_activity(activity.id)
    return error(
        "demand_beyond_capacity", path, message, amount, team=team, asked=amount, capacity=best
    )


def _free(team: Team, horizon: tuple[date, ...]) -> dict[date, int]:
    """Return what a team has free on each day, in one sweep over its periods and bookings."""
    change = dict.fromkeys(horizon, 0)
    given, booked = dict(change), 0
    first = horizon[0]
    for booking in team.bookings:
        if booking.last < first or booking.first > horizon[-1]:
            continue
        change[max(booking.first, first)] += booking.hundredths
        after = booking.last.toordinal() + 1
        if after <= horizon[-1].toordinal():
            change[date.fromordinal(after)] -= booking.hundredths
    periods = sorted(team.capacity, key=lambda period: period.first)
    now, upcoming = periods[0].hundredths, 0
    for day in horizon:
        while upcoming < len(periods) and periods[upcoming].first <= day:
            now = periods[upcoming].hundredths
            upcoming += 1
        booked += change[day]
        given[day] = max(0, now - booked)
    return given

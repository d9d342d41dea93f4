"""What a plan amounts to: change load, last transfer, schedule contingency, open assumptions.

Dates only, counted by walking the calendar; nothing here knows how a plan was found.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from scheduler.domain.activities import TRANSFER
from scheduler.domain.calendars import ONE_DAY
from scheduler.domain.choice import all_made
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.domain.planning_rules import ChangeLoad
from scheduler.domain.programme import Programme

DAYS_IN_WEEK = 7
ONE_WEEK = DAYS_IN_WEEK * ONE_DAY


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """An event that puts load on a user group in one week."""

    activity: str
    points: int
    """Load points in that week, weekly profile included."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PeakWeek:
    """The heaviest week of a user group, the first of several alike."""

    monday: date
    points: int


def last_day_to_transfer(document: Programme) -> date:
    """Return the last day on which a service may transfer: that after the contract end.

    Where the horizon ends before it, the end of that.
    """
    return min(document.contract.end_date + ONE_DAY, document.plan_until)


def monday_of(day: date) -> date:
    """Return the Monday of the ISO week of a day."""
    return day - day.weekday() * ONE_DAY


def weekly_change_load(expanded: ExpandedProgramme, plan: Plan) -> Mapping[str, Mapping[date, int]]:
    """Return the load points of each user group in each ISO week, by its Monday.

    Every event in the plan brings its points times the programme's weekly profile, from the ISO
    week of its date on, past the horizon too. Weeks without load are left out; user groups are in
    the order of the document.
    """
    load: dict[str, defaultdict[date, int]] = {
        group: defaultdict(int) for group in expanded.user_groups
    }
    for user_group, monday, change in _changes(expanded, plan):
        load.setdefault(user_group, defaultdict(int))[monday] += change.points
    return {group: dict(sorted(weeks.items())) for group, weeks in load.items()}


def changes_behind(
    expanded: ExpandedProgramme, plan: Plan, user_group: str, monday: date
) -> tuple[Change, ...]:
    """Return the events that load a user group in one week, heaviest first."""
    return changes_by_week(expanded, plan).get((user_group, monday), ())


def changes_by_week(
    expanded: ExpandedProgramme, plan: Plan
) -> Mapping[tuple[str, date], tuple[Change, ...]]:
    """Return the events behind every user group and week with any load, heaviest first."""
    found: defaultdict[tuple[str, date], list[Change]] = defaultdict(list)
    for user_group, monday, change in _changes(expanded, plan):
        found[user_group, monday].append(change)
    return {
        week: tuple(sorted(changes, key=lambda change: (-change.points, change.activity)))
        for week, changes in found.items()
    }


def peak_weeks(expanded: ExpandedProgramme, plan: Plan) -> Mapping[str, PeakWeek]:
    """Return the heaviest week of each user group that carries any load."""
    peaks: dict[str, PeakWeek] = {}
    for group, weeks in weekly_change_load(expanded, plan).items():
        if weeks:
            monday = max(weeks, key=lambda week: weeks[week])
            peaks[group] = PeakWeek(monday=monday, points=weeks[monday])
    return peaks


def change_load_caps(expanded: ExpandedProgramme, plan: Plan) -> Mapping[str, int]:
    """Return the lowest cap that a planning rule puts on each user group's weekly load.

    Of the rules that hold under the options of the plan.
    """
    caps: dict[str, int] = {}
    for rule in expanded.document.rules:
        if isinstance(rule, ChangeLoad) and all_made(rule.when, plan.options):
            caps[rule.user_group] = min(rule.at_most, caps.get(rule.user_group, rule.at_most))
    return caps


def last_transfer(expanded: ExpandedProgramme, plan: Plan) -> date | None:
    """Return the date of the last service transfer, or None when the plan has none."""
    dates = [
        plan.placed[activity.id].start
        for activity in expanded.document.activities
        if activity.kind == TRANSFER and activity.id in plan.placed
    ]
    return max(dates, default=None)


def contingency_working_days(expanded: ExpandedProgramme, plan: Plan) -> int | None:
    """Return the working days after the last transfer up to the contract end, that day included.

    Working days of the default calendar; negative when the last transfer is after the contract
    end, None when there is no transfer.
    """
    last = last_transfer(expanded, plan)
    if last is None:
        return None
    end = expanded.document.contract.end_date
    first, final = min(last, end), max(last, end)
    calendar = expanded.default_calendar
    free = 0
    day = first + ONE_DAY
    while day <= final:
        free += calendar.is_working(day)
        day += ONE_DAY
    return free if last <= end else -free


def working_days_between(one: date, other: date, programme: ExpandedProgramme) -> int:
    """Count the working days of the default calendar from one day to another, with a sign."""
    first, last = sorted((one, other))
    count = sum(programme.is_working(first + n * ONE_DAY) for n in range((last - first).days))
    return count if other >= one else -count


def contingency_weeks(expanded: ExpandedProgramme, plan: Plan) -> int | None:
    """Return the whole weeks from the last transfer to the contract end, both days included.

    The contract ends with its last day, so a transfer on its last Monday leaves one week. Negative
    when the last transfer is after it, None when there is no transfer.
    """
    last = last_transfer(expanded, plan)
    if last is None:
        return None
    days = (expanded.document.contract.end_date + ONE_DAY - last).days
    weeks = abs(days) // DAYS_IN_WEEK
    return weeks if days >= 0 else -weeks


def unconfirmed_assumptions(document: Programme) -> int:
    """Return how many of the listed assumptions nobody has confirmed yet."""
    return sum(1 for assumption in document.assumptions if not assumption.confirmed)


def unconfirmed_rules(document: Programme) -> int:
    """Return how many planning rules say that nobody has confirmed them yet.

    A rule template counts once however many rules it writes, so the count is the same before and
    after expansion.
    """
    rules = {rule.id.partition(".")[0] for rule in document.rules if rule.confirmed is False}
    rules |= {t.id for t in document.rule_templates if t.rule.confirmed is False}
    return len(rules)


def _changes(expanded: ExpandedProgramme, plan: Plan) -> Iterator[tuple[str, date, Change]]:
    profile = expanded.document.load_profile
    for activity in expanded.document.activities:
        placed = plan.placed.get(activity.id)
        if activity.form != "event" or placed is None:
            continue
        for user_group, points in activity.change_load.items():
            monday = monday_of(placed.start)
            for weight in profile:
                if points * weight:
                    yield user_group, monday, Change(activity=activity.id, points=points * weight)
                monday += ONE_WEEK

"""What the planning rules ask of a schedule, gathered kind by kind."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from scheduler.domain.calendars import ONE_DAY
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.planning_rules import (
    ActualDates,
    AllowedDates,
    ChangeFreeze,
    ChangeLoad,
    Continuity,
    DateLimit,
    Hypercare,
    ParallelRunning,
    Precedence,
    RollingLimit,
    Rule,
    ScheduleContingency,
    Separation,
    SourcingChoice,
    TargetDate,
)
from scheduler.exit_search.lowered import FOLLOWS, RUNS_BESIDE, SAME_DAY
from scheduler.exit_search.lowered_links import take_links, tie_side_by_side
from scheduler.exit_search.noted import Gathered, Wish
from scheduler.timeline.time_axis import TimeAxis


def gather(programme: ExpandedProgramme, axis: TimeAxis, at: Mapping[str, int]) -> Gathered:
    """Return what the hard rules ask for."""
    found = Gathered(axis, at)
    for rule in programme.document.rules:
        if rule.when:
            _take_conditional(rule, programme, found)
        elif rule.price is None:
            _take(rule, programme, found)
        else:
            _take_wish(rule, rule.price.points, programme, found)
    tie_side_by_side(programme, found)
    _flatten_ties(programme, found)
    return found


def _take_conditional(rule: Rule, programme: ExpandedProgramme, found: Gathered) -> None:
    """Note links that hold under some options of one group; other conditions are not minded."""
    if rule.price is not None or len(rule.when) != 1 or not isinstance(rule, Precedence):
        return
    choice = rule.when[0]
    for number, group in enumerate(programme.document.service_groups):
        if group.id == choice.group:
            meant = (o for o, option in enumerate(group.options) if option.id in choice.options)
            found.condition = number, sum(1 << o for o in meant)
            _link_precedence(rule, found)
            found.condition = -1, 0


def _take(rule: Rule, programme: ExpandedProgramme, found: Gathered) -> None:
    match rule:
        case Precedence():
            _take_precedence(rule, programme, found)
        case SourcingChoice():
            known = found.open_options.get(rule.group, frozenset(rule.options))
            found.open_options[rule.group] = known & frozenset(rule.options)
        case DateLimit() | AllowedDates() | ChangeFreeze():
            _take_dates(rule, programme, found)
        case RollingLimit() | Separation() | ChangeLoad():
            _take_limit(rule, found)
        case Continuity():
            _take_continuity(rule, programme, found)
        case ScheduleContingency():
            end = programme.document.contract.end_date
            free = found.axis.position(end + ONE_DAY) - rule.working_days
            last = found.axis.working[free] - ONE_DAY if 0 <= free < found.axis.size else end
            found.over_by(rule.activities.activities, last)
        case Hypercare():
            _take_hypercare(rule, found)
        case ParallelRunning():
            _take_parallel(rule, programme, found)
        case ActualDates():
            _take_actual(rule, programme, found)
        case _:
            take_links(rule, programme, found)


def _take_actual(rule: ActualDates, programme: ExpandedProgramme, found: Gathered) -> None:
    if programme.activities[rule.activity].form == "event":
        found.only[rule.activity] = frozenset((rule.start,))
        return
    first = max(0, found.axis.ordinal(rule.start))
    found.not_before[rule.activity] = max(first, found.not_before.get(rule.activity, 0))
    if rule.finish is not None:
        found.over_by([rule.activity], rule.finish)


def _take_dates(
    rule: DateLimit | AllowedDates | ChangeFreeze, programme: ExpandedProgramme, found: Gathered
) -> None:
    names = rule.activities.activities
    match rule:
        case DateLimit():
            if rule.start_not_before is not None:
                first = max(0, found.axis.ordinal(rule.start_not_before))
                for name in names:
                    found.not_before[name] = max(first, found.not_before.get(name, 0))
            if rule.finish_not_after is not None:
                found.over_by(names, rule.finish_not_after)
        case AllowedDates():
            dates = frozenset(programme.date_sets[rule.dates])
            for name in names:
                found.only[name] = found.only.get(name, dates) & dates
        case ChangeFreeze():
            for name in names:
                found.barred[name].extend(rule.windows)


def _take_limit(rule: RollingLimit | Separation | ChangeLoad, found: Gathered) -> None:
    match rule:
        case RollingLimit():
            for name in rule.activities.activities:
                found.rolling_of[name].append(len(found.rolling))
            found.rolling.append(rule)
        case Separation():
            for side, chosen in enumerate((rule.activities, rule.from_activities)):
                for name in chosen.activities:
                    found.apart_of[name].append((len(found.apart_days), side))
            found.apart_days.append(rule.calendar_days)
        case ChangeLoad():
            most = found.load_most.get(rule.user_group, rule.at_most)
            found.load_most[rule.user_group] = min(most, rule.at_most)


def _take_continuity(rule: Continuity, programme: ExpandedProgramme, found: Gathered) -> None:
    end = programme.document.contract.end_date
    found.over_by([rule.transfer], end + ONE_DAY)
    for name in rule.cutovers:
        found.link(name, rule.transfer, "SS", 0, calendar_days=True, ordered=False)
    if rule.charges_stop is not None:
        found.over_by([rule.charges_stop], end)
        stop = rule.charges_stop
        found.link(rule.transfer, stop, "SS", -1, calendar_days=True, ordered=False)


def _take_wish(rule: Rule, points: int, programme: ExpandedProgramme, found: Gathered) -> None:
    """Note what a soft rule charges for single dates; those about several events are not minded."""
    match rule:
        case DateLimit():
            first, last = rule.start_not_before, rule.finish_not_after

            def away(day: date) -> int:
                early = 0 if first is None else max(0, (first - day).days)
                return points * (early + (0 if last is None else max(0, (day - last).days)))

            wish: Wish = away
        case AllowedDates():
            dates = frozenset(programme.date_sets[rule.dates])
            wish = lambda day: 0 if day in dates else points  # noqa: E731
        case ChangeFreeze():
            windows = rule.windows
            wish = lambda day: points * any(w.holds(day) for w in windows)  # noqa: E731
        case TargetDate():
            wish = _nearness(rule, points)
        case _:
            return
    for name in rule.activities.activities:
        found.wishes[name].append(wish)


def _nearness(rule: TargetDate, points: int) -> Wish:
    """Return what days away from a target cost; of an event, whose start is its finish."""
    early, late = rule.direction != "late", rule.direction != "early"

    def away(day: date) -> int:
        days = (day - rule.target).days
        return points * (days if late else 0) if days > 0 else points * (-days if early else 0)

    return away


def _take_precedence(rule: Precedence, programme: ExpandedProgramme, found: Gathered) -> None:
    forms = {programme.activities[name].form for name in (rule.before, rule.after)}
    same = rule.link == "SS" and rule.min_lag == rule.max_lag == 0
    same = same and rule.lag_unit == "calendar_days"
    if same and forms == {"event"}:
        found.ties[rule.before].append((SAME_DAY, found.at[rule.after], -1))
        return
    _link_precedence(rule, found)


def _link_precedence(rule: Precedence, found: Gathered) -> None:
    by_calendar = rule.lag_unit == "calendar_days"
    if rule.min_lag is not None:
        found.link(
            rule.before,
            rule.after,
            rule.link,
            rule.min_lag,
            calendar_days=by_calendar,
            ordered=rule.min_lag >= 0,
        )
    if rule.max_lag is not None:
        found.link(
            rule.after,
            rule.before,
            rule.link[::-1],
            -rule.max_lag,
            calendar_days=by_calendar,
            ordered=False,
            forward=False,
        )


def _take_hypercare(rule: Hypercare, found: Gathered) -> None:
    found.ties[rule.transfer].append((FOLLOWS, found.at[rule.hypercare], -1))
    if rule.acceptance is not None:
        found.link(rule.hypercare, rule.acceptance, "FS", 0, calendar_days=False, ordered=True)
        wait = rule.acceptance_after_calendar_days
        found.link(rule.transfer, rule.acceptance, "SS", wait, calendar_days=True, ordered=False)
    if rule.complete_by is not None:
        found.over_by([rule.hypercare], rule.complete_by)


def _take_parallel(rule: ParallelRunning, programme: ExpandedProgramme, found: Gathered) -> None:
    axis = found.axis
    boundaries = sorted(programme.date_sets[rule.pay_periods])
    starts: dict[int, int] = {}
    finishes: dict[int, int] = {}
    for k in range(rule.periods, len(boundaries)):
        day = boundaries[k]
        if axis.first <= day <= axis.last and boundaries[k - rule.periods] >= axis.first:
            starts[axis.ordinal(day)] = axis.position(boundaries[k - rule.periods])
            finishes[axis.ordinal(day)] = axis.position(day)
    found.only[rule.cutover] = found.only.get(rule.cutover, frozenset(boundaries)) & frozenset(
        boundaries
    )
    found.ties[rule.cutover].append((RUNS_BESIDE, found.at[rule.activity], len(found.spans)))
    found.spans.append((starts, finishes))


def _flatten_ties(programme: ExpandedProgramme, found: Gathered) -> None:
    """Give each event what is fixed through another event on the same day."""
    names = [activity.id for activity in programme.document.activities]
    for name in list(found.ties):
        queue = list(found.ties[name])
        seen = {found.at[name]}
        flat = []
        while queue:
            tie = queue.pop(0)
            if tie[1] in seen:
                continue
            seen.add(tie[1])
            flat.append(tie)
            if tie[0] == SAME_DAY:
                queue.extend(found.ties.get(names[tie[1]], ()))
        found.ties[name] = flat
    tied_events = {tie[1] for ties in found.ties.values() for tie in ties if tie[0] == SAME_DAY}
    for name in names:
        if found.at[name] in tied_events:
            found.ties[name] = []

"""From a programme to arrays.

Only what schedules are made by is lowered: calendars, dates, links, teams, limits on change and
what a date fixes. A kind of planning rule that is not lowered is simply not minded; the checker
decides whether a schedule is a plan.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from scheduler.domain.activities import TRANSFER, Activity
from scheduler.domain.calendars import ONE_DAY
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.resources import Team
from scheduler.exit_search.flat import Ints
from scheduler.exit_search.lowered import (
    APART,
    EVENT,
    LOAD,
    OPEN,
    ROLLING,
    RUN,
    SPAN,
    WORK,
    WORKED,
    WORKED_AT,
    Lowered,
)
from scheduler.exit_search.lowered_rules import gather
from scheduler.exit_search.noted import Gathered
from scheduler.timeline.durations import RunsOf
from scheduler.timeline.time_axis import TimeAxis, axis_of

_FORMS = {"work": WORK, "event": EVENT, "span": SPAN}
_FAR = 1 << 40


@dataclass(slots=True)
class _Rows:
    """Lists of different lengths, one for each owner, laid end to end from some place on."""

    lists: Sequence[Sequence[int]]
    offset: int = 0
    starts: Ints = field(init=False)

    def __post_init__(self) -> None:
        lengths = [len(row) for row in self.lists]
        self.starts = np.concatenate(([0], np.cumsum(lengths))).astype(np.int64) + self.offset

    @property
    def flat(self) -> Ints:
        return ints(x for row in self.lists for x in row)

    @property
    def bounds(self) -> tuple[Ints, Ints]:
        return self.starts[:-1], self.starts[1:]


def ints(values: Iterable[int]) -> Ints:
    """Return whole numbers as an array."""
    return np.fromiter(values, np.int64)


def table(rows: Iterable[Sequence[int]], columns: int) -> Ints:
    """Return rows of whole numbers as a table."""
    return np.array(list(rows), np.int64).reshape(-1, columns)


def lower(programme: ExpandedProgramme) -> Lowered:
    """Return the programme as tables, to be searched for early and weighty transfers."""
    axis = axis_of(programme)
    document = programme.document
    activities = document.activities
    at = {activity.id: i for i, activity in enumerate(activities)}
    rules = gather(programme, axis, at)
    groups = {group.id: g for g, group in enumerate(document.service_groups)}
    owner = [groups.get(programme.group_of(a) or "", -1) for a in activities]
    mode_of, modes, demands = _modes(programme)
    working, calendars = _calendars(programme, axis)
    masks, mask_of = _masks(activities, axis, rules)
    into: list[list[int]] = [[] for _ in activities]
    out: list[list[int]] = [[] for _ in activities]
    for number, link in enumerate(rules.links):
        out[link.before].append(number)
        into[link.after].append(number)
    members: list[list[int]] = [[] for _ in range(len(groups) + 1)]
    for i, g in enumerate(owner):
        members[g].append(i)
    in_rows = _Rows(into)
    out_rows = _Rows(out, int(in_rows.starts[-1]))
    allowed = _dates(programme, axis, rules)
    dates = _Rows(allowed, int(out_rows.starts[-1]))
    member_rows = _Rows(members, int(dates.starts[-1]))
    limits, limit_rows = _limits(activities, programme, rules)
    limit_bounds = _Rows([[0] * len(row) for row in limits]).bounds
    ties = [rules.ties[a.id] for a in activities]
    tie_bounds = _Rows([[0] * len(row) for row in ties]).bounds
    parent = np.full(len(activities), -1, np.int64)
    for i, tied in enumerate(ties):
        for _, other, _ in tied:
            parent[other] = i
    days = axis.calendar_days
    columns = [
        ints(_FORMS[a.form] for a in activities),
        ints(owner),
        ints(calendars),
        *dates.bounds,
        mask_of,
        ints(rules.not_before.get(a.id, 0) for a in activities),
        ints(rules.due.get(a.id, days) for a in activities),
        *in_rows.bounds,
        *out_rows.bounds,
        *limit_bounds,
        *tie_bounds,
        parent,
        ints(_weight(a, programme) for a in activities),
    ]
    monday = axis.first - ONE_DAY * axis.first.weekday()
    return Lowered(
        activities=np.column_stack(columns),
        mode_of=mode_of,
        modes=modes,
        demands=demands,
        links=table((link.row for link in rules.links), 10),
        lists=np.concatenate([in_rows.flat, out_rows.flat, dates.flat, member_rows.flat]),
        prices=np.concatenate(
            [
                np.zeros(int(out_rows.starts[-1]), np.int64),
                ints(_prices(programme, axis, rules, allowed)),
                np.zeros(len(activities), np.int64),
            ]
        ),
        groups=np.column_stack(
            [
                *member_rows.bounds,
                ints([*(len(g.options) for g in document.service_groups), 0]),
            ]
        ),
        choices=_choices(programme, rules),
        working=working,
        days=table(
            (
                (axis.position(axis.day_at(d)), (axis.day_at(d) - monday).days // 7)
                for d in range(days + 2)
            ),
            2,
        ),
        day_of=ints([*(axis.ordinal(day) for day in axis.working), days]),
        masks=masks,
        capacity=_capacity(programme, axis),
        limits=table((limit for row in limits for limit in row), 3),
        limit_rows=table(limit_rows, 2),
        ties=table((tie for row in ties for tie in row), 3),
        spans=_spans(rules.spans, days),
        profile=ints(document.load_profile),
    )


def _weight(activity: Activity, programme: ExpandedProgramme) -> int:
    if activity.kind == TRANSFER and activity.service is not None:
        return programme.services[activity.service].criticality
    return 0


def _choices(programme: ExpandedProgramme, rules: Gathered) -> Ints:
    """Return which options are open, and what they cost."""
    groups = programme.document.service_groups
    widest = max((len(group.options) for group in groups), default=1)
    found = np.zeros((len(groups), widest, 2), np.int64)
    for g, group in enumerate(groups):
        for o, option in enumerate(group.options):
            found[g, o, OPEN] = option.id in rules.open_options.get(group.id, {option.id})
    return found


def _limits(
    activities: Sequence[Activity], programme: ExpandedProgramme, rules: Gathered
) -> tuple[list[list[tuple[int, int, int]]], list[tuple[int, int]]]:
    """Return what limits each event counts for, and how far each reaches and how much it lets be.

    A separation has a row for each of its sides.
    """
    rows: list[tuple[int, int]] = [(rule.calendar_days, rule.at_most) for rule in rules.rolling]
    first_apart = len(rows)
    rows += [(days, 0) for days in rules.apart_days for _ in range(2)]
    first_load = len(rows)
    users = {u.id: n for n, u in enumerate(programme.document.user_groups, start=first_load)}
    rows += [(0, rules.load_most.get(name, _FAR)) for name in users]
    limits = []
    for activity in activities:
        mine = [(ROLLING, row, 0) for row in rules.rolling_of[activity.id]]
        for rule, side in rules.apart_of[activity.id]:
            row = first_apart + 2 * rule
            mine.append((APART, row + side, row + 1 - side))
        mine += [
            (LOAD, users[name], points)
            for name, points in activity.change_load.items()
            if name in users and name in rules.load_most
        ]
        limits.append(mine)
    return limits, rows


def _modes(programme: ExpandedProgramme) -> tuple[Ints, Ints, Ints]:
    """Return the mode of each activity by option, days and demands of each mode, and demands."""
    teams = {team.id: t for t, team in enumerate(programme.document.teams)}
    options = {g.id: [o.id for o in g.options] for g in programme.document.service_groups}
    widest = max((len(names) for names in options.values()), default=1)
    activities = programme.document.activities
    mode_of = np.full((len(activities), widest), -1, np.int64)
    days: list[int] = []
    demands: list[list[tuple[int, int]]] = []
    for i, activity in enumerate(activities):
        known: dict[int, int] = {}
        group = programme.group_of(activity)
        for o, name in enumerate([None] if group is None else options.get(group, [None])):
            mode = activity.mode_under(name)
            if mode is None:
                continue
            if id(mode) not in known:
                known[id(mode)] = len(days)
                days.append(programme.working_days(mode) if activity.form == "work" else 0)
                demands.append([(teams[t], x) for t, x in mode.demands.items() if t in teams and x])
            mode_of[i, o] = known[id(mode)]
    starts = _Rows([[0] * len(asked) for asked in demands])
    modes = np.column_stack([ints(days), *starts.bounds])
    return mode_of, modes, table((d for asked in demands for d in asked), 2)


def _calendars(programme: ExpandedProgramme, axis: TimeAxis) -> tuple[Ints, list[int]]:
    """Return the working days of each set of calendars, and the set of each activity."""
    runs_of = RunsOf(programme, axis)
    rows: dict[int, int] = {}
    tables: list[Ints] = []
    mine = []
    for activity in programme.document.activities:
        runs = runs_of(activity)
        if id(runs) not in rows:
            rows[id(runs)] = len(tables)
            tables.append(_working(runs, axis))
        mine.append(rows[id(runs)])
    return np.array(tables, np.int64).reshape(len(tables), 3, axis.size + 1), mine


def _working(runs: Sequence[Sequence[int]], axis: TimeAxis) -> Ints:
    found = ints(day for run in runs for day in run)
    working = np.full((3, axis.size + 1), _FAR, np.int64)
    working[WORKED, : len(found)] = found
    working[WORKED_AT] = np.searchsorted(found, np.arange(axis.size + 1))
    working[RUN, : len(found)] = ints(number for number, run in enumerate(runs) for _ in run)
    return working


def _dates(programme: ExpandedProgramme, axis: TimeAxis, rules: Gathered) -> list[Sequence[int]]:
    """Return the allowed dates of each event as ordinals; activities often share them."""
    known: dict[object, list[int]] = {}
    found: list[Sequence[int]] = []
    for activity in programme.document.activities:
        if activity.form != "event":
            found.append(())
            continue
        only, barred = rules.only.get(activity.id), tuple(rules.barred.get(activity.id, ()))
        key = (activity.dates, only, barred)
        if key not in known:
            every = axis.days() if activity.dates is None else programme.date_sets[activity.dates]
            known[key] = [
                axis.ordinal(day)
                for day in every
                if axis.first <= day <= axis.last
                and (only is None or day in only)
                and not any(window.holds(day) for window in barred)
            ]
        found.append(known[key])
    return found


def _prices(
    programme: ExpandedProgramme, axis: TimeAxis, rules: Gathered, dates: Sequence[Sequence[int]]
) -> list[int]:
    """Return points for each date in a list of dates of all activities."""
    prices: list[int] = []
    for activity, days in zip(programme.document.activities, dates, strict=True):
        wishes = rules.wishes.get(activity.id)
        if wishes is None:
            prices.extend([0] * len(days))
        else:
            prices.extend(sum(wish(axis.day_at(d)) for wish in wishes) for d in days)
    return prices


def _masks(activities: Sequence[Activity], axis: TimeAxis, rules: Gathered) -> tuple[Ints, Ints]:
    """Return the starts that freezes leave to work, one row for each set of windows."""
    rows: dict[object, int] = {}
    masks: list[list[int]] = []
    mask_of = np.full(len(activities), -1, np.int64)
    for i, activity in enumerate(activities):
        windows = tuple(rules.barred.get(activity.id, ()))
        if activity.form == "event" or not windows:
            continue
        if windows not in rows:
            rows[windows] = len(masks)
            masks.append([not any(w.holds(day) for w in windows) for day in axis.working])
        mask_of[i] = rows[windows]
    return np.array(masks, np.int64).reshape(len(masks), axis.size), mask_of


def _capacity(programme: ExpandedProgramme, axis: TimeAxis) -> Ints:
    """Return what is there of each team even once all have left who may leave it."""
    teams = programme.document.teams
    leaving: Counter[str] = Counter()
    for staff in programme.document.staff_groups:
        for move in staff.moves:
            leaving[move.from_team or ""] += move.hundredths
    by_day = np.zeros((len(teams), axis.calendar_days), np.int64)
    for t, team in enumerate(teams):
        staying = np.maximum(_free_by_day(team, axis) - leaving[team.id], 0)
        steps = () if team.decay is None else team.decay.steps
        by_day[t] = staying * min((step.percent_left for step in steps), default=100) // 100
    working = ints(axis.ordinal(day) for day in axis.working)
    return np.ascontiguousarray(np.hstack([by_day[:, working], by_day]))


def _free_by_day(team: Team, axis: TimeAxis) -> Ints:
    free = np.full(axis.calendar_days, team.capacity[0].hundredths, np.int64)
    for period in team.capacity:
        free[max(0, axis.ordinal(period.first)) :] = period.hundredths
    for booking in team.bookings:
        first, last = axis.ordinal(booking.first), axis.ordinal(booking.last)
        if last >= 0:
            free[max(0, first) : last + 1] -= booking.hundredths
    return np.maximum(free, 0)


def _spans(rows: Sequence[tuple[dict[int, int], dict[int, int]]], days: int) -> Ints:
    spans = np.full((len(rows), 2, days + 2), -1, np.int64)
    for r, pair in enumerate(rows):
        for end, row in enumerate(pair):
            for day, position in row.items():
                spans[r, end, day] = position
    return spans

"""Team capacity: nobody works for two at once.

Rule    for each day: sum of demands under way <= capacity of the team on that day.
Units   hundredths of a person; work and spans on working days of the default calendar, events on
        their date.
Source  Renewable resources: Pritsker, Watters & Wolfe (1969); cumulative constraint: Aggoun &
        Beldiceanu (1993).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

from scheduler.domain.calendars import ONE_DAY
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.domain.planning_rules import TeamCapacity
from scheduler.rules.rule import Breach, RuleKind

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

    from scheduler.model.enforcement import Enforcement
    from scheduler.model.model_build import ModelBuild


def statement(rule: TeamCapacity, programme: ExpandedProgramme) -> str:
    """Say the rule."""
    team = programme.teams[rule.team]
    most = max(period.hundredths for period in team.capacity) / 100
    people = "person" if most == 1 else "people"
    return f"{team.name or team.id} has {most:g} {people} at most, fewer when booked or on leave."


def check(rule: TeamCapacity, programme: ExpandedProgramme, plan: Plan) -> Iterator[Breach]:
    """Add up demands day by day; one breach for each run of overloaded days."""
    team = programme.teams[rule.team]
    load: Counter[date] = Counter()
    who: defaultdict[date, list[str]] = defaultdict(list)
    for name, placed in plan.placed.items():
        activity = programme.activities.get(name)
        mode = None if activity is None else programme.mode_in(activity, plan)
        if activity is None or mode is None or not mode.demands.get(rule.team):
            continue
        day = placed.start
        while day <= placed.finish:
            if activity.form == "event" or programme.is_working(day):
                load[day] += mode.demands[rule.team]
                who[day].append(name)
            day += ONE_DAY
    over = [day for day in sorted(load) if load[day] > team.capacity_on(day)]
    for names, run in groupby(over, key=lambda day: tuple(who[day])):
        first = next(run)
        yield Breach(
            activities=names,
            measured=f"{load[first]} on {first}",
            allowed=team.capacity_on(first),
        )


def post(rule: TeamCapacity, build: ModelBuild, by: Enforcement) -> None:
    """Post one cumulative on the axis, dips in capacity as blocks, and sums off the axis."""
    team, model, axis = build.programme.teams[rule.team], build.model, build.axis
    levels = [team.capacity_on(day) for day in axis.working]
    most = max(levels, default=0)
    intervals: list[cp_model.IntervalVar] = []
    demands: list[int] = []
    off_axis: defaultdict[date, list[cp_model.LinearExprT]] = defaultdict(list)
    working = frozenset(axis.working)
    for activity in build.programme.document.activities:
        if not any(mode.demands.get(rule.team) for mode in activity.modes):
            continue
        if activity.form != "event":
            for asking in build.stretch(activity.id).asking:
                if asking.demands.get(rule.team):
                    intervals.append(asking.interval)
                    demands.append(asking.demands[rule.team])
            continue
        for asked in build.off_axis_asking(activity):
            amount = asked.demands.get(rule.team, 0)
            if not amount:
                continue
            if asked.day in working:
                at = axis.position(asked.day)
                name = f"{activity.id}@{asked.day}"
                intervals.append(
                    model.new_optional_fixed_size_interval_var(at, 1, asked.literal, name)
                )
                demands.append(amount)
            else:
                off_axis[asked.day].append(amount * asked.literal)
    if not intervals and not off_axis:
        return
    at = 0
    for level, run in groupby(levels):
        length = len(list(run))
        if level < most:
            intervals.append(model.new_fixed_size_interval_var(at, length, f"less of {team.id}"))
            demands.append(most - level)
        at += length
    by.bind(model.add_cumulative(intervals, demands, most))
    for day, asks in off_axis.items():
        by.bind(model.add(sum(asks) <= team.capacity_on(day)))


RULE = RuleKind(declares=TeamCapacity, statement=statement, check=check, post=post)

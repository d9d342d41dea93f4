"""A published instance as a programme, and a plan of the programme as one of the instance.

Every day is a working day; a unit of a resource is a hundredth of a person, or a unit of a
consumable. An activity with several modes has a service group of its own with a sourcing option for
each. Mere instants are left out, their links composed: only differences of times bind them.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from scheduler.benchmarks.instants import BEGINNING, Ends, Lags, lags_without_instants
from scheduler.domain.activities import Activity, Mode, Selection
from scheduler.domain.calendars import ONE_DAY, WorkCalendar
from scheduler.domain.objectives import ObjectiveLevel
from scheduler.domain.plan import Plan
from scheduler.domain.planning_rules import DateLimit, Precedence, Rule
from scheduler.domain.programme import Programme
from scheduler.domain.project_instance import (
    ProjectInstance,
    ProjectMode,
    ProjectPlan,
    takes_no_time,
)
from scheduler.domain.resources import CapacityPeriod, Consumable, Team
from scheduler.domain.services import Contract, ServiceGroup, SourcingOption
from scheduler.domain.values import WEEKDAYS, ThreePoint
from scheduler.errors import InputError

TIME_0 = date(2001, 1, 1)
CALENDAR = "every-day"


class NoProgramme(InputError):
    """An instance that a programme cannot say."""

    code = "no_programme"


def programme_of(instance: ProjectInstance) -> Programme:
    """Return the instance as a programme with one objective level, the last finish.

    Raises NoProgramme for what a programme cannot say: a mode without duration beside others, an
    end that waits for longer than any activity lasts.
    """
    _refuse(instance)
    lags = lags_without_instants(instance)
    last_day = TIME_0 + ONE_DAY * max(0, instance.horizon - 1)
    busy = [n for n, modes in enumerate(instance.activities) if not takes_no_time(modes)]
    return Programme(
        format_version=1,
        id="instance",
        name=instance.name,
        plan_from=TIME_0,
        plan_until=last_day,
        contract=Contract(supplier="none", end_date=last_day),
        calendars=(WorkCalendar(id=CALENDAR, working_weekdays=WEEKDAYS),),
        default_calendar=CALENDAR,
        teams=tuple(
            Team(id=_team(n), capacity=(CapacityPeriod(first=TIME_0, hundredths=capacity),))
            for n, capacity in enumerate(instance.capacities)
        ),
        consumables=tuple(
            Consumable(id=_consumable(n), amount=amount)
            for n, amount in enumerate(instance.amounts)
        ),
        service_groups=tuple(
            ServiceGroup(
                id=_group(n),
                options=tuple(SourcingOption(id=_option(m)) for m in range(len(modes))),
            )
            for n, modes in enumerate(instance.activities)
            if len(modes) > 1
        ),
        activities=tuple(_activity(n, instance.activities[n]) for n in busy),
        rules=tuple(_rules(instance, lags)),
        objectives=(ObjectiveLevel(name="last_finish"),),
    )


def project_plan(instance: ProjectInstance, plan: Plan) -> ProjectPlan:
    """Return a plan of the programme as starts and modes; mere instants as early as they may be."""
    starts = [0] * len(instance.activities)
    modes = [0] * len(instance.activities)
    for place, ways in enumerate(instance.activities):
        placed = plan.placed.get(_name(place))
        if placed is not None:
            starts[place] = (placed.start - TIME_0).days
        if len(ways) > 1:
            modes[place] = int(plan.options[_group(place)][1:]) - 1
    instants = {n for n, ways in enumerate(instance.activities) if takes_no_time(ways)}
    into = [link for link in instance.links if link.after in instants and link.after > 0]
    for _ in instants:
        before = list(starts)
        for link in into:
            mode = instance.activities[link.before][modes[link.before]]
            ready = starts[link.before] + (mode.duration if link.from_finish else 0) + link.lag
            starts[link.after] = max(starts[link.after], ready)
        if starts == before:
            break
    return ProjectPlan(starts=tuple(starts), modes=tuple(modes))


def _refuse(instance: ProjectInstance) -> None:
    for place, modes in enumerate(instance.activities):
        if not takes_no_time(modes) and any(mode.duration == 0 for mode in modes):
            message = f"activity {place} has a mode of no duration, which a programme cannot say"
            raise NoProgramme(message, activity=place)
    for link in instance.links:
        shortest = min(mode.duration for mode in instance.activities[link.before])
        beyond = link.lag > (0 if link.from_finish else shortest)
        if beyond and takes_no_time(instance.activities[link.after]):
            message = f"activity {link.after} takes no time and waits beyond {link.before}"
            raise NoProgramme(message, activity=link.after)


def _activity(place: int, modes: tuple[ProjectMode, ...]) -> Activity:
    several = len(modes) > 1
    return Activity(
        id=_name(place),
        kind="work",
        group=_group(place) if several else None,
        modes=tuple(
            Mode(
                options=(_option(n),) if several else (),
                duration=ThreePoint(min=mode.duration, likely=mode.duration, max=mode.duration),
                demands={_team(r): amount for r, amount in enumerate(mode.demands) if amount},
                consumes={_consumable(r): amount for r, amount in enumerate(mode.uses) if amount},
            )
            for n, mode in enumerate(modes)
        ),
    )


def _rules(instance: ProjectInstance, lags: Lags) -> Iterator[Rule]:
    """Yield precedence rules, a lag and its lag back in one rule, and dates from the beginning."""
    for ends, lag in lags.items():
        if BEGINNING in ends[:2]:
            yield from _dates(instance, ends, lag)
        elif ends.before == ends.after:
            if lag > 0:
                yield _impossible(ends.before)
        elif ends.from_finish:
            yield _precedence(ends, lag, None)
        else:
            yield from _start_to_start(ends, lag, lags)


def _start_to_start(ends: Ends, lag: int, lags: Lags) -> Iterator[Rule]:
    back = lags.get(Ends(ends.after, ends.before, from_finish=False))
    if back is None:
        yield _precedence(ends, lag, None) if lag >= 0 else _precedence(_turned(ends), None, -lag)
    elif lag + back > 0:
        yield _precedence(ends, lag, None)
    elif (lag, ends.before) > (back, ends.after):
        yield _precedence(ends, lag, -back)


def _turned(ends: Ends) -> Ends:
    return Ends(ends.after, ends.before, ends.from_finish)


def _precedence(ends: Ends, least: int | None, most: int | None) -> Precedence:
    link = "FS" if ends.from_finish else "SS"
    return Precedence(
        id=f"{link}.{ends.before}-{ends.after}" + ("" if least is not None else ".most"),
        before=_name(ends.before),
        after=_name(ends.after),
        link="FS" if ends.from_finish else "SS",
        min_lag=least,
        max_lag=most,
    )


def _dates(instance: ProjectInstance, ends: Ends, lag: int) -> Iterator[Rule]:
    if ends.after != BEGINNING:
        if ends.before == BEGINNING and lag > 0:
            who = Selection(activities=(_name(ends.after),))
            first = TIME_0 + ONE_DAY * lag
            yield DateLimit(id=f"from.{ends.after}", activities=who, start_not_before=first)
    elif ends.before == BEGINNING:
        if lag > 0:
            yield _impossible(next(n for n, m in enumerate(instance.activities) if m[0].duration))
    else:
        modes = instance.activities[ends.before]
        if len(modes) > 1 and not ends.from_finish:
            message = f"activity {ends.before} has a latest start and several modes"
            raise NoProgramme(message, activity=ends.before)
        duration = 0 if ends.from_finish else modes[0].duration
        who = Selection(activities=(_name(ends.before),))
        last = TIME_0 + ONE_DAY * (duration - lag - 1)
        yield DateLimit(id=f"until.{ends.before}", activities=who, finish_not_after=last)


def _impossible(place: int) -> DateLimit:
    """Return a rule that nothing meets: the activity would wait for itself."""
    who = Selection(activities=(_name(place),))
    return DateLimit(id=f"never.{place}", activities=who, finish_not_after=TIME_0 - ONE_DAY)


def _name(place: int) -> str:
    return f"A{place}"


def _group(place: int) -> str:
    return f"G{place}"


def _option(number: int) -> str:
    return f"M{number + 1}"


def _team(number: int) -> str:
    return f"R{number + 1}"


def _consumable(number: int) -> str:
    return f"N{number + 1}"

"""Team capacity: nobody works for two at once.

Rule    for each day: sum of demands under way <= capacity of the team on that day, which is what is
        declared, less whoever has left, more whoever has joined.
Units   hundredths of a person; work and spans on working days of the default calendar, events on
        their date; a share that is left after a decay is rounded down.
Source  Renewable resources: Pritsker, Watters & Wolfe (1969); cumulative constraint: Aggoun &
        Beldiceanu (1993). Transfers of staff and decay after notice: exit practice.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

from scheduler.domain.adjustments import ExtraCapacity
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.domain.planning_rules import TeamCapacity
from scheduler.domain.resources import Decay, Team
from scheduler.rules.easing import Easing, Move, Step
from scheduler.rules.rule import Breach, RuleKind
from scheduler.rules.words import counted, named

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

    from scheduler.model.enforcement import Enforcement
    from scheduler.model.expressions import Expression
    from scheduler.model.model_build import ModelBuild
    from scheduler.model.turn import Turn

Lost = Callable[[int], int]
"""How many of the hundredths declared for a day are lost from some turn on."""


def statement(rule: TeamCapacity, programme: ExpandedProgramme) -> str:
    """Say the rule."""
    team = programme.teams[rule.team]
    most = max(period.hundredths for period in team.capacity)
    words = f"{team.name or team.id} has {_people(most)} at most, fewer when booked or on leave"
    for staff, move in programme.moves.get(rule.team, ()):
        transfer = staff.transfer or staff.id
        if rule.team == move.from_team:
            words += f"; {_people(move.hundredths)} fewer from {named(transfer, programme)} on"
        if rule.team == move.to_team:
            words += f"; {_people(move.hundredths)} more from {named(transfer, programme)} on"
            if move.options:
                words += f" under {' or '.join(move.options)}"
    if team.decay is not None:
        steps = ", ".join(
            f"{step.percent_left} % from {counted(step.calendar_days, 'day')} after it on"
            for step in team.decay.steps
        )
        words += f"; after {named(team.decay.after, programme)} there is left {steps}"
    return words + "."


def _people(hundredths: int) -> str:
    return f"{hundredths / 100:g} {'person' if hundredths == 100 else 'people'}"  # noqa: PLR2004


def check(rule: TeamCapacity, programme: ExpandedProgramme, plan: Plan) -> Iterator[Breach]:
    """Add up demands day by day; one breach for each run of overloaded days."""
    team = programme.teams[rule.team]
    load, who = load_of(rule.team, programme, plan)
    if not load:
        return
    there_on = strength_of(team, programme, plan)
    over = [day for day in sorted(load) if load[day] > there_on(day)]
    for names, run in groupby(over, key=lambda day: tuple(who[day])):
        first = next(run)
        yield Breach(
            activities=names,
            measured=f"{load[first]} on {first}",
            allowed=there_on(first),
        )


def load_of(
    team: str, programme: ExpandedProgramme, plan: Plan
) -> tuple[Mapping[date, int], Mapping[date, Sequence[str]]]:
    """Return the hundredths of people asked of a team on each day, and the activities that ask."""
    load: Counter[date] = Counter()
    who: defaultdict[date, list[str]] = defaultdict(list)
    for activity in programme.asking.get(team, ()):
        placed = plan.placed.get(activity.id)
        mode = programme.mode_in(activity, plan)
        if placed is None or mode is None or not mode.demands.get(team):
            continue
        amount = mode.demands[team]
        for day in programme.days_of(activity, placed.start, placed.finish):
            load[day] += amount
            who[day].append(activity.id)
    return load, who


def people_there(team: Team, day: date, programme: ExpandedProgramme, plan: Plan) -> int:
    """Return the hundredths of people of a team on a day: each move's, then those who stay."""
    return strength_of(team, programme, plan)(day)


def strength_of(team: Team, programme: ExpandedProgramme, plan: Plan) -> Callable[[date], int]:
    """Return how many `people_there` are on any day; what they wait for is looked up once."""
    moves = [
        (
            staff,
            move,
            None if (turn := plan.placed.get(staff.transfer or "")) is None else turn.start,
        )
        for staff, move in programme.moves.get(team.id, ())
    ]
    decay = team.decay
    begun = None if decay is None else plan.placed.get(decay.after)
    if not moves and begun is None:
        return team.capacity_on

    def there_on(day: date) -> int:
        staying, there, joined = team.capacity_on(day), 0, 0
        left = 100 if decay is None or begun is None else _percent_left(decay, begun.start, day)
        for staff, move, turn in moves:
            moved = turn is not None and turn <= day
            if move.from_team == team.id:
                moving = min(move.hundredths, staying)
                staying -= moving
                if not moved:
                    there += moving * left // 100
            if move.to_team == team.id and moved:
                option = plan.options.get(staff.group)
                if not move.options or option in move.options:
                    joined += move.hundredths
        return there + staying * left // 100 + joined

    return there_on


def _percent_left(decay: Decay, begun: date, day: date) -> int:
    passed = (day - begun).days
    left = 100
    for step in decay.steps:
        if step.calendar_days <= passed:
            left = step.percent_left
    return left


def post(rule: TeamCapacity, build: ModelBuild, by: Enforcement) -> None:
    """Post one cumulative on the axis, dips in capacity as blocks, and sums off the axis.

    People who leave are blocks from then on; for people who join the ceiling is raised, and they
    are blocks until then.
    """
    team, model, axis = build.programme.teams[rule.team], build.model, build.axis
    levels = [team.capacity_on(day) for day in axis.working]
    most = max(levels, default=0)
    intervals: list[cp_model.IntervalVar] = []
    demands: list[int] = []
    off_axis: defaultdict[date, list[Expression]] = defaultdict(list)
    working = frozenset(axis.working)
    for activity in build.programme.asking.get(rule.team, ()):
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
    leaving, joining = tuple(_leaving(team, build)), tuple(_joining(team, build))
    blocks = [turn.blocks_before(amount) for turn, amount in joining]
    for turn, lost in leaving:
        blocks += turn.blocks_after(map(lost, levels))
    intervals += [interval for interval, _ in blocks]
    demands += [amount for _, amount in blocks]
    ceiling = most + sum(amount for _, amount in joining)
    at = 0
    for level, run in groupby(levels):
        length = len(list(run))
        if level < most:
            intervals.append(model.new_fixed_size_interval_var(at, length, f"less of {team.id}"))
            demands.append(most - level)
        at += length
    by.bind(model.add_cumulative(intervals, demands, ceiling))
    for day, asks in off_axis.items():
        declared = team.capacity_on(day)
        away = sum(lost(declared) * turn.has_come(day) for turn, lost in leaving)
        joined = sum(amount * turn.has_come(day) for turn, amount in joining)
        by.bind(model.add(sum(asks) + away <= declared + joined))


def _leaving(team: Team, build: ModelBuild) -> Iterator[tuple[Turn, Lost]]:
    """Yield what each move takes at its transfer and each step of the decay before that."""
    steps: list[tuple[Turn, int, int]] = []
    left = 100
    if team.decay is not None:
        for step in team.decay.steps:
            turn = build.turn(team.decay.after, step.calendar_days)
            steps.append((turn, left, step.percent_left))
            left = step.percent_left
    before = 0
    for staff in build.programme.document.staff_groups:
        for move in staff.moves:
            if move.from_team != team.id or staff.transfer is None:
                continue
            transfer = build.turn(staff.transfer)
            moving = _slice(before, move.hundredths)
            yield transfer, _share(moving, left, 0)
            for turn, more, less in steps:
                yield turn.or_earlier(transfer), _share(moving, more, less)
            before += move.hundredths
    staying = _slice(before, None)
    for turn, more, less in steps:
        yield turn, _share(staying, more, less)


def _slice(before: int, size: int | None) -> Lost:
    """Return how many of those declared come after some and are so many at most."""

    def of(declared: int) -> int:
        rest = max(0, declared - before)
        return rest if size is None else min(rest, size)

    return of


def _share(of: Lost, more: int, less: int) -> Lost:
    """Return how many are lost between two percentages, each rounded down."""
    return lambda declared: of(declared) * more // 100 - of(declared) * less // 100


def _joining(team: Team, build: ModelBuild) -> Iterator[tuple[Turn, int]]:
    for staff in build.programme.document.staff_groups:
        for move in staff.moves:
            if move.to_team != team.id or staff.transfer is None:
                continue
            turn = build.turn(staff.transfer)
            if move.options:
                of_group = build.options()[staff.group]
                chosen = [lit for name, lit in of_group.items() if name in move.options]
                turn = turn.only_under(chosen)
            yield turn, move.hundredths


PEOPLE = (50, 100, 200, 300)
"""Hundredths of a person that a team may get beside those it has."""


def _moves(rule: TeamCapacity, programme: ExpandedProgramme) -> Iterator[Move]:
    """Add people over the whole horizon; a plan tells when it needs them."""
    document = programme.document
    team = programme.teams[rule.team]
    steps = (
        Step(
            amount=more / 100,
            adjustments=(
                ExtraCapacity(
                    id=f"{rule.id}.{more}",
                    team=rule.team,
                    hundredths=more,
                    first=document.plan_from,
                    last=document.plan_until,
                ),
            ),
            before=statement(rule, programme),
            after=f"{team.name or team.id} has {_people(more)} more",
        )
        for more in PEOPLE
    )
    yield Move(steps=tuple(steps))


RULE = RuleKind(
    declares=TeamCapacity,
    statement=statement,
    check=check,
    post=post,
    easing=Easing(moves=_moves),
)

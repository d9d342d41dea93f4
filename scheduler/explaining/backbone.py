"""The backbone: what all plans near the best one have in common, and so what to do in any case.

Source: the backbone of satisfaction problems, Monasson et al. (1999); here of all plans that are
worse than the best by no more than a tolerance in each objective level.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from scheduler.domain.activities import TRANSFER
from scheduler.domain.calendars import ONE_DAY
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.explaining.best_known import BestKnown, given_or_best
from scheduler.explaining.ladder import Climb, Climber, Ladder
from scheduler.explaining.latest import decisions_of
from scheduler.explaining.wishes import not_after, not_before, performing, sourced
from scheduler.explaining.work import Work
from scheduler.objectives import term_of

PERCENT = 5
"""By so much a level may be worse where nothing else is asked."""
SOON = (30, 60, 90)
"""Calendar days from the as-of date, or the status date, for which actions are told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupChoice:
    """The options of one service group that plans near the best take."""

    group: str
    possible: tuple[str, ...]
    """Options that some plan near the best takes."""
    unknown: tuple[str, ...]
    """Options of which it is not known."""

    @property
    def settled(self) -> bool:
        """Whether all plans near the best take the same one."""
        return len(self.possible) == 1 and not self.unknown


@dataclass(frozen=True, slots=True, kw_only=True)
class StartWindow:
    """Between which days an event lies in all plans near the best that have it."""

    activity: str
    planned: date | None
    earliest: date | None
    latest: date | None
    proved: bool
    """Whether there is a plan near the best at both ends and none beyond."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """What starts soon in every plan near the best, whatever is decided."""

    activity: str
    name: str
    owner: str
    within_calendar_days: int
    """It starts within so many days."""
    planned: date
    confirmed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Backbone:
    """What all plans near the best have in common."""

    feasible: bool | None
    from_day: date | None = None
    """The day from which actions are counted."""
    within: tuple[tuple[str, int], ...] = ()
    """Levels with the worst value that still counts as near the best."""
    choices: tuple[GroupChoice, ...] = ()
    windows: tuple[StartWindow, ...] = ()
    actions: tuple[Action, ...] = ()


def find_backbone(
    programme: ExpandedProgramme,
    work: Work,
    *,
    best: BestKnown | None = None,
    tolerances: Mapping[str, int] | None = None,
    seconds: float = 120.0,
) -> Backbone:
    """Return what plans near the best have in common, each row told when it is known.

    `tolerances` say by how much the levels they name may be worse; without them every level but the
    last may be by 5 %.
    """
    best, feasible = given_or_best(programme, work, best, seconds=seconds)
    if best is None:
        return Backbone(feasible=feasible)
    within = limits(programme, best, tolerances)
    climber = Climber(programme, work.ask, seconds=work.seconds, within=within, plans=[best.plan])
    asked = [*_option_ladders(programme), *_window_ladders(programme), *_soon(programme, best)]
    climbs: dict[str, Climb] = {}
    for climb in climber.climb_all(asked, work):
        climbs[climb.ladder.name] = climb
        work.on_row(climb)
    if work.confirm and not work.stop.is_set():
        climbs = {climb.ladder.name: climb for climb in climber.confirm(tuple(climbs.values()))}
    return Backbone(
        feasible=True,
        from_day=start_of(programme),
        within=within,
        choices=tuple(
            _choice(group.id, [option.id for option in group.options], climbs)
            for group in programme.document.service_groups
        ),
        windows=tuple(_window(event, best, climbs) for event in _told_of(programme)),
        actions=_actions(programme, best, climbs),
    )


def limits(
    programme: ExpandedProgramme, best: BestKnown, tolerances: Mapping[str, int] | None
) -> tuple[tuple[str, int], ...]:
    """Return the worst value of each level that still counts as near the best."""
    found = []
    for place, level in enumerate(programme.document.objectives):
        value = best.levels[place].value
        if tolerances is None:
            if place == len(programme.document.objectives) - 1 and place:
                continue
            worse = -(-abs(value) * PERCENT // 100)
        elif level.key in tolerances:
            worse = tolerances[level.key]
        else:
            continue
        found.append((level.key, value + term_of(level).sign * worse))
    return tuple(found)


def start_of(programme: ExpandedProgramme) -> date:
    """Return the day from which actions are counted."""
    return programme.document.status_date or programme.document.plan_from


def _told_of(programme: ExpandedProgramme) -> tuple[str, ...]:
    transfers = [a.id for a in programme.document.activities if a.kind == TRANSFER]
    return tuple(dict.fromkeys((*decisions_of(programme), *transfers)))


def _option_ladders(programme: ExpandedProgramme) -> list[Ladder]:
    return [
        Ladder(name=f"{group.id}={option.id}", rungs=((sourced(group.id, option.id),),))
        for group in programme.document.service_groups
        for option in group.options
    ]


def _window_ladders(programme: ExpandedProgramme) -> list[Ladder]:
    made = []
    for event in _told_of(programme):
        activity = programme.activities[event]
        first, last = programme.document.plan_from, programme.document.plan_until
        days: Sequence[date] = [first + ONE_DAY * i for i in range((last - first).days + 1)]
        if activity.dates is not None:
            days = [d for d in programme.date_sets[activity.dates] if first <= d <= last]
        always = performing(activity, programme)
        later = tuple((not_before(event, day),) for day in days)
        earlier = tuple((not_after(event, day),) for day in reversed(days))
        made.append(Ladder(name=f"{event} late", always=always, rungs=later))
        made.append(Ladder(name=f"{event} early", always=always, rungs=earlier))
    return made


def _soon(programme: ExpandedProgramme, best: BestKnown) -> list[Ladder]:
    """Return ladders of starts put off beyond each of the next spans; not performed is put off."""
    begin = start_of(programme)
    horizon = begin + ONE_DAY * SOON[-1]
    return [
        Ladder(
            name=f"{name} soon",
            rungs=tuple((not_before(name, begin + ONE_DAY * (n + 1)),) for n in SOON),
        )
        for name, at in best.plan.placed.items()
        if begin <= at.start <= horizon
    ]


def _choice(group: str, options: Sequence[str], climbs: Mapping[str, Climb]) -> GroupChoice:
    found = {option: climbs[f"{group}={option}"] for option in options}
    return GroupChoice(
        group=group,
        possible=tuple(o for o, climb in found.items() if climb.highest >= 0),
        unknown=tuple(o for o, climb in found.items() if climb.highest < 0 and not climb.proved),
    )


def _window(event: str, best: BestKnown, climbs: Mapping[str, Climb]) -> StartWindow:
    late, early = climbs[f"{event} late"], climbs[f"{event} early"]
    planned = best.plan.placed.get(event)

    def day(climb: Climb) -> date | None:
        if climb.plan is None or climb.highest < 0 or event not in climb.plan.placed:
            return None
        return climb.plan.placed[event].start

    return StartWindow(
        activity=event,
        planned=None if planned is None else planned.start,
        earliest=day(early),
        latest=day(late),
        proved=late.proved and early.proved,
    )


def _actions(
    programme: ExpandedProgramme, best: BestKnown, climbs: Mapping[str, Climb]
) -> tuple[Action, ...]:
    """Return activities that no plan near the best puts off, the most urgent first."""
    found = []
    for name, at in best.plan.placed.items():
        climb = climbs.get(f"{name} soon")
        if climb is None or not climb.proved or climb.highest + 1 == len(SOON):
            continue
        activity = programme.activities[name]
        found.append(
            Action(
                activity=name,
                name=activity.name or name,
                owner=activity.owner,
                within_calendar_days=SOON[climb.highest + 1],
                planned=at.start,
                confirmed=climb.confirmed,
            )
        )
    return tuple(sorted(found, key=lambda a: (a.within_calendar_days, a.planned, a.activity)))

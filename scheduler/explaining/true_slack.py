"""How far activities can move with everything else planned again.

For each activity and each way a ladder of days on which it could start, from the planned one on:
how far it can be climbed is the slack. What is proved of one activity helps with the next, and all
of it is put to a second configuration at once.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from datetime import date

from scheduler.analysis.holding import Direction, Known, TrueSlack
from scheduler.domain.calendars import ONE_DAY
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.explaining.ladder import Climb, Climber, Ladder
from scheduler.explaining.positions import Positions
from scheduler.explaining.wishes import not_before, performing, starts_by
from scheduler.explaining.work import Work
from scheduler.timeline.time_axis import TimeAxis, axis_of


def true_slack(programme: ExpandedProgramme, plan: Plan, name: str, work: Work) -> TrueSlack:
    """Return the earliest and the latest start of an activity for which any plan exists.

    Where a question is not answered, what is known so far is told and not claimed to be all.
    """
    return true_slacks(programme, plan, (name,), work)[name]


def true_slacks(
    programme: ExpandedProgramme, plan: Plan, names: Iterable[str], work: Work
) -> Mapping[str, TrueSlack]:
    """Return the true slack of several activities of a checked plan, some questions at a time.

    A first version of each is told as soon as both its ways are climbed, before it is confirmed.
    """
    positions, axis = Positions(programme), axis_of(programme)
    wanted = tuple(dict.fromkeys(names))
    ladders = {
        _key(name, way): _ladder(programme, plan, name, way, positions)
        for name in wanted
        for way in _WAYS
    }
    climber = Climber(programme, work.ask, seconds=work.seconds, plans=[plan])
    done: dict[str, Climb] = {}
    for climb in climber.climb_all(tuple(ladders.values()), work):
        done[climb.ladder.name] = climb
        name = next(n for n in wanted if climb.ladder.name in {_key(n, way) for way in _WAYS})
        if all(_key(name, way) in done for way in _WAYS):
            work.on_row(_told(plan, name, done, axis, positions, programme))
    if work.confirm and not work.stop.is_set():
        done = {climb.ladder.name: climb for climb in climber.confirm(tuple(done.values()))}
    return {name: _told(plan, name, done, axis, positions, programme) for name in wanted}


_WAYS: tuple[Direction, ...] = ("earlier", "later")


def _key(name: str, way: Direction) -> str:
    return f"{name}, {way}"


def _days(
    programme: ExpandedProgramme, plan: Plan, name: str, way: Direction, positions: Positions
) -> tuple[date, ...]:
    """Return the days on which an activity could start, from the planned one on."""
    days = positions.days(programme.activities[name])
    at = bisect_left(days, plan.placed[name].start)
    return days[at:] if way == "later" else tuple(reversed(days[: at + 1]))


def _ladder(
    programme: ExpandedProgramme, plan: Plan, name: str, way: Direction, positions: Positions
) -> Ladder:
    days = _days(programme, plan, name, way, positions)
    wish = not_before if way == "later" else starts_by
    if way == "later":
        beyond = tuple((starts_by(name, day - ONE_DAY),) for day in days)
    else:
        beyond = tuple((not_before(name, day + ONE_DAY),) for day in days)
    return Ladder(
        name=_key(name, way),
        always=performing(programme.activities[name], programme),
        rungs=tuple((wish(name, day),) for day in days),
        beyond=beyond,
    )


def _told(  # looked up once by the callers
    plan: Plan,
    name: str,
    done: Mapping[str, Climb],
    axis: TimeAxis,
    positions: Positions,
    programme: ExpandedProgramme,
) -> TrueSlack:
    start = plan.placed[name].start
    early, late = (done[_key(name, way)] for way in _WAYS)
    earliest, latest = (
        _days(programme, plan, name, way, positions)[max(0, climb.highest)]
        for way, climb in zip(_WAYS, (early, late), strict=True)
    )
    return TrueSlack(
        activity=name,
        start=start,
        earliest=earliest,
        earliest_known=_known(early),
        latest=latest,
        latest_known=_known(late),
        earlier_working_days=axis.position(start) - axis.position(earliest),
        later_working_days=axis.position(latest) - axis.position(start),
    )


def _known(climb: Climb) -> Known:
    if not climb.proved:
        return "at_least"
    # Past the last day of the calendar or the date set there is nothing to ask.
    return "proved" if climb.confirmed or climb.next_rung is None else "claimed"

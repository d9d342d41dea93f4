"""How far an activity can move with everything else planned again.

Bisection over the days on which it could start: a plan that starts it on some day or later is
asked for. A plan found may start it later than asked, which is then known; where none exists, none
does for any later day. The last such answer is put to a second configuration.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from scheduler.analysis.holding import Direction, Known, TrueSlack
from scheduler.asking.question import Ask, Question
from scheduler.domain.activities import Activity, Selection
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.domain.planning_rules import DateLimit, Rule, SourcingChoice, TargetDate
from scheduler.explaining.positions import Positions
from scheduler.timeline.time_axis import axis_of


@dataclass(frozen=True, slots=True)
class _Furthest:
    """How far one way a plan is known, and how surely none goes further."""

    day: date
    known: Known
    questions: int


def true_slack(
    programme: ExpandedProgramme, plan: Plan, name: str, ask: Ask, seconds: float = 20.0
) -> TrueSlack:
    """Return the earliest and the latest start of an activity for which any plan exists.

    Each question takes `seconds` at most. Where one is not answered, what is known so far is told
    and not claimed to be all.
    """
    start = plan.placed[name].start
    early = _furthest(programme, plan, name, ask, seconds, "earlier")
    late = _furthest(programme, plan, name, ask, seconds, "later")
    axis = axis_of(programme)
    return TrueSlack(
        activity=name,
        start=start,
        earliest=early.day,
        earliest_known=early.known,
        latest=late.day,
        latest_known=late.known,
        earlier_working_days=axis.position(start) - axis.position(early.day),
        later_working_days=axis.position(late.day) - axis.position(start),
        questions=early.questions + late.questions,
    )


def _furthest(  # one question and what it is about
    programme: ExpandedProgramme, plan: Plan, name: str, ask: Ask, seconds: float, way: Direction
) -> _Furthest:
    activity = programme.activities[name]
    days = Positions(programme).days(activity)
    start = plan.placed[name].start
    beyond = (
        days[bisect_right(days, start) :] if way == "later" else days[: bisect_left(days, start)]
    )
    if way == "earlier":
        beyond = tuple(reversed(beyond))
    wish = _asking(programme, activity, way)
    reached, none_from, asked, proved = -1, len(beyond), 0, True
    near = plan
    # Beyond the last day of the calendar or the date set there is nothing to ask.
    while reached + 1 < none_from or not proved:
        at = _next(reached, none_from, asked)
        sure = at == reached + 1
        question = Question(
            programme=programme, wishes=wish(beyond[at]), near=near, sure=sure, seconds=seconds
        )
        reply = ask(question)
        asked += 1
        if reply.finding == "plan" and reply.plan is not None:
            near = reply.plan
            reached = max(reached, at, _index(beyond, reply.plan.placed[name].start))
            if reached >= none_from:
                # Two answers disagree: the plan speaks for itself, and more is not known.
                return _Furthest(_at(start, beyond, reached), "at_least", asked)
        elif reply.finding == "none":
            none_from, proved = at, reply.confirmed
            if sure and not proved:
                return _Furthest(_at(start, beyond, reached), "claimed", asked)
        else:
            return _Furthest(_at(start, beyond, reached), "at_least", asked)
    return _Furthest(_at(start, beyond, reached), "proved", asked)


def _next(reached: int, none_from: int, asked: int) -> int:
    """Return the day to ask about: first the nearest, which often settles it, then the middle.

    In the end the nearest again, where that there is none was not yet confirmed.
    """
    return max(reached + 1, 0 if asked == 0 else (reached + none_from) // 2)


def _at(start: date, beyond: tuple[date, ...], reached: int) -> date:
    return beyond[reached] if reached >= 0 else start


def _index(beyond: tuple[date, ...], start: date) -> int:
    return beyond.index(start) if start in beyond else -1


def _asking(
    programme: ExpandedProgramme, activity: Activity, way: Direction
) -> Callable[[date], tuple[Rule, ...]]:
    """Return what is wished for a start on a day or beyond it, the activity being performed."""
    who = Selection(activities=(activity.id,))
    performed = performed_only(programme, activity)

    def wish(day: date) -> tuple[Rule, ...]:
        limit: Rule
        if way == "later":
            limit = DateLimit(id=f"wish-{activity.id}", activities=who, start_not_before=day)
        else:
            limit = starts_by(activity, day)
        return (limit, *performed)

    return wish


def starts_by(activity: Activity, day: date) -> Rule:
    """Return the rule that an activity starts on a day or before."""
    return TargetDate(
        id=f"wish-{activity.id}",
        activities=Selection(activities=(activity.id,)),
        target=day,
        direction="late",
        instant="start",
    )


def performed_only(programme: ExpandedProgramme, activity: Activity) -> tuple[Rule, ...]:
    """Return the rule that the option of its group is one under which an activity is performed."""
    group = programme.group_of(activity)
    if group is None:
        return ()
    options = [option.id for option in programme.groups[group].options]
    able = tuple(option for option in options if activity.mode_under(option) is not None)
    if len(able) == len(options):
        return ()
    return (SourcingChoice(id=f"wish-{group}", group=group, options=able),)

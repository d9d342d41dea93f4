"""DCMA checks 5 to 8 and 10: constraints, floats, durations and resources of incomplete tasks.

Hard constraint    What pins a task to a day or bounds it from above, whatever its links say, in the
                   words of tools: must start or finish on, start or finish no later than. Here:
                   a date limit with a last day, on each activity it selects; a hard target date
                   unless it only forbids to be early; the last day of a hypercare (`complete_by`);
                   a limit of moves that allows none, on each activity of the baseline within it;
                   and an event with a single date in the horizon. Not: a first day allowed (start
                   no earlier than is a soft constraint in the pamphlet), the contract end, which
                   is one rule for all, change freezes and date sets with several dates, what has
                   happened, and any rule with a price.
Float              Total float by the critical path method, in working days of the default calendar
                   (`explaining/network`).
Duration           Working days of the task's own calendars: those of its dates in the baseline
                   where it has any, as in the pamphlet, else as planned. Tasks under way count
                   whole, not what is left. The pamphlet counts only what is planned in detail;
                   a programme does not tell what that is.
Source             DCMA-EA PAM 200.1, 2012, section 4: 44 working days are two months. Four kinds
                   of hard constraint, and no limit for resources, since the revision of November
                   2009: Winter, DCMA 14-Point Schedule Assessment, 2011.
"""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.domain.activities import Activity
from scheduler.domain.plan import Placed
from scheduler.domain.planning_rules import DateLimit, Hypercare, MovedLimit, Rule, TargetDate
from scheduler.quality.findings import Check, at_most
from scheduler.quality.schedule import Schedule

TWO_MONTHS = 44
MOST_PERCENT = 5
_COMPLETE = "every task is complete"


def hard_constraints(schedule: Schedule) -> Check:
    """Check 5: incomplete tasks with a hard constraint of their own."""
    bound = {name for rule in schedule.rules for name in _constrained(rule, schedule)}
    bound |= {
        a.id
        for a in schedule.incomplete
        if a.form == "event"
        and a.dates is not None
        and len(schedule.network.positions.days(a)) == 1
    }
    return at_most(
        5,
        "Hard constraints",
        "incomplete tasks that must be on a day or no later than one, of incomplete tasks",
        [a.id for a in schedule.incomplete if a.id in bound],
        len(schedule.incomplete),
        percent=MOST_PERCENT,
        absent=_COMPLETE,
        note="A date limit holds for the solver as a link does and never hides negative float: no "
        "plan is shown that breaks one. Ask of each whether law or contract sets the date. The "
        "contract end is one rule and is not counted for every task.",
    )


def _constrained(rule: Rule, schedule: Schedule) -> Iterator[str]:
    """Yield the tasks that a rule constrains hard."""
    match rule:
        case DateLimit() if rule.finish_not_after is not None:
            yield from rule.activities.activities
        case TargetDate() if rule.direction != "early":
            yield from rule.activities.activities
        case Hypercare() if rule.complete_by is not None:
            yield rule.hypercare
        case MovedLimit(at_most=0):
            baseline = schedule.programme.document.baseline
            known = {} if baseline is None else baseline.dates
            for name in rule.activities.activities:
                if name in known and (rule.until is None or known[name].start <= rule.until):
                    yield name
        case _:
            pass


def high_float(schedule: Schedule) -> Check:
    """Check 6: incomplete tasks with a total float of more than 44 working days."""
    waited_for = {link.before for link in schedule.every_link}
    high = [a.id for a in schedule.incomplete if _float(schedule, a.id) > TWO_MONTHS]
    loose = sum(name not in waited_for for name in high)
    return at_most(
        6,
        "High float",
        "incomplete tasks with more than 44 working days of total float, of incomplete tasks",
        high,
        len(schedule.incomplete),
        percent=MOST_PERCENT,
        absent=_COMPLETE,
        note=f"Nothing waits for {loose} of them. Schedule contingency is float of every task here "
        "and is meant to be there; and float by links alone promises room that shared teams may "
        "not leave: the right measure is true slack, with everything else planned again.",
    )


def negative_float(schedule: Schedule) -> Check:
    """Check 7: incomplete tasks with a total float below zero."""
    return at_most(
        7,
        "Negative float",
        "incomplete tasks with total float below zero, of incomplete tasks",
        [a.id for a in schedule.incomplete if _float(schedule, a.id) < 0],
        len(schedule.incomplete),
        percent=0,
        absent=_COMPLETE,
        note="None by construction: a plan that misses a hard date is no plan here.",
    )


def _float(schedule: Schedule, name: str) -> int:
    found = schedule.floats.get(name)
    return 0 if found is None else found.total


def high_duration(schedule: Schedule) -> Check:
    """Check 8: incomplete work that takes more than 44 working days, by its baseline if it can."""
    long = [a for a in schedule.work if _duration(schedule, a) > TWO_MONTHS]
    return at_most(
        8,
        "High duration",
        "incomplete work of more than 44 working days, of incomplete work",
        [a.id for a in long],
        len(schedule.work),
        percent=MOST_PERCENT,
        absent="no work is left",
        note=f"{sum(bool(a.parts) for a in long)} of them are divided into parts with results of "
        "their own, which is what the check is after: progress that can be seen.",
    )


def _duration(schedule: Schedule, activity: Activity) -> int:
    """Return the working days of work in the baseline, and as planned where it is not there."""
    baseline = schedule.programme.document.baseline
    agreed = None if baseline is None else baseline.dates.get(activity.id)
    if agreed is None:
        return schedule.working_days(activity)
    dates = Placed(start=agreed.start, finish=agreed.finish)
    return schedule.network.positions.length(activity, dates)


def resources(schedule: Schedule) -> Check:
    """Check 10: incomplete work of a day or more that asks for no team and uses up nothing.

    The pamphlet sets no limit; none is the aim.
    """
    asked = []
    for activity in schedule.work:
        mode = schedule.programme.mode_in(activity, schedule.plan)
        needs = () if mode is None else (*mode.demands.values(), *mode.consumes.values())
        if not any(needs) and schedule.working_days(activity) >= 1:
            asked.append(activity.id)
    return at_most(
        10,
        "Resources",
        "incomplete work without a team or a consumable, of incomplete work",
        asked,
        len(schedule.work),
        percent=0,
        absent="no work is left",
        note="The pamphlet sets no limit, none is the aim. What asks for nobody is never held back "
        "by people: work of others, such as a supplier's, may rightly be among it.",
    )

"""What is known of small worlds by trying everything, with the checker alone."""

from collections.abc import Iterator
from datetime import date, timedelta

from scheduler.domain.activities import Activity
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Placed, Plan
from scheduler.rules.placement import check_activity
from scheduler.verification.verify import verify
from tests.agreement.harness import checker_plans, plan_of
from tests.agreement.worlds import World


def some_plans(world: World, most: int = 3) -> tuple[Plan, ...]:
    """Return a few of a world's plans, far from one another in their order."""
    keys = sorted(checker_plans(world.programme))
    step = max(1, len(keys) // most)
    return tuple(plan_of(key) for key in keys[step // 2 :: step][:most])


def horizon(programme: ExpandedProgramme) -> list[date]:
    """Return every day of the horizon."""
    document = programme.document
    count = (document.plan_until - document.plan_from).days + 1
    return [document.plan_from + timedelta(days=n) for n in range(count)]


def worked(programme: ExpandedProgramme, activity: Activity, at: Placed) -> int:
    """Count the days an activity lies on: one for an event."""
    if activity.form == "event":
        return 1
    calendars = programme.calendars_of(activity)
    days = (at.start + timedelta(days=n) for n in range((at.finish - at.start).days + 1))
    return sum(all(calendar.is_working(day) for calendar in calendars) for day in days)


def beside(programme: ExpandedProgramme, plan: Plan, name: str, way: str) -> Iterator[Placed]:
    """Yield every placement of an activity on one side, its length kept, the nearest first."""
    activity, here = programme.activities[name], plan.placed[name]
    days = horizon(programme)
    starts = [d for d in days if (d < here.start if way == "earlier" else d > here.start)]
    for start in reversed(starts) if way == "earlier" else starts:
        for finish in (day for day in days if day >= start):
            at = Placed(start=start, finish=finish)
            there = Plan(options=plan.options, placed={name: at})
            if any(check_activity(activity, programme, there)):
                continue
            if worked(programme, activity, at) == worked(programme, activity, here):
                yield at


def with_moved(plan: Plan, name: str, at: Placed) -> Plan:
    """Return a plan with one activity elsewhere."""
    return Plan(options=plan.options, placed={**plan.placed, name: at})


def broken_by(programme: ExpandedProgramme, plan: Plan, name: str, at: Placed) -> set[str]:
    """Return the hard rules that a plan breaks once one activity is moved."""
    return {v.rule for v in verify(programme, with_moved(plan, name, at)).violations}

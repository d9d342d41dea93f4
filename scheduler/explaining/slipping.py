"""What happens if one activity slips by some months, and until when it can be waited for.

For each slip the best plan is looked for in which the activity begins no earlier, with everything
else free: options too, so that falling back on another option is a way out. The fallback date is
the last day on which it can begin with the options as they are and the end date held; later than
that, something must be done another way. It is found by halving, as the slips of `replanned_slips`.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from scheduler.analysis.measures import (
    contingency_weeks,
    last_day_to_transfer,
    last_transfer,
)
from scheduler.asking.question import Question, Reply
from scheduler.domain.activities import TRANSFER
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.explaining.replanned_slips import halved, in_time
from scheduler.explaining.wishes import not_before, sourced
from scheduler.explaining.work import Work
from scheduler.timeline.time_axis import axis_of

MONTHS = (3, 6, 12)
"""What managers ask about."""
SECONDS_FOR_A_SLIP = 60.0
MOST_DAYS = 520
"""Working days that are tried for the fallback date: two years."""
_MONTHS_IN_YEAR = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipRow:
    """The best plan in which the activity begins so many months later."""

    months: int
    day: date
    """No earlier than on that day."""
    fits: bool | None
    """Whether any plan does; none when that is not known."""
    last_transfer: date | None = None
    weeks: int | None = None
    """Whole weeks between the last transfer and the contract end."""
    moved: int | None = None
    """Service transfers with another date than in the plan, one that only one of them has too."""
    options_changed: Mapping[str, str] | None = None
    """Service group to option, where it is not that of the plan."""
    proved: bool = False
    """Whether no plan is better, or none exists, says the solver."""
    confirmed: bool = False
    """Whether a second configuration agrees that none exists."""
    plan: Plan | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fallback:
    """Until when an activity can be waited for with the options as they are."""

    working_days: int
    """By which it may begin later than planned: a plan is known."""
    day: date
    """The latest on which it begins in a plan that is known: an event may have days of its own."""
    none_at: int | None
    """The fewest working days for which no such plan exists; none where that is not known."""
    confirmed: bool
    """Whether a second configuration found none for them either."""
    tried: int
    """The most that were asked about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slipping:
    """What happens if an activity slips."""

    feasible: bool
    activity: str
    name: str
    planned: date
    """On which it begins in the plan."""
    contract_end: date
    rows: Sequence[SlipRow]
    """The least slip first."""
    fallback: Fallback | None
    """None where there was no time for it."""


def find_slipping(
    programme: ExpandedProgramme,
    plan: Plan,
    activity: str,
    work: Work,
    months: Sequence[int] = MONTHS,
) -> Slipping:
    """Return what slips of one activity come to; `activity` is placed in the plan.

    The programme must have passed validation. Each row is told as soon as it is found.
    """
    planned = plan.placed[activity].start
    asked = [(number, months_after(planned, number)) for number in sorted(set(months))]
    rows = []

    def best(one: tuple[int, date]) -> Reply:
        return _best(programme, plan, activity, one[1], work)

    for (number, day), reply in work.each(asked, best):
        if reply.finding == "unknown" and work.stop.is_set():
            continue
        row = _row(programme, plan, number, day, reply)
        rows.append(row)
        work.on_row(row)
    fallback = None if work.stop.is_set() else _fallback(programme, plan, activity, work)
    if fallback is not None:
        work.on_row(fallback)
    return Slipping(
        feasible=True,
        activity=activity,
        name=programme.activities[activity].name,
        planned=planned,
        contract_end=programme.document.contract.end_date,
        rows=tuple(sorted(rows, key=lambda row: row.months)),
        fallback=fallback,
    )


def months_after(day: date, months: int) -> date:
    """Return the same day of a later month, or the last day of that month where it has none."""
    at = day.month - 1 + months
    year, month = day.year + at // _MONTHS_IN_YEAR, at % _MONTHS_IN_YEAR + 1
    if year > date.max.year:
        return date.max
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _best(programme: ExpandedProgramme, plan: Plan, activity: str, day: date, work: Work) -> Reply:
    if day > programme.document.plan_until:
        # Nothing can begin after the last day that is planned for.
        return Reply(finding="none", confirmed=True)
    asked = Question(
        programme=programme,
        wishes=(not_before(activity, day),),
        near=plan,
        sure=work.confirm,
        seconds=SECONDS_FOR_A_SLIP,
    )
    # That there is any plan is known long before which is best.
    first = work.ask(asked)
    if first.plan is None or work.stop.is_set():
        return first
    levels = programme.document.objectives
    better = work.ask(replace(asked, levels=levels, near=first.plan, sure=False))
    return first if better.plan is None else better


def _row(
    programme: ExpandedProgramme, before: Plan, months: int, day: date, reply: Reply
) -> SlipRow:
    plan = reply.plan
    if plan is None:
        none = reply.finding == "none"
        return SlipRow(
            months=months,
            day=day,
            fits=False if none else None,
            proved=none,
            confirmed=reply.confirmed,
        )
    transfers = [one.id for one in programme.document.activities if one.kind == TRANSFER]
    return SlipRow(
        months=months,
        day=day,
        fits=True,
        last_transfer=last_transfer(programme, plan),
        weeks=contingency_weeks(programme, plan),
        moved=sum(plan.placed.get(name) != before.placed.get(name) for name in transfers),
        options_changed={
            group: option
            for group, option in plan.options.items()
            if before.options.get(group) != option
        },
        proved=bool(reply.levels) and all(level.proved for level in reply.levels),
        plan=plan,
    )


def _fallback(programme: ExpandedProgramme, plan: Plan, activity: str, work: Work) -> Fallback:
    axis = axis_of(programme)
    first = axis.position(plan.placed[activity].start)
    wishes = (
        *(sourced(group, option) for group, option in plan.options.items()),
        *in_time(programme, last_day_to_transfer(programme.document)),
    )

    def question(days: int) -> Question | None:
        at = first + days
        if at >= axis.size:
            return None
        later = not_before(activity, axis.start_date(at))
        return Question(
            programme=programme, wishes=(*wishes, later), near=plan, seconds=work.seconds
        )

    latest = plan.placed[activity].start

    def attempt(days: int) -> int | None:
        nonlocal latest
        asked = question(days)
        reply = Reply(finding="none") if asked is None else work.ask(asked)
        if reply.plan is None:
            return -1 if reply.finding == "none" else None
        now = reply.plan.placed[activity].start
        latest = max(latest, now)
        return max(days, axis.position_after(now) - 1 - first)

    days, none_at = halved(attempt, MOST_DAYS, work.stop.is_set)
    confirmed = False
    if none_at is not None and work.confirm and not work.stop.is_set():
        asked = question(none_at)
        # A day after the horizon needs nobody to confirm it.
        confirmed = (
            asked is None
            or work.ask(replace(asked, second=True, seconds=3 * asked.seconds)).finding == "none"
        )
    return Fallback(
        working_days=days,
        day=latest,
        none_at=none_at,
        confirmed=confirmed,
        tried=MOST_DAYS,
    )

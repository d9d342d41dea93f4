"""By how much each activity alone may be late if everything else is planned again.

Work takes so many working days longer; an event is so many working days later than planned, or
later still. Options stay as in the plan, what has happened as it was, all is transferred by the day
after the contract end, and every hard rule holds: that is more than being in time, so that a plan
kept in its order may bear a delay that no plan made again does.

How far is searched by halving. That a plan exists is found and checked; that none does is proved by
the solver, of just so many days for work, for longer work may fit again where a greatest lag is
kept by it. What is neither is undecided, and the answer says between what.

Source  robustness with recovery by rescheduling: Leus & Herroelen (2004); slack with everything
        else free, as of `true_slack`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from scheduler.analysis.measures import last_day_to_transfer
from scheduler.analysis.risk import ReplannedSlip
from scheduler.asking.question import Question, Reply
from scheduler.domain.activities import TRANSFER
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.domain.planning_rules import Rule
from scheduler.explaining.lengthened import lengthened
from scheduler.explaining.wishes import not_after, not_before, sourced
from scheduler.explaining.work import Work
from scheduler.timeline.time_axis import TimeAxis, axis_of

MOST_DAYS = 260
"""A working year: nobody asks about more."""
WEAKEST = 5
"""Activities asked about when nobody says how many: each takes some questions of a search."""
MOST_UNKNOWN = 3
"""Questions without an answer on the way up, after which no proof is looked for any more."""


def replanned_slips(
    programme: ExpandedProgramme,
    plan: Plan,
    names: Sequence[str],
    work: Work,
    most: int = MOST_DAYS,
) -> tuple[ReplannedSlip, ...]:
    """Return what activities of a checked plan survive with all else planned again, weakest first.

    `names` are performed and have not begun. Each is told as soon as it is known.
    """
    axis = axis_of(programme)

    def found(name: str) -> ReplannedSlip:
        return _Slipping(programme, plan, name, work, axis).found(most)

    rows = []
    for _, row in work.each(dict.fromkeys(names), found):
        work.on_row(row)
        rows.append(row)
    order = {name: place for place, name in enumerate(names)}
    return tuple(sorted(rows, key=lambda row: (row.survived, order[row.activity])))


def delayed(
    programme: ExpandedProgramme, plan: Plan, name: str, days: int, seconds: float
) -> Question | None:
    """Return the question for a plan in which an activity alone is so late; none after the horizon.

    The options are those of the plan, and all is transferred by the day after the contract end.
    """
    wishes = (
        *(sourced(group, option) for group, option in plan.options.items()),
        *in_time(programme, last_day_to_transfer(programme.document)),
    )
    if programme.activities[name].form == "event":
        axis = axis_of(programme)
        at = axis.position(plan.placed[name].start) + days
        if at >= axis.size:
            return None
        later = not_before(name, axis.start_date(at))
        return Question(programme=programme, wishes=(*wishes, later), near=plan, seconds=seconds)
    return Question(
        programme=lengthened(programme, plan, name, days),
        wishes=wishes,
        near=plan,
        seconds=seconds,
    )


def in_time(programme: ExpandedProgramme, day: date) -> tuple[Rule, ...]:
    """Wish that every service is transferred by a day."""
    activities = programme.document.activities
    return tuple(not_after(a.id, day) for a in activities if a.kind == TRANSFER)


@dataclass(frozen=True, slots=True)
class _Slipping:
    """One activity that is late, and who answers how late it may be."""

    programme: ExpandedProgramme
    plan: Plan
    name: str
    work: Work
    axis: TimeAxis

    def found(self, most: int) -> ReplannedSlip:
        """Return how late it may be, and what is known of more."""
        survived, none_at = halved(self._try, most, self.work.stop.is_set)
        confirmed = False
        if none_at is not None and self.work.confirm and not self.work.stop.is_set():
            asked = self._question(none_at)
            # A day after the horizon needs nobody to confirm it.
            reply = Reply(finding="none", confirmed=True)
            if asked is not None:
                reply = self.work.ask(replace(asked, second=True, seconds=3 * asked.seconds))
            confirmed = reply.confirmed
            if reply.plan is not None:
                survived, none_at = max(survived, none_at), None
        return ReplannedSlip(
            activity=self.name,
            name=self.programme.activities[self.name].name,
            survived=survived,
            none_at=none_at,
            confirmed=confirmed,
            tried=most,
        )

    def _question(self, days: int) -> Question | None:
        return delayed(self.programme, self.plan, self.name, days, self.work.seconds)

    def _try(self, days: int) -> int | None:
        """Return for how many days a plan was found, -1 for none; None where that is not known."""
        asked = self._question(days)
        reply = Reply(finding="none") if asked is None else self.work.ask(asked)
        if reply.plan is None:
            return -1 if reply.finding == "none" else None
        if self.programme.activities[self.name].form != "event":
            return days
        first, now = self.plan.placed[self.name].start, reply.plan.placed[self.name].start
        return max(days, self.axis.position_after(now) - 1 - self.axis.position(first))


def halved(
    attempt: Callable[[int], int | None], most: int, stopped: Callable[[], bool] = lambda: False
) -> tuple[int, int | None]:
    """Return the most days known to have a plan, and the fewest known to have none if any.

    `attempt` gives for how many days it found a plan, -1 for none, None where it does not know.
    None for no days is not asked. What has no answer counts as none while what has a plan is
    looked for, and then from above whether more days have none.
    """
    survived, none_at, high, unknown = 0, None, most + 1, 0
    while high - survived > 1 and not stopped():
        middle = (survived + high) // 2
        found = attempt(middle)
        if found is None:
            high, unknown = middle, max(unknown, middle)
        elif found < 0:
            high = none_at = middle
        else:
            survived = min(most, max(middle, found))
    if none_at is not None and none_at < unknown:
        return survived, none_at
    low, left = unknown, MOST_UNKNOWN if unknown else 0
    while left and (high := none_at or most + 1) - low > 1 and not stopped():
        middle = (low + high) // 2
        found = attempt(middle)
        if found is None:
            low, left = middle, left - 1
        elif found < 0:
            none_at = middle
        else:
            low = survived = min(most, max(middle, found))
    return survived, none_at

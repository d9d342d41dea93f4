"""Total and free float by the critical path method, from the dates of a plan.

The network    The activities performed under the chosen options; every minimum lag of a hard rule
               that holds under them. Teams, stability limits and maximum lags are no part of it, as
               in any critical path calculation.
Late dates     Backward pass: the latest dates of an activity at which all that waits for it still
               meets its own, each on its own calendar or dates and with the length it is planned
               with. A date limit's last day counts, as a constraint does in planning tools.
               Waits that rules tell in months count 28 days each.
The end        With a milestone: its planned date; what does not lead to it has no float. Without:
               service transfers by the day after the contract end, whatever no transfer waits for
               by the end of the horizon.
Total float    Working days of the default calendar from the planned start to the late start
               (PMI: how long an activity can be delayed without delaying the end or violating a
               constraint; DCMA check 7 wants it zero or more). Counted from the planned start, as
               tools do after levelling, not from the early start of an unlevelled network.
Free float     The same with everything that waits for it at its planned dates: how long it can be
               delayed without delaying any other (PMI).
Source         Kelley & Walker (1959); generalised lags: Elmaghraby & Kamburowski (1992).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from scheduler.analysis.measures import last_day_to_transfer
from scheduler.construction.links import Link, links_of, ordered
from scheduler.domain.activities import TRANSFER
from scheduler.domain.calendars import ONE_DAY
from scheduler.domain.choice import all_made
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Placed, Plan
from scheduler.domain.planning_rules import DateLimit
from scheduler.explaining.positions import Positions
from scheduler.timeline.time_axis import TimeAxis, axis_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Floats:
    """Working days an activity can be delayed."""

    total: int
    free: int


class Network:
    """The links between the activities of a plan, and how late each can be."""

    def __init__(
        self, programme: ExpandedProgramme, plan: Plan, positions: Positions | None = None
    ) -> None:
        """Collect the links once."""
        self.programme, self.plan = programme, plan
        self.positions = positions or Positions(programme)
        self.axis: TimeAxis = axis_of(programme)
        rules = [
            rule
            for rule in programme.document.rules
            if rule.price is None and all_made(rule.when, plan.options)
        ]
        found = links_of(rules, programme)
        self.links = tuple(
            self._as_kept(link)
            for link in found
            if link.before in plan.placed and link.after in plan.placed
        )
        self.after: defaultdict[str, list[Link]] = defaultdict(list)
        self.before: defaultdict[str, list[Link]] = defaultdict(list)
        for link in self.links:
            self.after[link.before].append(link)
            self.before[link.after].append(link)
        self.limits: dict[str, date] = {}
        for rule in rules:
            if isinstance(rule, DateLimit) and rule.finish_not_after is not None:
                for name in rule.activities.activities:
                    known = self.limits.get(name, rule.finish_not_after)
                    self.limits[name] = min(known, rule.finish_not_after)
        order = ordered(programme, self.links)
        self.order = tuple(name for name in order if name in plan.placed)

    def _as_kept(self, link: Link) -> Link:
        """Return a link no stricter than the plan, which has been checked, keeps it."""
        one, other = self.plan.placed[link.before], self.plan.placed[link.after]
        origin = one.start if link.from_start else one.finish + ONE_DAY
        target = other.start if link.to_start else other.finish + ONE_DAY
        if origin <= self._origin(target, link):
            return link
        return replace(link, lag=(target - origin).days, in_working_days=False)

    def floats(self, milestone: str | None = None) -> Mapping[str, Floats]:
        """Return the floats of what leads to a milestone, or of everything to the contract end."""
        late: dict[str, Placed] = {}
        made: dict[str, Floats] = {}
        for name in reversed(self.order):
            within = milestone is None or name == milestone
            if not within and not any(link.after in late for link in self.after[name]):
                continue
            last = self._latest(name, late, milestone)
            late[name] = last
            free = self._latest(name, {n: self.plan.placed[n] for n in late}, milestone)
            made[name] = Floats(total=self._delay(name, last), free=self._delay(name, free))
        return made

    def slack(self, link: Link) -> int:
        """Return the working days that a link leaves at the planned dates."""
        then = self.plan.placed[link.after]
        start, finish = self._bound(link, then)
        last = self._placement(link.before, start, finish)
        return self._delay(link.before, last)

    def _latest(self, name: str, later: Mapping[str, Placed], milestone: str | None) -> Placed:
        """Return the latest placement by the dates of what waits for an activity."""
        if name == milestone:
            return self.plan.placed[name]
        start = finish = min(self._end(name), self.limits.get(name, date.max))
        for link in self.after[name]:
            if link.after in later and link.after != name:
                by_start, by_finish = self._bound(link, later[link.after])
                start, finish = min(start, by_start), min(finish, by_finish)
        return self._placement(name, start, finish)

    def _placement(self, name: str, start: date, finish: date) -> Placed:
        activity, placed = self.programme.activities[name], self.plan.placed[name]
        found = self.positions.latest(activity, placed, self.plan, start, finish)
        # What cannot be that early has the planned days left, and no float.
        return placed if found is None else found

    def _end(self, name: str) -> date:
        document = self.programme.document
        if self.programme.activities[name].kind == TRANSFER:
            return last_day_to_transfer(document)
        return document.plan_until

    def _bound(self, link: Link, then: Placed) -> tuple[date, date]:
        """Return the last start and the last finish that a link allows before some dates."""
        target = then.start if link.to_start else then.finish + ONE_DAY
        origin = self._origin(target, link)
        if link.from_start:
            return origin, date.max
        return date.max, origin - ONE_DAY

    def _origin(self, target: date, link: Link) -> date:
        """Return the last instant that lies far enough before another."""
        if not link.in_working_days:
            return target - ONE_DAY * link.lag
        if link.lag == 0:
            return target
        at = self.axis.position(target) - link.lag
        if at < 0:
            return self.axis.first - ONE_DAY
        return self.axis.working[at] if at < self.axis.size else self.axis.last + ONE_DAY

    def _delay(self, name: str, last: Placed) -> int:
        planned = self.plan.placed[name].start
        return self.axis.position(last.start) - self.axis.position(planned)

    def leading_to(self, milestone: str) -> Iterable[str]:
        """Return the activities from which links lead to a milestone, itself included."""
        found, waiting = {milestone: None}, [milestone]
        while waiting:
            for link in self.before[waiting.pop()]:
                if link.before not in found:
                    found[link.before] = None
                    waiting.append(link.before)
        return tuple(found)

"""A plan made in one go: activities one after another, each as early as the rules let it.

Serial schedule generation over options, links, calendars, capacity and dated candidates. What a
rule allows is not restated here: the rules' own checks are asked about each candidate date with
the part of the plan that is made. Where a maximum lag fails, the earlier activity is pulled later,
step by step. The result may break rules; `verify` decides whether it is a plan or only a hint.

Source: serial schedule generation, Kolisch (1996); unscheduling for maximum lags, Franck, Neumann
& Schwindt (2001).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from scheduler.construction.free_capacity import FreeCapacity
from scheduler.construction.links import Link, earliest_start, links_of, ordered
from scheduler.domain.activities import Activity, Mode
from scheduler.domain.calendars import ONE_DAY
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Placed, Plan
from scheduler.domain.planning_rules import (
    ChangeLoad,
    Continuity,
    Hypercare,
    ParallelRunning,
    Placement,
    Precedence,
    Rule,
    Separation,
    SourcingChoice,
    TeamCapacity,
)
from scheduler.rules import kind_of
from scheduler.timeline.durations import worked_days
from scheduler.timeline.time_axis import TimeAxis, axis_of

MOST_PULLS = 400
"""How often an earlier activity may be pulled later in one schedule."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What a schedule is asked to respect beside the rules."""

    order: Sequence[str] = ()
    """Activities in order of priority; document order when empty."""
    links: tuple[Link, ...] = ()
    fixed: Mapping[str, date] = field(default_factory=dict)
    """Events put on a date whatever the rules say."""


class ListSchedule:
    """One schedule in the making."""

    def __init__(
        self, programme: ExpandedProgramme, options: Mapping[str, str], wishes: Wishes
    ) -> None:
        """Index links and rules by activity."""
        self._programme, self._options, self._wishes = programme, dict(options), wishes
        self._axis: TimeAxis = axis_of(programme)
        self._free = FreeCapacity(programme, self._axis)
        self._placed: dict[str, Placed] = {}
        self._raised: dict[str, date] = {}
        self._worked = {c.id: worked_days(c, self._axis) for c in programme.document.calendars}
        self._links = (*links_of(programme), *wishes.links)
        self._into: defaultdict[str, list[Link]] = defaultdict(list)
        self._out: defaultdict[str, list[str]] = defaultdict(list)
        for link in self._links:
            self._into[link.after].append(link)
            self._out[link.before].append(link.after)
        self._rules: defaultdict[str, list[Rule]] = defaultdict(list)
        self._span_of: dict[str, ParallelRunning] = {}
        self._span_rule: dict[str, ParallelRunning] = {}
        for rule in programme.document.rules:
            for name in _asked_about(rule, programme):
                self._rules[name].append(rule)
            if isinstance(rule, ParallelRunning):
                self._span_of[rule.cutover] = rule
                self._span_rule[rule.activity] = rule

    def make(self) -> Plan:
        """Place every activity that finds a place."""
        order = ordered(self._programme, self._links)
        rank = {name: i for i, name in enumerate(self._wishes.order)}
        if rank:
            order = tuple(self._by_priority(order, rank))
        pulls = 0
        at = 0
        while at < len(order):
            name = order[at]
            self._place(name)
            late = self._pulled_by(name) if pulls < MOST_PULLS else None
            if late is None:
                at += 1
                continue
            pulls += 1
            at = min(at, order.index(late))
            for follower in order[at:]:
                self._remove(follower)
        return Plan(options=self._options, placed=dict(self._placed))

    def _by_priority(self, order: Sequence[str], rank: Mapping[str, int]) -> Iterator[str]:
        """Take the best-ranked activity whose predecessors are all taken."""
        waits = {n: {k.before for k in self._into[n]} & set(order) for n in order}
        left = sorted(order, key=lambda n: rank.get(n, len(rank)))
        taken: set[str] = set()
        while left:
            name = next((n for n in left if waits[n] <= taken), left[0])
            left.remove(name)
            taken.add(name)
            yield name

    def _place(self, name: str) -> None:
        activity = self._programme.activities[name]
        mode = self._mode(activity)
        if mode is None or name in self._span_rule:
            # A span is placed with the cutover that fixes it.
            return
        if activity.form == "event":
            self._place_event(activity, mode)
        else:
            self._place_work(activity, mode)

    def _place_event(self, activity: Activity, mode: Mode) -> None:
        fixed = self._wishes.fixed.get(activity.id)
        if fixed is not None:
            self._put(activity, mode, Placed(start=fixed, finish=fixed))
            return
        earliest = self._earliest(activity.id, 1)
        if activity.id in self._span_of:
            earliest = max(earliest, self._after_span(self._span_of[activity.id], earliest))
        fallback: Placed | None = None
        for day in self._dates(activity):
            if day < earliest or not self._has_people(mode, day):
                continue
            at = Placed(start=day, finish=day)
            self._placed[activity.id] = at
            span = self._with_span(activity.id, day)
            allowed = self._allows(activity.id)
            del self._placed[activity.id]
            if allowed and span is not False:
                self._put(activity, mode, at)
                if isinstance(span, Placed):
                    rule = self._span_of[activity.id]
                    of = self._programme.activities[rule.activity]
                    self._put(of, self._mode(of) or Mode(), span)
                return
            fallback = fallback or at
        if fallback is not None:
            self._put(activity, mode, fallback)

    def _place_work(self, activity: Activity, mode: Mode) -> None:
        worked = self._worked[self._programme.calendar_of(activity).id]
        length = self._programme.working_days(mode)
        earliest = self._axis.position(self._earliest(activity.id, length))
        fallback: tuple[int, int] | None = None
        k = 0
        while k + length <= len(worked):
            start, finish = worked[k], worked[k + length - 1] + 1
            if start < earliest:
                k += 1
                continue
            fallback = fallback or (start, finish)
            obstacle = self._free.first_obstacle(mode.demands, start, finish)
            if obstacle is not None:
                while k < len(worked) and worked[k] <= obstacle:
                    k += 1
                continue
            at = self._placing(start, finish)
            self._placed[activity.id] = at
            if self._allows(activity.id, ignoring_pulls=True):
                self._put(activity, mode, at)
                return
            del self._placed[activity.id]
            k += 1
        if fallback is not None:
            self._put(activity, mode, self._placing(*fallback))

    def _placing(self, start: int, finish: int) -> Placed:
        return Placed(start=self._axis.start_date(start), finish=self._axis.finish_date(finish))

    def _put(self, activity: Activity, mode: Mode, at: Placed) -> None:
        self._placed[activity.id] = at
        start, finish = self._axis.position(at.start), self._axis.position_after(at.finish)
        self._free.take(mode.demands, start, finish)

    def _remove(self, name: str) -> None:
        at = self._placed.pop(name, None)
        mode = self._mode(self._programme.activities[name])
        if at is not None and mode is not None:
            start, finish = self._axis.position(at.start), self._axis.position_after(at.finish)
            self._free.take(mode.demands, start, finish, sign=-1)
        if name in self._span_of:
            self._remove(self._span_of[name].activity)

    def _pulled_by(self, name: str) -> str | None:
        """Return an earlier activity that a maximum lag to this one asks to be later; raise it."""
        for rule in self._rules[name]:
            if not isinstance(rule, Precedence) or rule.max_lag is None or rule.after != name:
                continue
            if rule.before not in self._placed or name not in self._placed:
                continue
            breaches = list(kind_of(rule).check(rule, self._programme, self._plan()))
            over = max((b.shortfall for b in breaches if b.allowed == rule.max_lag), default=0)
            if not over or rule.before in self._wishes.fixed:
                continue
            start = self._placed[rule.before].start
            if rule.lag_unit == "working_days":
                at = self._axis.position(start) + over
                later = self._axis.working[min(at, self._axis.size - 1)]
            else:
                later = start + ONE_DAY * over
            if later <= self._raised.get(rule.before, date.min) or later <= start:
                continue
            self._raised[rule.before] = later
            return rule.before
        return None

    def _allows(self, name: str, *, ignoring_pulls: bool = False) -> bool:
        """Ask the rules about the candidate; maximum lags are dealt with by pulling."""
        plan = self._plan()
        for rule in self._rules[name]:
            if rule.price is not None:
                continue
            if isinstance(rule, Precedence) and rule.max_lag is not None and rule.after == name:
                continue
            if ignoring_pulls and isinstance(rule, Precedence) and rule.after == name:
                continue
            if any(True for _ in kind_of(rule).check(rule, self._programme, plan)):
                return False
        return True

    def _with_span(self, cutover: str, day: date) -> Placed | bool:
        """Return the span that a cutover date fixes; True without one, False when it cannot be."""
        rule = self._span_of.get(cutover)
        if rule is None:
            return True
        mode = self._mode(self._programme.activities[rule.activity])
        if mode is None:
            return True
        boundaries = sorted(self._programme.date_sets[rule.pay_periods])
        if day not in boundaries or boundaries.index(day) < rule.periods:
            return False
        first = boundaries[boundaries.index(day) - rule.periods]
        start, finish = self._axis.position(first), self._axis.position(day)
        ready = self._axis.position(self._earliest(rule.activity, finish - start))
        if start >= finish or start < ready:
            return False
        if self._free.first_obstacle(mode.demands, start, finish) is not None:
            return False
        return self._placing(start, finish)

    def _after_span(self, rule: ParallelRunning, earliest: date) -> date:
        ready = self._earliest(rule.activity, 1)
        return max(earliest, ready)

    def _has_people(self, mode: Mode, day: date) -> bool:
        if not mode.demands or not self._free.on_axis(day):
            return True
        at = self._axis.position(day)
        return self._free.first_obstacle(mode.demands, at, at + 1) is None

    def _earliest(self, name: str, length: int) -> date:
        by_links = earliest_start(name, length, self._into, self._placed, self._axis)
        return max(by_links, self._raised.get(name, by_links))

    def _dates(self, activity: Activity) -> Sequence[date]:
        if activity.dates is None:
            return self._axis.days()
        first, last = self._axis.first, self._axis.last
        return [d for d in self._programme.date_sets[activity.dates] if first <= d <= last]

    def _mode(self, activity: Activity) -> Mode | None:
        group = self._programme.group_of(activity)
        return activity.mode_under(None if group is None else self._options.get(group))

    def _plan(self) -> Plan:
        return Plan(options=self._options, placed=self._placed)


def _asked_about(rule: Rule, programme: ExpandedProgramme) -> Iterator[str]:
    """Return the activities whose placing a rule is asked about.

    Capacity and placement are minded apart; continuity can be judged from the transfer on.
    """
    match rule:
        case Placement() | TeamCapacity() | SourcingChoice():
            return
        case Continuity():
            yield rule.transfer
            if rule.charges_stop is not None:
                yield rule.charges_stop
        case ChangeLoad():
            for activity in programme.document.activities:
                if activity.change_load.get(rule.user_group):
                    yield activity.id
        case Precedence():
            yield from (rule.before, rule.after)
        case ParallelRunning():
            yield rule.cutover
        case Hypercare():
            yield from (rule.transfer, rule.hypercare)
            if rule.acceptance is not None:
                yield rule.acceptance
        case Separation():
            yield from (*rule.activities.activities, *rule.from_activities.activities)
        case _:
            yield from rule.activities.activities

"""A schedule in the making: what is placed, who is left, what the rules say of a candidate.

What a rule allows is not restated here: the rules' own checks are asked about each candidate with
the part of the plan that is made. Only links, calendars, capacity and dates narrow the candidates
before that.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import date

from scheduler.construction.free_capacity import FreeCapacity
from scheduler.construction.links import Link, earliest_start, links_of, spans_beside_work
from scheduler.domain.activities import Activity, Mode, Selection
from scheduler.domain.calendars import ONE_DAY
from scheduler.domain.choice import all_made
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Placed, Plan
from scheduler.domain.planning_rules import (
    ChangeLoad,
    ComponentStop,
    ConsumableUse,
    Continuity,
    Hypercare,
    ParallelRunning,
    Placement,
    Precedence,
    Rule,
    Separation,
    SourcingChoice,
    TeamCapacity,
    WithinBudget,
)
from scheduler.rules.conditional import breaches_of
from scheduler.timeline.durations import RunsOf
from scheduler.timeline.time_axis import TimeAxis, axis_of


class PartialSchedule:
    """Placed activities under one choice of sourcing options."""

    def __init__(
        self,
        programme: ExpandedProgramme,
        options: Mapping[str, str],
        further_links: Sequence[Link] = (),
        not_before: Mapping[str, date] | None = None,
    ) -> None:
        """Start with nothing placed; index links and rules by activity."""
        self.programme, self.options = programme, dict(options)
        self.axis: TimeAxis = axis_of(programme)
        self.free = FreeCapacity(programme, self.axis)
        self.placed: dict[str, Placed] = {}
        rules = [rule for rule in programme.document.rules if all_made(rule.when, options)]
        self.links = (*links_of(rules, programme), *further_links)
        self.span_of: dict[str, ParallelRunning] = {}
        """Cutover to the rule that fixes its span."""
        self.care_of: dict[str, str] = {}
        """Transfer to the hypercare that starts with it."""
        self.same_day: dict[str, str] = {}
        """Event to the event that must share its date, such as a payroll's transfer."""
        self.beside: defaultdict[str, list[str]] = defaultdict(list)
        """Work to the spans that last just as long."""
        self.attached: set[str] = set()
        """Activities placed with the event that fixes them."""
        self._not_before = not_before or {}
        self._runs_of = RunsOf(programme, self.axis)
        self._into: defaultdict[str, list[Link]] = defaultdict(list)
        for link in self.links:
            self._into[link.after].append(link)
        self._rules: defaultdict[str, list[Rule]] = defaultdict(list)
        for rule in rules:
            if rule.price is None:
                for name in _asked_about(rule, programme):
                    self._rules[name].append(rule)
            if isinstance(rule, ParallelRunning):
                self.span_of[rule.cutover] = rule
                self.attached.add(rule.activity)
            if isinstance(rule, Precedence) and rule.price is None and self._ties(rule):
                self.same_day[rule.before] = rule.after
                self.attached.add(rule.after)
            if isinstance(rule, Hypercare) and rule.price is None:
                self.care_of[rule.transfer] = rule.hypercare
                self.attached.add(rule.hypercare)
        for work, span in spans_beside_work(rules, programme):
            if span not in self.attached:
                self.beside[work].append(span)
                self.attached.add(span)

    def mode(self, activity: Activity) -> Mode | None:
        """Return the mode under the schedule's options, or None when not performed."""
        group = self.programme.group_of(activity)
        return activity.mode_under(None if group is None else self.options.get(group))

    def plan(self) -> Plan:
        """Return what is placed so far; a view, not a copy."""
        return Plan(options=self.options, placed=self.placed)

    def put(self, name: str, at: Placed) -> None:
        """Place an activity and take its people, with whatever it fixes."""
        self._take(name, at, sign=1)
        for other, place in tuple(self._places_fixed_by(name, at)):
            self._take(other, place, sign=1)

    def remove(self, name: str) -> None:
        """Give an activity's place and people back, with whatever it fixes."""
        fixed = [other for other, _ in self._fixed_by(name, self.placed[name].start)]
        for other in (*fixed, *self.beside[name]):
            if other in self.placed:
                self._take(other, self.placed[other], sign=-1)
        self._take(name, self.placed[name], sign=-1)

    def work_places(self, activity: Activity, mode: Mode, first: int) -> Iterator[Placed]:
        """Yield the places where work has its people, from an axis day on, early ones first."""
        length = self.programme.working_days(mode)
        for worked in self._runs_of(activity):
            k = 0
            while k + length <= len(worked):
                start, finish = worked[k], worked[k + length - 1] + 1
                obstacle = None
                if start >= first:
                    obstacle = self.free.first_obstacle(mode.demands, start, finish)
                    if obstacle is None:
                        yield self._at(start, finish)
                k += 1
                while obstacle is not None and k < len(worked) and worked[k] <= obstacle:
                    k += 1

    def event_places(self, activity: Activity, mode: Mode, first: date) -> Iterator[Placed]:
        """Yield the dates on which an event and whatever it fixes have their people."""
        for day in self._dates(activity):
            if day < first or not self._has_people(mode, day):
                continue
            if all(place is not None for _, place in self._fixed_by(activity.id, day)):
                yield Placed(start=day, finish=day)

    def dates_at_all(self, activity: Activity, first: date) -> Iterator[Placed]:
        """Yield an event's dates, people or not."""
        for day in self._dates(activity):
            if day >= first:
                yield Placed(start=day, finish=day)

    def earliest(self, name: str, mode: Mode) -> date:
        """Return the first day on which links let an activity start."""
        activity = self.programme.activities[name]
        length = self.programme.working_days(mode) if activity.form == "work" else 1
        by_links = earliest_start(name, length, self._into, self.placed, self.axis)
        return max(by_links, self._not_before.get(name, by_links))

    def allows(self, name: str, at: Placed, *, going_late: bool = False) -> bool:
        """Ask the rules about a candidate and whatever it fixes.

        A maximum lag from an activity placed before is no reason to refuse: that one is moved
        later afterwards. Going late, the activity is the one that is moved.
        """
        tried = {name: at, **dict(self._places_fixed_by(name, at))}
        kept = {other: self.placed[other] for other in tried if other in self.placed}
        self.placed.update(tried)
        answer = all(self._is_met(other, going_late=going_late) for other in tried)
        for other in tried:
            del self.placed[other]
        self.placed.update(kept)
        return answer

    def _is_met(self, name: str, *, going_late: bool) -> bool:
        plan = self.plan()
        of_work = self.programme.activities[name].form == "work"
        for rule in self._rules[name]:
            waits = isinstance(rule, Precedence) and rule.after == name
            if waits and (going_late or of_work or getattr(rule, "max_lag", None) is not None):
                continue
            if next(breaches_of(rule, self.programme, plan), None) is not None:
                return False
        return True

    def _places_fixed_by(self, name: str, at: Placed) -> Iterator[tuple[str, Placed]]:
        for other, place in self._fixed_by(name, at.start):
            if place is not None:
                yield other, place
        for span in self.beside[name]:
            if self.mode(self.programme.activities[span]) is not None:
                yield span, at

    def too_early(self, name: str) -> date | None:
        """Return the first day from which no follower waits longer than a maximum lag lets it.

        None when none does.
        """
        wanted: date | None = None
        for rule in self._rules[name]:
            if not isinstance(rule, Precedence) or rule.before != name or rule.max_lag is None:
                continue
            for breach in breaches_of(rule, self.programme, self.plan()):
                if breach.allowed == rule.max_lag:
                    day = self._later(self.placed[name].start, breach.shortfall, rule)
                    wanted = day if wanted is None else max(wanted, day)
        return wanted

    def _later(self, day: date, by: int, rule: Precedence) -> date:
        if rule.lag_unit == "calendar_days":
            return day + ONE_DAY * by
        at = self.axis.position(day) + by
        return self.axis.working[min(at, self.axis.size - 1)]

    def latest_finish(self, name: str) -> int:
        """Return the axis position by which followers that wait for its finish want it done."""
        starts = [
            self.axis.position(self.placed[rule.after].start)
            for rule in self._rules[name]
            if isinstance(rule, Precedence)
            and rule.before == name
            and rule.link == "FS"
            and rule.min_lag is not None
            and rule.min_lag >= 0
            and rule.after in self.placed
        ]
        return min(starts, default=self.axis.size)

    def _take(self, name: str, at: Placed, *, sign: int) -> None:
        mode = self.mode(self.programme.activities[name])
        if mode is not None:
            start, finish = self.axis.position(at.start), self.axis.position_after(at.finish)
            self.free.take(mode.demands, start, finish, sign)
        self.free.change(name, at.start, self.options, sign)
        if sign > 0:
            self.placed[name] = at
        else:
            del self.placed[name]

    def _fixed_by(self, event: str, day: date) -> Iterator[tuple[str, Placed | None]]:
        """Yield what an event's date fixes, with no place where it has none."""
        rule = self.span_of.get(event)
        if rule is not None:
            mode = self.mode(self.programme.activities[rule.activity])
            if mode is not None:
                yield rule.activity, self._span(rule, mode, day)
        if event in self.same_day:
            other = self.programme.activities[self.same_day[event]]
            if self.mode(other) is not None:
                fits = day in self._dates(other)
                yield other.id, Placed(start=day, finish=day) if fits else None
                yield from self._fixed_by(other.id, day)
        if event in self.care_of:
            care = self.programme.activities[self.care_of[event]]
            mode = self.mode(care)
            if mode is not None:
                first = self.axis.position(day)
                place = next(self.work_places(care, mode, first), None)
                late = place is not None and self.axis.position(place.start) > first
                yield care.id, None if late else place

    def _ties(self, rule: Precedence) -> bool:
        """Tell whether a rule puts two events on one day."""
        forms = {self.programme.activities[name].form for name in (rule.before, rule.after)}
        together = rule.link == "SS" and rule.min_lag == rule.max_lag == 0
        return together and rule.lag_unit == "calendar_days" and forms == {"event"}

    def _span(self, rule: ParallelRunning, mode: Mode, day: date) -> Placed | None:
        boundaries = sorted(self.programme.date_sets[rule.pay_periods])
        if day not in boundaries or boundaries.index(day) < rule.periods:
            return None
        first = boundaries[boundaries.index(day) - rule.periods]
        start, finish = self.axis.position(first), self.axis.position(day)
        ready = self.axis.position(self.earliest(rule.activity, mode))
        if start >= finish or start < ready:
            return None
        if self.free.first_obstacle(mode.demands, start, finish) is not None:
            return None
        return self._at(start, finish)

    def _has_people(self, mode: Mode, day: date) -> bool:
        if not mode.demands or not self.free.on_axis(day):
            return True
        at = self.axis.position(day)
        return self.free.first_obstacle(mode.demands, at, at + 1) is None

    def _dates(self, activity: Activity) -> Sequence[date]:
        if activity.dates is None:
            return self.axis.days()
        first, last = self.axis.first, self.axis.last
        return [d for d in self.programme.date_sets[activity.dates] if first <= d <= last]

    def _at(self, start: int, finish: int) -> Placed:
        return Placed(start=self.axis.start_date(start), finish=self.axis.finish_date(finish))


def _asked_about(rule: Rule, programme: ExpandedProgramme) -> Iterator[str]:
    """Return the activities whose placing a rule is asked about.

    Capacity and placement are minded apart; continuity can be judged from the transfer on.
    """
    match rule:
        case Placement() | TeamCapacity() | SourcingChoice() | ConsumableUse() | WithinBudget():
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
            return
        case Hypercare():
            yield from (rule.transfer, rule.hypercare)
            if rule.acceptance is not None:
                yield rule.acceptance
        case Separation():
            yield from (*rule.activities.activities, *rule.from_activities.activities)
        case ComponentStop():
            yield programme.components[rule.component].stop
        case _:
            yield from _named_in(rule, programme)


def _named_in(rule: Rule, programme: ExpandedProgramme) -> Iterator[str]:
    """Return the activities that the fields of a rule name, alone or in a selection."""
    for field in fields(rule):
        value = getattr(rule, field.name)
        if isinstance(value, Selection):
            yield from value.activities
        elif isinstance(value, tuple):
            yield from (name for name in value if name in programme.activities)
        elif isinstance(value, str) and field.name != "id" and value in programme.activities:
            yield value
        elif isinstance(value, tuple):
            yield from (name for name in value if name in programme.activities)

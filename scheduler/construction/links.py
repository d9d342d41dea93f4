"""Which activity must be placed before which, and how early that lets the later one start."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from heapq import heapify, heappop, heappush
from itertools import pairwise

from scheduler.domain.calendars import ONE_DAY
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Placed
from scheduler.domain.planning_rules import (
    Acceptance,
    ComponentStop,
    Continuity,
    Decision,
    Hypercare,
    KnowledgeTransfer,
    ParallelRunning,
    PartialTermination,
    Precedence,
    Rehearsal,
    Rule,
    StaffTransfer,
    Synchronised,
    Waves,
)
from scheduler.timeline.time_axis import TimeAxis

_SHORTEST_MONTH = 28


@dataclass(frozen=True, slots=True)
class Link:
    """A minimum lag between two activities, both instants named."""

    before: str
    after: str
    from_start: bool
    to_start: bool
    lag: int
    in_working_days: bool


def links_of(rules: Iterable[Rule], programme: ExpandedProgramme) -> tuple[Link, ...]:
    """Return every minimum lag of some rules, leads and soft rules included."""
    return tuple(_links(rules, programme))


def spans_beside_work(
    rules: Iterable[Rule], programme: ExpandedProgramme
) -> Iterator[tuple[str, str]]:
    """Yield work with each span that a hard rule lets last just as long."""
    forms = {activity.id: activity.form for activity in programme.document.activities}
    for rule in rules:
        if not isinstance(rule, Synchronised) or rule.price is not None:
            continue
        names = rule.activities.activities
        works = [name for name in names if forms.get(name) == "work"]
        if works:
            yield from ((works[0], name) for name in names if forms.get(name) == "span")


def _links(rules: Iterable[Rule], programme: ExpandedProgramme) -> Iterator[Link]:
    for rule in rules:
        match rule:
            case Precedence(min_lag=int(lag)):
                yield Link(
                    before=rule.before,
                    after=rule.after,
                    from_start=rule.link[0] == "S",
                    to_start=rule.link[1] == "S",
                    lag=lag,
                    in_working_days=rule.lag_unit == "working_days",
                )
            case Hypercare():
                yield _finish_to_start(rule.transfer, rule.hypercare, from_start=True)
                if rule.acceptance is not None:
                    yield _finish_to_start(rule.hypercare, rule.acceptance)
                    yield Link(
                        before=rule.transfer,
                        after=rule.acceptance,
                        from_start=True,
                        to_start=True,
                        lag=rule.acceptance_after_calendar_days,
                        in_working_days=False,
                    )
            case Continuity():
                for cutover in rule.cutovers:
                    yield _finish_to_start(cutover, rule.transfer, from_start=True)
                if rule.charges_stop is not None:
                    yield _finish_to_start(rule.transfer, rule.charges_stop, from_start=True)
            case ParallelRunning():
                yield _finish_to_start(rule.activity, rule.cutover)
            case PartialTermination() | KnowledgeTransfer() | StaffTransfer():
                yield from _of_staff_and_notice(rule)
            case Waves() | Rehearsal() | Acceptance():
                yield from _of_going_live(rule)
            case Decision():
                yield from _of_decision(rule)
            case ComponentStop():
                yield from _of_component(rule, programme)
            case _:
                pass


def _of_staff_and_notice(
    rule: PartialTermination | KnowledgeTransfer | StaffTransfer,
) -> Iterator[Link]:
    done: tuple[tuple[str | None, str], ...]
    waits: tuple[tuple[str | None, str, bool, int], ...] = ()
    match rule:
        case PartialTermination():
            done = (
                (rule.legal_check, rule.notice),
                (rule.decision, rule.notice),
                (rule.variation, rule.charges_stop),
            )
            waits = ((rule.notice, rule.charges_stop, True, rule.least_calendar_days),)
        case KnowledgeTransfer():
            done = tuple((name, rule.until) for name in rule.sessions.activities)
        case StaffTransfer():
            done = (
                (rule.consultation, rule.transfer),
                (rule.admission_agreement, rule.transfer),
            )
            days = rule.information_calendar_days
            waits = ((rule.liability_information, rule.transfer, False, days),)
    for before, after in done:
        if before is not None:
            yield _finish_to_start(before, after)
    for before, after, from_start, lag in waits:
        if before is not None:
            yield Link(
                before=before,
                after=after,
                from_start=from_start,
                to_start=True,
                lag=lag,
                in_working_days=False,
            )


def _of_decision(rule: Decision) -> Iterator[Link]:
    """Yield papers before the meeting, and what takes effect after call-in and after standstill."""
    for paper in () if rule.papers is None else rule.papers.activities:
        deadline = rule.paper_deadline_calendar_days or 0
        yield _finish_to_start(paper, rule.meeting, calendar_days=deadline)
    for effect in () if rule.takes_effect is None else rule.takes_effect.activities:
        yield _finish_to_start(rule.meeting, effect, working_days=rule.call_in_working_days)
        standstill = rule.standstill_calendar_days
        yield _finish_to_start(rule.meeting, effect, calendar_days=standstill)


def _of_component(rule: ComponentStop, programme: ExpandedProgramme) -> Iterator[Link]:
    component = programme.components[rule.component]
    for consumer in component.consumers.activities:
        yield Link(
            before=consumer,
            after=component.stop,
            from_start=True,
            to_start=True,
            lag=rule.after_calendar_days,
            in_working_days=False,
        )


def _finish_to_start(
    before: str,
    after: str,
    *,
    from_start: bool = False,
    working_days: int = 0,
    calendar_days: int = 0,
) -> Link:
    return Link(
        before=before,
        after=after,
        from_start=from_start,
        to_start=True,
        lag=working_days or calendar_days,
        in_working_days=not calendar_days,
    )


def _of_going_live(rule: Waves | Rehearsal | Acceptance) -> Iterator[Link]:
    match rule:
        case Waves():
            for one, following in pairwise(rule.cutovers):
                yield _days_after(one, following, rule.least_calendar_days)
        case Rehearsal():
            gate = rule.go_no_go or rule.cutover
            yield replace(_finish_to_start(rule.rehearsal, gate), lag=rule.least_working_days)
            if rule.go_no_go is not None:
                yield _days_after(rule.go_no_go, rule.cutover, rule.notice_calendar_days)
        case Acceptance():
            lag = _SHORTEST_MONTH * rule.full_months
            yield _days_after(rule.since, rule.acceptance, lag)
            for name in () if rule.waits is None else rule.waits.activities:
                yield _days_after(rule.acceptance, name, 0)


def _days_after(before: str, after: str, days: int) -> Link:
    return replace(
        _finish_to_start(before, after, from_start=True), lag=days, in_working_days=False
    )


def ordered(
    programme: ExpandedProgramme,
    links: Sequence[Link],
    rank: Callable[[str], float] | None = None,
) -> tuple[str, ...]:
    """Return activities so that each comes after those it waits for, the lowest rank first.

    Document order between equals. On a cycle what is left is appended as written.
    """
    names = [activity.id for activity in programme.document.activities]
    place = {name: i for i, name in enumerate(names)}
    waits = dict.fromkeys(names, 0)
    followers: defaultdict[str, list[str]] = defaultdict(list)
    for before, after in _pairs(links, place):
        waits[after] += 1
        followers[before].append(after)

    def key(name: str) -> tuple[float, int]:
        return (0.0 if rank is None else rank(name), place[name])

    ready = [(key(name), name) for name in names if not waits[name]]
    heapify(ready)
    done: dict[str, None] = {}
    while ready:
        name = heappop(ready)[1]
        done[name] = None
        for follower in followers[name]:
            waits[follower] -= 1
            if not waits[follower]:
                heappush(ready, (key(follower), follower))
    return (*done, *(name for name in names if name not in done))


def tails(
    order: Sequence[str], links: Sequence[Link], lengths: Mapping[str, int]
) -> Mapping[str, int]:
    """Return for each activity the working days from its start to the end of its longest chain."""
    followers: defaultdict[str, list[Link]] = defaultdict(list)
    for link in links:
        followers[link.before].append(link)
    tail: dict[str, int] = {}
    for name in reversed(order):
        own = lengths.get(name, 1)
        chains = [
            tail.get(link.after, 0) + link.lag + (0 if link.from_start else own)
            for link in followers[name]
        ]
        tail[name] = max([own, *chains])
    return tail


def _pairs(links: Sequence[Link], known: Container[str]) -> set[tuple[str, str]]:
    """Return which comes before which.

    A link to a finish is met by stretching the start; as an order it would make circles.
    """
    return {
        (link.before, link.after)
        for link in links
        if link.to_start
        and link.before in known
        and link.after in known
        and link.before != link.after
    }


def earliest_start(
    name: str,
    length: int,
    links: Mapping[str, list[Link]],
    placed: Mapping[str, Placed],
    axis: TimeAxis,
) -> date:
    """Return the first day on which an activity can start for what is placed before it.

    `length` is its working days; a link to its finish is met by starting that much earlier.
    """
    earliest = axis.first
    for link in links.get(name, ()):
        before = placed.get(link.before)
        if before is None:
            continue
        origin = before.start if link.from_start else before.finish + ONE_DAY
        target = _after(origin, link, axis)
        if not link.to_start:
            at = axis.position(target) - length
            target = axis.working[at] if 0 <= at < axis.size else axis.first
        earliest = max(earliest, target)
    return earliest


def _after(origin: date, link: Link, axis: TimeAxis) -> date:
    """Return the first instant far enough after another."""
    if not link.in_working_days:
        return origin + ONE_DAY * link.lag
    if link.lag == 0:
        return origin
    at = axis.position(origin) + link.lag - 1
    if at < 0:
        return axis.first
    return axis.working[at] + ONE_DAY if at < axis.size else date.max

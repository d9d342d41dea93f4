"""Which activity must be placed before which, and how early that lets the later one start."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from scheduler.domain.calendars import ONE_DAY
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Placed
from scheduler.domain.planning_rules import Continuity, Hypercare, ParallelRunning, Precedence
from scheduler.timeline.time_axis import TimeAxis


@dataclass(frozen=True, slots=True)
class Link:
    """A minimum lag between two activities, both instants named."""

    before: str
    after: str
    from_start: bool
    to_start: bool
    lag: int
    in_working_days: bool


def links_of(programme: ExpandedProgramme) -> tuple[Link, ...]:
    """Return every minimum lag that forces an order, soft rules included."""
    return tuple(_links(programme))


def _links(programme: ExpandedProgramme) -> Iterator[Link]:
    for rule in programme.document.rules:
        match rule:
            case Precedence(min_lag=int(lag)) if lag >= 0:
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
            case _:
                pass


def _finish_to_start(before: str, after: str, *, from_start: bool = False) -> Link:
    return Link(
        before=before,
        after=after,
        from_start=from_start,
        to_start=True,
        lag=0,
        in_working_days=True,
    )


def ordered(programme: ExpandedProgramme, links: tuple[Link, ...]) -> tuple[str, ...]:
    """Return activities so that each comes after those it waits for, document order between equals.

    Raises nothing on a cycle: what is left is appended as written, and the checker judges.
    """
    waits: dict[str, set[str]] = {a.id: set() for a in programme.document.activities}
    followers: defaultdict[str, list[str]] = defaultdict(list)
    for link in links:
        # A link to a finish is met by stretching the start; as an order it would make circles.
        known = link.before in waits and link.after in waits and link.before != link.after
        if known and link.to_start:
            waits[link.after].add(link.before)
            followers[link.before].append(link.after)
    done: dict[str, None] = {}
    ready = [name for name, before in waits.items() if not before]
    while ready:
        name = ready.pop(0)
        if name in done:
            continue
        done[name] = None
        for follower in followers[name]:
            waits[follower].discard(name)
            if not waits[follower] and follower not in done:
                ready.append(follower)
    return (*done, *(name for name in waits if name not in done))


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
    return axis.working[at] + ONE_DAY if at < axis.size else date.max

"""The links of a plan, as planning tools draw them between the moments of tasks.

A plan's instants are the beginnings of days: work ends at the beginning of the day after its last.
A tool's are moments: work begins at 08:00 and ends at 17:00, an event without people is the moment
at 08:00 of its day. No link that goes out is stricter than the planning rule it comes from, so that
none moves a task off the plan's dates.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import networkx as nx

from scheduler.construction.links import links_of
from scheduler.domain.calendars import ONE_DAY
from scheduler.domain.choice import all_made
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.domain.planning_rules import Rule
from scheduler.exchange.losses import Loss
from scheduler.exchange.project_schedule import Link, LinkKind
from scheduler.exchange.working_time import BEGINS, CLOCK_DAY, ENDS, MINUTES_A_DAY
from scheduler.explaining.arcs import Arc, Instant, arcs_of

_KINDS: dict[tuple[bool, bool], LinkKind] = {
    (False, True): "FS",
    (True, True): "SS",
    (False, False): "FF",
    (True, False): "SF",
}
_NIGHT = CLOCK_DAY - ENDS + BEGINS
_SEVEN_OF_FIVE = 7 / 5
_KNOWN_OTHERWISE = ("placement", "team_capacity")
"""Tools know calendars and how many people a resource has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tasks:
    """What links need to know of the tasks they join."""

    numbers: Mapping[str, str]
    """Activity to the id of its task."""
    moments: frozenset[str]
    """Events that have no length."""
    clock: bool
    """Whether every lag counts on the clock: P6 counts all lags of a project on one calendar."""
    on_common_days: frozenset[str]
    """Activities on the default calendar, or on every day: a lag in working days of theirs is none
    longer than one of the programme's."""


def plan_links(
    programme: ExpandedProgramme, plan: Plan, tasks: Tasks
) -> tuple[tuple[Link, ...], tuple[Loss, ...]]:
    """Return the links of what is performed, and what of the planning rules is no link.

    Of several links of one kind between two tasks the longest is kept: planning tools take one.
    """
    kept: dict[tuple[str, str, LinkKind], tuple[Rule, Link]] = {}
    losses: list[Loss] = []
    for rule in programme.document.rules:
        arcs = _least_lags(rule, programme)
        if not arcs and rule.kind not in _KNOWN_OTHERWISE:
            losses.append(_no_link(rule))
        if not all_made(rule.when, plan.options):
            continue
        for arc in arcs:
            if arc.origin[0] not in plan.placed or arc.target[0] not in plan.placed:
                continue
            link = _link(arc, programme, plan, tasks)
            if link is None:
                losses.append(_no_link(rule, _NOT_EXACT))
                continue
            key = (link.predecessor, link.successor, link.kind)
            if key not in kept or _clock(link) > _clock(kept[key][1]):
                kept[key] = rule, link
    links, circular = _without_circles(list(kept.values()))
    return links, (*losses, *circular)


def _least_lags(rule: Rule, programme: ExpandedProgramme) -> tuple[Arc, ...]:
    """Return the least lags of a hard rule; greatest ones, told the other way, are no links."""
    if rule.price is not None:
        return ()
    least = {(link.before, link.after) for link in links_of((rule,), programme)}
    return tuple(
        arc
        for arc in arcs_of(rule, programme)
        if arc.lag >= 0 or (arc.origin[0], arc.target[0]) in least
    )


def _without_circles(
    found: Sequence[tuple[Rule, Link]],
) -> tuple[tuple[Link, ...], tuple[Loss, ...]]:
    """Return links of which none leads back to where it came from: planning tools refuse circles.

    Activities side by side wait for each other; the link that is declared first is kept.
    """
    together: dict[str, int] = {}
    graph = nx.DiGraph((link.predecessor, link.successor) for _, link in found)
    for number, component in enumerate(nx.strongly_connected_components(graph)):
        together.update(dict.fromkeys(component, number))
    grown: nx.DiGraph[str] = nx.DiGraph()
    kept: list[Link] = []
    losses: list[Loss] = []
    for rule, link in found:
        one, other = link.predecessor, link.successor
        if together[one] == together[other]:
            if one in grown and other in grown and nx.has_path(grown, other, one):
                losses.append(_no_link(rule, _CIRCLE))
                continue
            grown.add_edge(one, other)
        kept.append(link)
    return tuple(kept), tuple(losses)


def _link(arc: Arc, programme: ExpandedProgramme, plan: Plan, tasks: Tasks) -> Link | None:
    """Return a least lag between instants as one between moments; None where it is not exact."""
    between = _moment(arc.target, tasks) - _moment(arc.origin, tasks)
    if between == _NIGHT:
        # Nobody works between the evening and the next morning.
        between = 0
    from_event = between == CLOCK_DAY
    minutes, elapsed = arc.lag * CLOCK_DAY + between, True
    if arc.in_working_days and tasks.clock:
        minutes = _days_on_the_clock(arc, programme, plan) * CLOCK_DAY + between
    elif arc.in_working_days:
        common = {arc.origin[0], arc.target[0]} <= tasks.on_common_days
        if common and (between == 0 or from_event):
            worked = from_event and programme.is_working(plan.placed[arc.origin[0]].start)
            minutes, elapsed = (arc.lag + worked) * MINUTES_A_DAY, False
        elif arc.lag < 0:
            return None
    return Link(
        predecessor=tasks.numbers[arc.origin[0]],
        successor=tasks.numbers[arc.target[0]],
        kind=_KINDS[arc.origin[1], arc.target[1]],
        lag=minutes,
        elapsed=elapsed,
    )


def _days_on_the_clock(arc: Arc, programme: ExpandedProgramme, plan: Plan) -> int:
    """Return how many calendar days a lag in working days is at the planned dates, or fewer."""
    placed = plan.placed[arc.origin[0]]
    origin = placed.start if arc.origin[1] else placed.finish + ONE_DAY
    step, left, day, passed = (1 if arc.lag >= 0 else -1), abs(arc.lag), origin, 0
    while left:
        worked = day if step > 0 else day - ONE_DAY
        left -= programme.is_working(worked)
        day += step * ONE_DAY
        passed += step
    return passed


def _moment(instant: Instant, tasks: Tasks) -> int:
    """Return how many minutes after the plan's instant a task begins or ends."""
    activity, start = instant
    if start:
        return BEGINS
    return BEGINS - CLOCK_DAY if activity in tasks.moments else ENDS - CLOCK_DAY


def _clock(link: Link) -> float:
    """Return about how long a lag takes, to tell the longer of two."""
    return link.lag if link.elapsed else link.lag * (CLOCK_DAY / MINUTES_A_DAY) * _SEVEN_OF_FIVE


_NO_RULE = "Planning tools have no such rule: the dates keep it, the tool does not know it."
_NOT_EXACT = "A lead in working days between such tasks is drawn by no tool as it is meant."
_CIRCLE = "It would close a circle of links, which planning tools refuse; the dates keep it."


def _no_link(rule: Rule, text: str = _NO_RULE) -> Loss:
    soft = "soft " if rule.price is not None else ""
    return Loss(
        code="not_carried",
        field=f"{soft}planning rule {rule.kind}",
        place=f'rule "{rule.id}"',
        text=text,
    )

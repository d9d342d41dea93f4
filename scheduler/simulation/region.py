"""Programmes of plans near one: what often makes it late comes earlier, the rest little later.

A plan that is late for the sake of a few chains of events is made again with one wish: each of
these events earlier, by how often it makes the plan late. Nothing else may come later than so many
days, and what makes the plan late most often not even that: else the wish moves everything else to
its last day, which then makes the plan late.

Source  Criticality of an activity as its priority: Van Slyke (1963), Stork (2001). A model trusted
        near a plan alone: trust regions, Conn, Gould & Toint (2000).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from scheduler.domain.activities import Selection
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.objectives import ObjectiveLevel
from scheduler.domain.plan import Plan
from scheduler.domain.planning_rules import DateLimit, TargetDate, begun_in
from scheduler.domain.values import Price
from scheduler.timeline.time_axis import axis_of

MOST_POINTS = 100
"""For each day of an event that makes the plan late in every sample."""
LEAST = 0.01
"""In how many of one of the samples an event makes the plan late to be wished earlier."""
BOUND = 4
"""How much closer than others what makes the plan late is kept to its day, for each part of one."""
SPREAD = 0.7
"""Of the logarithm of the factors that weights are varied by."""
PARTS_OF_DAYS = (0.0, 0.5, 1.0, 1.0)
"""How much of its days a group may have, each as likely."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """How far from a plan another one may be, in calendar days."""

    earlier: int | None
    """What makes the plan late is wished so much earlier; as early as can be where None."""
    later: int
    """Nothing comes later than that."""


REGIONS = (
    Region(earlier=None, later=91),
    Region(earlier=None, later=91),
    Region(earlier=None, later=182),
    Region(earlier=28, later=28),
    Region(earlier=None, later=120),
    Region(earlier=None, later=182),
    Region(earlier=None, later=91),
    Region(earlier=14, later=14),
)
"""Tried from every plan in this order, some of them side by side; each time with another seed."""


def varied(
    programme: ExpandedProgramme, late: Mapping[str, float], number: int
) -> tuple[Mapping[str, float], Mapping[str | None, float]]:
    """Return what makes a plan late with other weights, and how much of its days each group has.

    Drawn anew for each number; 0 leaves all as it is. What the samples say of one plan is no more
    than a hint where better ones lie.
    """
    groups = [None, *programme.groups]
    if number == 0:
        return late, dict.fromkeys(groups, 1.0)
    draws = np.random.Generator(np.random.PCG64(number))
    weights = np.exp(draws.normal(0.0, SPREAD, len(late)))
    parts = draws.choice(PARTS_OF_DAYS, len(groups))
    return (
        {
            name: float(min(1.0, part * w))
            for (name, part), w in zip(late.items(), weights, strict=True)
        },
        {group: float(part) for group, part in zip(groups, parts, strict=True)},
    )


def near_plan(
    programme: ExpandedProgramme,
    plan: Plan,
    late: Mapping[str, float],
    region: Region,
    number: int = 0,
) -> ExpandedProgramme:
    """Return a programme whose only objective is that events that make a plan late are earlier.

    `late`: in what part of the samples each activity does; work counts through its events. Soft
    rules of the programme are left out.
    """
    document = programme.document
    hard = tuple(rule for rule in document.rules if rule.price is None)
    weights, days = varied(programme, late, number)
    wishes = tuple(_wishes(programme, plan, weights, region))
    limits = no_later(
        programme, plan, late, {group: int(part * region.later) for group, part in days.items()}
    )
    objectives = (ObjectiveLevel(name="concessions"),)
    return ExpandedProgramme(
        replace(document, rules=(*hard, *wishes, *limits), objectives=objectives, profile=None)
    )


def with_its_levels(programme: ExpandedProgramme) -> ExpandedProgramme:
    """Return a programme whose levels leave nothing to those after them.

    What a later level may spend of the time kept free is what makes plans hold.
    """
    levels = tuple(replace(level, tolerance=0) for level in programme.document.objectives)
    return ExpandedProgramme(replace(programme.document, objectives=levels, profile=None))


def near_with_its_levels(programme: ExpandedProgramme, plan: Plan) -> ExpandedProgramme:
    """Return a programme with its own levels in which no event comes later than in a plan."""
    document = programme.document
    limits = no_later(programme, plan, {}, dict.fromkeys((None, *programme.groups), 0))
    return with_its_levels(ExpandedProgramme(replace(document, rules=(*document.rules, *limits))))


def no_later(
    programme: ExpandedProgramme,
    plan: Plan,
    late: Mapping[str, float],
    days: Mapping[str | None, int],
) -> tuple[DateLimit, ...]:
    """Return rules by which no event comes later than so many days, told by group, after a plan."""
    axis = axis_of(programme)
    rules = []
    for name, at in _events(programme, plan):
        part = late.get(name, 0.0)
        most = days[programme.group_of(programme.activities[name])]
        more = most if part < LEAST else max(0, int(most * (1 - BOUND * part)))
        last = min(axis.ordinal(plan.placed[name].start) + more, axis.calendar_days - 1)
        rules.append(
            DateLimit(
                id=f"near: {name}",
                activities=at,
                finish_not_after=axis.day_at(last),
            )
        )
    return tuple(rules)


def _wishes(
    programme: ExpandedProgramme, plan: Plan, late: Mapping[str, float], region: Region
) -> Iterator[TargetDate]:
    axis = axis_of(programme)
    for name, at in _events(programme, plan):
        part = late.get(name, 0.0)
        if part < LEAST:
            continue
        target = 0
        if region.earlier is not None:
            target = max(0, axis.ordinal(plan.placed[name].start) - region.earlier)
        yield TargetDate(
            id=f"wish: {name} earlier",
            activities=at,
            target=axis.day_at(target),
            direction="late",
            price=Price(points=max(1, int(MOST_POINTS * part)), per="unit"),
        )


def _events(programme: ExpandedProgramme, plan: Plan) -> Iterator[tuple[str, Selection]]:
    """Yield the events of a plan that have not been yet."""
    done = begun_in(programme.document.rules)
    for activity in programme.document.activities:
        name = activity.id
        if activity.form == "event" and name in plan.placed and name not in done:
            yield name, Selection(activities=(name,))

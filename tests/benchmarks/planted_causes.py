"""Causes of having no plan, planted in programmes that have one.

Each is a rule tightened or added, so that every clash holds it; what is planted is only just too
much where that can be computed, and well hidden among what holds anyway.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from random import Random

from scheduler.domain.activities import TRANSFER, Selection
from scheduler.domain.calendars import ONE_DAY
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.domain.planning_rules import (
    ChangeFreeze,
    ConsumableUse,
    DateLimit,
    Precedence,
    Rule,
    TeamCapacity,
    WithinBudget,
)
from scheduler.domain.resources import Booking
from scheduler.domain.values import Window
from scheduler.explaining.causes import find_causes
from scheduler.explaining.windows import Windows


@dataclass(frozen=True, slots=True)
class Planted:
    """A programme with a cause in it."""

    programme: ExpandedProgramme
    rule: str
    """The rule tightened or added."""


@dataclass(frozen=True, slots=True)
class Given:
    """A programme to plant a cause in."""

    programme: ExpandedProgramme
    plan: Plan
    """One that it has."""
    random: Random


def _with(programme: ExpandedProgramme, rule: Rule) -> Planted:
    document = programme.document
    return Planted(ExpandedProgramme(replace(document, rules=(*document.rules, rule))), rule.id)


def plant_window(given: Given) -> Planted | None:
    """Let a transfer be over a few days before its chain can be."""
    programme = given.programme
    windows = Windows(programme)
    transfers = [
        activity.id
        for activity in programme.document.activities
        if activity.kind == TRANSFER and (activity.id, True) in windows.earliest
    ]
    if not transfers:
        return None
    name = given.random.choice(transfers)
    earliest = windows.earliest[name, True].day
    limit = earliest - ONE_DAY * given.random.randint(1, 20)
    return _with(
        programme,
        DateLimit(
            id="planted",
            basis="policy",
            activities=Selection(activities=(name,)),
            finish_not_after=limit,
        ),
    )


def plant_capacity(given: Given) -> Planted | None:
    """Book a team's people until too few are left for the work that its window holds."""
    programme = given.programme
    windows = Windows(programme)
    rules = [r for r in programme.document.rules if isinstance(r, TeamCapacity) and not r.price]
    given.random.shuffle(rules)
    for rule in rules:
        asking = [a for a in programme.asking.get(rule.team, ()) if a.form == "work"]
        known = [a for a in asking if (a.id, True) in windows.earliest]
        if len(known) < 2:
            continue
        first = min(windows.earliest[a.id, True].day for a in known)
        last = max(windows.latest[a.id, False].day for a in known)
        # Longer and longer stretches until the work no longer fits into what is left.
        for share in range(30, 100, 5):
            until = first + timedelta(days=(last - first).days * share // 100)
            team = programme.teams[rule.team]
            most = max(p.hundredths for p in team.capacity)
            booked = replace(
                team,
                bookings=(*team.bookings, Booking(first=first, last=until, hundredths=most)),
                decay=None,
            )
            teams = tuple(booked if t.id == team.id else t for t in programme.document.teams)
            made = ExpandedProgramme(replace(programme.document, teams=teams))
            if _joins(made, rule.team):
                break
            if any(rule.id in seen.rules for seen in find_causes(made)):
                return Planted(made, rule.id)
    return None


def _joins(programme: ExpandedProgramme, team: str) -> bool:
    return any(move.to_team == team for _, move in programme.moves.get(team, ()))


def plant_freeze(given: Given) -> Planted | None:
    """Freeze every day on which an event could be."""
    programme = given.programme
    windows = Windows(programme)
    events = [
        activity.id
        for activity in programme.document.activities
        if activity.form == "event" and (activity.id, True) in windows.latest
    ]
    name = given.random.choice(events)
    first, last = windows.earliest[name, True].day, windows.latest[name, True].day
    others = [n for n in given.random.sample(events, min(5, len(events))) if n != name]
    return _with(
        programme,
        ChangeFreeze(
            id="planted",
            basis="policy",
            activities=Selection(activities=(name, *others)),
            windows=(Window(first=first, last=last),),
        ),
    )


def plant_circle(given: Given) -> Planted | None:
    """Let the first activity of a chain wait for its last."""
    programme = given.programme
    windows = Windows(programme)
    chains = [
        (bound.chain()[0].instant[0], name)
        for (name, starts), bound in windows.earliest.items()
        if starts and len({b.instant[0] for b in bound.chain()}) > 2
    ]
    if not chains:
        return None
    before, after = given.random.choice(chains)
    return _with(programme, Precedence(id="planted", basis="technical", before=after, after=before))


def plant_lag(given: Given) -> Planted | None:
    """Ask two ends of a chain to be nearer to each other than what lies between them."""
    programme = given.programme
    windows = Windows(programme)
    pairs = []
    for (name, starts), bound in windows.earliest.items():
        chain = bound.chain()
        inner = [b for b in chain if b.instant == (chain[0].instant[0], False)]
        if starts and inner and chain[0].instant[0] != name:
            days = (windows.latest[inner[0].instant].day - inner[0].day).days
            length = (bound.day - inner[0].day).days
            if length > 1:
                pairs.append((days, inner[0].instant[0], name, length))
    if not pairs:
        return None
    _, before, after, length = given.random.choice(pairs)
    # What waits in the chain may begin later for other reasons; half of it is surely there.
    most = max(0, length * given.random.randint(10, 50) // 100)
    return _with(
        programme,
        Precedence(
            id="planted",
            basis="policy",
            before=before,
            after=after,
            min_lag=None,
            max_lag=most,
            lag_unit="calendar_days",
        ),
    )


def plant_budget(given: Given) -> Planted | None:
    """Leave a financial year a small part of its budget."""
    programme = given.programme
    rules = [r for r in programme.document.rules if isinstance(r, WithinBudget) and not r.price]
    if not rules:
        return None
    rule = given.random.choice(rules)
    share = given.random.choice((70, 50, 30))
    budgets = tuple(
        replace(b, amount=replace(b.amount, pence=b.amount.pence * share // 100))
        if rule.budget in (None, b.id)
        else b
        for b in programme.document.budgets
    )
    return Planted(ExpandedProgramme(replace(programme.document, budgets=budgets)), rule.id)


def plant_consumable(given: Given) -> Planted | None:
    """Leave a little less of something than what every choice of options uses."""
    programme = given.programme
    rules = [r for r in programme.document.rules if isinstance(r, ConsumableUse) and not r.price]
    given.random.shuffle(rules)
    for rule in rules:
        least = 0
        for activity in programme.document.activities:
            group = programme.group_of(activity)
            used = [
                0 if mode is None else mode.consumes.get(rule.consumable, 0)
                for mode in (
                    [activity.mode_under(None)]
                    if group is None
                    else [activity.mode_under(o.id) for o in programme.groups[group].options]
                )
            ]
            least += min(used)
        if least > 0:
            consumables = tuple(
                replace(c, amount=least - 1) if c.id == rule.consumable else c
                for c in programme.document.consumables
            )
            made = replace(programme.document, consumables=consumables)
            return Planted(ExpandedProgramme(made), rule.id)
    return None


def plant_end(given: Given) -> Planted | None:
    """Let a service's transfer be over before its work can have been done, people being scarce."""
    programme = given.programme
    transfers = [
        a.id
        for a in programme.document.activities
        if a.kind == TRANSFER and a.id in given.plan.placed
    ]
    # All of them in the time that the first half of them took: capacity or chains forbid it.
    days = sorted(given.plan.placed[name].start for name in transfers)
    middle = days[len(days) // 3]
    return _with(
        programme,
        DateLimit(
            id="planted",
            basis="contract",
            activities=Selection(activities=tuple(transfers)),
            finish_not_after=middle,
        ),
    )


Plant = Callable[[Given], Planted | None]

CAUSES: Mapping[str, Plant] = {
    "window": plant_window,
    "capacity": plant_capacity,
    "freeze": plant_freeze,
    "circle": plant_circle,
    "lag": plant_lag,
    "budget": plant_budget,
    "consumable": plant_consumable,
    "all sooner": plant_end,
}

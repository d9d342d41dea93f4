"""The planning rules as a plan is carried out by them, and what of them is not.

Under a plan the options are chosen, so that a rule holds or does not; a soft rule asks for nothing
once the plan is made. What is left is lowered to links, dates and limits by `exit_search`. Three
kinds that it does not lower are put into words it knows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import Literal

from scheduler.domain.activities import Activity, Selection
from scheduler.domain.choice import all_made
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.domain.planning_rules import (
    Expiry,
    Hypercare,
    NotAtOnce,
    ParallelRunning,
    Precedence,
    Rule,
    Synchronised,
)
from scheduler.domain.resources import CapacityPeriod, Team

ALONE = 100
"""Hundredths of somebody who is there once."""

SIMULATED: tuple[str, ...] = (
    "actual_dates",
    "allowed_dates",
    "change_freeze",
    "change_load",
    "continuity",
    "date_limit",
    "decision",
    "hypercare",
    "knowledge_transfer",
    "move_together",
    "parallel_running",
    "partial_termination",
    "placement",
    "precedence",
    "rehearsal",
    "rolling_limit",
    "separation",
    "shared_component",
    "sourcing_choice",
    "staff_transfer",
    "team_capacity",
)
"""Kinds that runs are carried out by: last days are no bar, they are missed and counted."""

NOT_SIMULATED: Mapping[str, str] = {
    "award_limit": "how many awards may be made: options stay as planned",
    "budget": "budgets: what a delay costs is not added up",
    "choice_implication": "which options go together: options stay as planned",
    "choice_limit": "how often an option may be chosen: options stay as planned",
    "consumable": "amounts that are used up: they do not depend on dates",
    "fallback_slot": "slots kept free for another attempt: later work may take them",
    "moved_limit": "how much may move against the baseline: a delay may move more",
    "provider_effort": "the effort of managing providers: options stay as planned",
    "provider_limit": "how many providers there may be: options stay as planned",
    "rollback_slot": "days kept free for going back: later work may take them",
    "shared_provider": "who provides what together: options stay as planned",
    "target_date": "target dates: a delay may miss them",
}
"""Kinds of planning rule that move nothing here, with what that means."""

ROUGHLY: Mapping[str, str] = {
    "acceptance": "acceptance after full months: a month later than planned counts 28 days",
    "expiry": "what expires is renewed for a use by the renewal that the plan has for it",
    "not_at_once": "not at once: an event on a day off within other work is let be",
    "procurement_regime": "procurement regimes: the wait is that of the plan or the longest",
    "schedule_contingency": "contingency before the contract end: there to be used up",
    "service_level": "sinking service levels: notice is put off with its transfer where it can be",
    "synchronised": "side by side: work takes as long as the longest of it",
    "waves": "shares of a wave: its dates follow each other, their sizes are as planned",
}
"""Kinds that are simulated in part, with what is left out."""

ALWAYS: tuple[str, ...] = (
    "greatest lags: what would lie too long before something late is put off if nothing waits",
    "work under way takes what is left of it by the programme",
)


@dataclass(frozen=True, slots=True)
class Ruled:
    """A programme without choices, and what must take equally long."""

    programme: ExpandedProgramme
    side_by_side: tuple[tuple[str, ...], ...]
    """Work that starts and ends together."""


def ruled(programme: ExpandedProgramme, plan: Plan) -> Ruled:
    """Return the programme as a plan is carried out by it."""
    document = programme.document
    rules = [
        part
        for rule in document.rules
        if _binds(rule, plan)
        for part in _parts(replace(rule, when=()), programme, plan)
    ]
    beside = tuple(
        tuple(name for name in rule.activities.activities if name in plan.placed)
        for rule in rules
        if isinstance(rule, Synchronised)
    )
    alone = [rule for rule in rules if isinstance(rule, NotAtOnce)]
    teams = tuple(_somebody(number, document.plan_from) for number in range(len(alone)))
    asked: defaultdict[str, list[str]] = defaultdict(list)
    for team, rule in zip(teams, alone, strict=True):
        for name in rule.activities.activities:
            asked[name].append(team.id)
    document = replace(
        document,
        rules=(*rules, *(link for names in beside for link in _together(names, programme))),
        teams=(*document.teams, *teams),
        activities=tuple(
            _asking(a, asked[a.id]) if a.id in asked else a for a in document.activities
        ),
    )
    return Ruled(ExpandedProgramme(document), beside)


def not_simulated(programme: ExpandedProgramme, plan: Plan) -> tuple[str, ...]:
    """Say what of the rules of a programme is not simulated, or only roughly."""
    kinds = {rule.kind for rule in programme.document.rules if _binds(rule, plan)}
    soft = any(rule.price is not None for rule in programme.document.rules)
    words = [*NOT_SIMULATED.items(), *ROUGHLY.items()]
    told = [text for kind, text in words if kind in kinds]
    if soft:
        told.append("soft rules: a delay may break them")
    if any(team.decay is not None for team in programme.document.teams):
        told.append("people who leave after a notice do so from its planned day on")
    return (*told, *ALWAYS)


def _binds(rule: Rule, plan: Plan) -> bool:
    return rule.price is None and all_made(rule.when, plan.options)


def _parts(rule: Rule, programme: ExpandedProgramme, plan: Plan) -> Iterator[Rule]:
    """Yield a rule, in other words where `exit_search` does not know it as it is under the plan."""
    match rule:
        case Expiry() if len(rule.renewals.activities) > 1:
            yield from _by_use(rule, plan)
        case Hypercare() if programme.activities[rule.hypercare].form == "span":
            yield from _span_of_care(rule)
        case ParallelRunning() if rule.activity not in plan.placed:
            pass
        case _:
            yield rule


def _span_of_care(rule: Hypercare) -> Iterator[Rule]:
    """Yield the waits of hypercare that ends when other rules let it."""
    wait = rule.acceptance_after_calendar_days
    yield _link(rule.transfer, rule.hypercare, "SS", 0, "working_days")
    if rule.acceptance is not None:
        yield _link(rule.hypercare, rule.acceptance, "FS", 0, "working_days")
        yield _link(rule.transfer, rule.acceptance, "SS", wait, "calendar_days")


def _by_use(rule: Expiry, plan: Plan) -> Iterator[Rule]:
    """Yield a rule for each use, with the renewal that the plan has for it."""
    for use in rule.used_by.activities:
        at = plan.placed.get(use)
        renewed = {
            plan.placed[name].finish: name
            for name in rule.renewals.activities
            if at is not None and name in plan.placed and plan.placed[name].finish < at.start
        }
        if renewed:
            yield replace(
                rule,
                used_by=Selection(activities=(use,)),
                renewals=Selection(activities=(renewed[max(renewed)],)),
            )


def _somebody(number: int, first: date) -> Team:
    """Return a team that serves one at a time; nobody can give a team an id with a dot."""
    return Team(id=f"alone.{number}", capacity=(CapacityPeriod(first=first, hundredths=ALONE),))


def _asking(activity: Activity, teams: Sequence[str]) -> Activity:
    more = dict.fromkeys(teams, ALONE)
    modes = tuple(replace(m, demands={**m.demands, **more}) for m in activity.modes)
    return replace(activity, modes=modes)


def _together(names: tuple[str, ...], programme: ExpandedProgramme) -> Iterator[Rule]:
    """Yield that work starts with each other, and that a span ends with what it runs beside."""
    for one, other in pairwise(names):
        yield _link(one, other, "SS", 0, "calendar_days", most=0)
        if "span" in (programme.activities[one].form, programme.activities[other].form):
            yield _link(one, other, "FF", 0, "calendar_days", most=0)


def _link(
    before: str,
    after: str,
    link: Literal["FS", "SS", "FF", "SF"],
    lag: int,
    unit: Literal["working_days", "calendar_days"],
    most: int | None = None,
) -> Precedence:
    return Precedence(
        id=f"simulated.{link}.{before}.{after}",
        before=before,
        after=after,
        link=link,
        min_lag=lag,
        max_lag=most,
        lag_unit=unit,
    )

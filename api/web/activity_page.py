"""Why an activity lies where it lies: what holds it, how far it can move, what waits for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from api.web.activity_lines import scope_name, team_names
from api.web.programme_page import Fact
from api.web.rests_on import rests_on
from api.web.what_if import Forms, WhatIf
from scheduler.analysis.holding import ActivityHolding, Chain, Reason
from scheduler.domain.activities import Activity
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.domain.planning_rules import ActualDates, Placement, Rule
from scheduler.explaining.holding import explain_plan
from scheduler.explaining.trace import Trace
from scheduler.explaining.words import words_of
from scheduler.pictures.holding_contents import FREE, LAST_DAYS, REASONS
from scheduler.pictures.rows import own_name
from scheduler.pictures.wording import counted, period, plain, short_date


@dataclass(frozen=True, slots=True, kw_only=True)
class Other:
    """Another activity, with where it is told of."""

    words: str
    dates: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Holds:
    """One thing that holds the activity."""

    kind: str
    statement: str
    rests_on: str
    """On what, who may change it and where that is written; nothing where no rule holds it."""
    others: tuple[Other, ...]
    what_if: tuple[WhatIf, ...]
    """Forms that would loosen it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of the chain that leads to the activity."""

    activity: Other
    held_by: str
    here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityPage:
    """The page of an activity in a plan."""

    id: str
    name: str
    of: str
    dates: str
    paragraph: str
    caution: str
    facts: tuple[Fact, ...]
    earlier: tuple[Holds, ...]
    """What keeps it from being earlier."""
    later: tuple[Holds, ...]
    """What keeps it from being later."""
    free_on: str
    """The nearest earlier start at which it breaks nothing; nothing where there is none."""
    chain: tuple[Step, ...]
    """From the first cause to the activity; nothing where it is the first."""
    waiting: tuple[Other, ...]
    """What waits for it."""
    can_slip: bool
    """Whether it can be asked what its slips do."""

    @property
    def loosened(self) -> bool:
        """Whether any form would loosen what keeps it from being earlier."""
        return any(held.what_if for held in self.earlier)


def activity_page(  # a plan, what is known of it, and what is asked
    plan_id: str,
    expanded: ExpandedProgramme,
    plan: Plan,
    trace: Trace,
    name: str,
    forms: Forms | None,
) -> ActivityPage | None:
    """Return what to show of an activity; None where the plan has none of that id.

    `forms` are those that would loosen what holds it; None for who may change nothing.
    """
    if name not in plan.placed:
        return None
    activity = expanded.activities[name]
    told = _Teller(plan_id, expanded, plan, activity, forms)
    holding = explain_plan(expanded, plan, activities=[name], later=True)
    held = holding.activities[name]
    words = words_of(holding, expanded, plan)
    of = scope_name(activity, expanded)
    waiting = dict.fromkeys(after for before, after in trace.links if before == name)
    return ActivityPage(
        id=name,
        name=own_name(activity, of),
        of=of,
        dates=_dates(plan, name),
        paragraph=words.activities[name],
        caution=words.caution,
        facts=tuple(_facts(activity, held, expanded, plan, trace)),
        earlier=tuple(map(told.holds, held.reasons)),
        later=tuple(told.holds(reason, later=True) for reason in held.later_reasons or ()),
        free_on="" if held.free_on is None else short_date(held.free_on),
        chain=tuple(told.steps(held.chain, name)) if len(held.chain.links) > 1 else (),
        waiting=tuple(
            told.other(after) for after in sorted(waiting, key=lambda n: plan.placed[n].start)
        ),
        can_slip=forms is not None and not _has_begun(name, expanded),
    )


def _has_begun(name: str, expanded: ExpandedProgramme) -> bool:
    rules = expanded.document.rules
    return any(isinstance(rule, ActualDates) and rule.activity == name for rule in rules)


@dataclass(frozen=True, slots=True)
class _Teller:
    plan_id: str
    expanded: ExpandedProgramme
    plan: Plan
    activity: Activity
    forms: Forms | None

    def other(self, name: str) -> Other:
        activity = self.expanded.activities[name]
        return Other(
            words=activity.name or name,
            dates=_dates(self.plan, name),
            address=f"/plans/{self.plan_id}/activities/{name}",
        )

    def holds(self, reason: Reason, *, later: bool = False) -> Holds:
        bound = reason.comes_along or (later and reason.kind == "precedence")
        kind = "bound to" if bound else REASONS[reason.kind]
        return Holds(
            kind=kind[:1].upper() + kind[1:],
            statement=reason.statement,
            rests_on=self.rests_on(reason),
            others=tuple(self.other(name) for name in reason.other if name in self.plan.placed),
            what_if=()
            if later or self.forms is None
            else self.forms.loosening(reason, self.activity),
        )

    def rests_on(self, reason: Reason) -> str:
        if isinstance(rule := self.rule_of(reason), Placement):
            return self.days_of()
        return "" if rule is None else rests_on(rule)

    def rule_of(self, reason: Reason) -> Rule | None:
        return next((r for r in self.expanded.document.rules if r.id == reason.rule), None)

    def days_of(self) -> str:
        """Say where the days of the activity are written."""
        sets = {dates.id: dates for dates in self.expanded.document.date_sets}
        found = sets.get(self.activity.dates or "")
        if found is not None:
            source = f" Source: {plain(found.source).rstrip('.')}." if found.source else ""
            return f"These dates are part of the programme.{source}"
        return "Which days are worked is part of the programme."

    def steps(self, chain: Chain, name: str) -> Iterator[Step]:
        for link in chain.links:
            yield Step(
                activity=self.other(link.activity),
                held_by="" if link.reason is None else link.reason.statement,
                here=link.activity == name,
            )


def _dates(plan: Plan, name: str) -> str:
    placed = plan.placed[name]
    if placed.start == placed.finish:
        return short_date(placed.start)
    return period(placed.start, placed.finish)


def _facts(
    activity: Activity,
    held: ActivityHolding,
    expanded: ExpandedProgramme,
    plan: Plan,
    trace: Trace,
) -> Iterator[Fact]:
    if held.total_float is not None:
        words = counted(held.total_float, "working day")
        yield Fact(name="Total float", words=f"{words}, by links alone, {LAST_DAYS}")
    if held.free_float is not None:
        words = counted(held.free_float, "working day")
        yield Fact(name="Free float", words=f"{words} {FREE}")
    if critical := _critical(activity.id, trace):
        yield Fact(name="Critical chain", words=critical)
    for name, words in (
        ("Teams", team_names(activity, expanded, plan)),
        ("Owner", activity.owner),
        ("Deliverable", activity.deliverable),
        ("Acceptance", activity.acceptance),
        ("Source", activity.source),
    ):
        if words:
            yield Fact(name=name, words=words)


def _critical(name: str, trace: Trace) -> str:
    """Say what a delay means for the last service transfer; nothing where no link leads to it.

    Total float tells how far it is to the last day allowed, which lies behind the last transfer by
    the schedule contingency: both are said, so that neither seems to be wrong.
    """
    days = trace.to_last.get(name)
    if name not in trace.critical:
        if days is None:
            return ""
        left = counted(days, "working day")
        return f"no: {left}, by links alone, until the last service transfer is delayed"
    if days is not None and days <= 0:
        return "yes: whatever delays it delays the last service transfer"
    shared = "what the last service transfer waits for shares a team or a limit with it"
    if days is None:
        return f"yes: {shared}"
    left = counted(days, "working day")
    return f"yes: links alone would leave {left} to the last service transfer, but {shared}"

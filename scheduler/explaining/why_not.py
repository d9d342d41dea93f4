"""Why not otherwise: what an earlier date or another option costs, or that it cannot be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Literal

from scheduler.answers import Clash, LevelPrice, WishAnswer
from scheduler.asking.question import Question
from scheduler.domain.activities import TRANSFER
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.domain.planning_rules import Rule
from scheduler.errors import InputError
from scheduler.explaining.wishes import performing, sourced, starts_by
from scheduler.explaining.work import Work
from scheduler.objectives import term_of
from scheduler.pictures.wording import long_date
from scheduler.rules.conditional import breaches_of, statement_of

LEVELS_TAKE = 3
"""Times as long as one question: settling the levels of the objective."""

FindClash = Callable[[ExpandedProgramme, tuple[Rule, ...]], Clash | None]
"""Returns planning rules that cannot hold together with some wishes."""


def why_not_earlier(  # the wish, who answers and for how long
    programme: ExpandedProgramme,
    plan: Plan,
    target: str,
    day: date,
    work: Work,
    *,
    find_clash: FindClash | None = None,
) -> WishAnswer:
    """Return what it costs that an activity starts, or a service is live, by a day.

    `target` is an activity or a service, whose transfer is meant.

    Raises InputError for what is neither.
    """
    name, words = _target(programme, target, day)
    activity = programme.activities[name]
    wishes = (starts_by(name, day), *performing(activity, programme))
    granted = name in plan.placed and plan.placed[name].start <= day
    return _granting(
        programme,
        plan,
        words,
        wishes,
        work,
        granted=granted,
        find_clash=find_clash,
    )


def what_would_it_take(  # the wish, who answers and for how long
    programme: ExpandedProgramme,
    plan: Plan,
    target: str,
    by: date,
    work: Work,
    *,
    find_clash: FindClash | None = None,
) -> WishAnswer:
    """Return the price of a date in each level of the objective, or the clash that rules it out."""
    return why_not_earlier(programme, plan, target, by, work, find_clash=find_clash)


def why_not_option(  # the wish, who answers and for how long
    programme: ExpandedProgramme,
    plan: Plan,
    group: str,
    option: str,
    work: Work,
    *,
    find_clash: FindClash | None = None,
) -> WishAnswer:
    """Return what it costs that a service group takes a sourcing option, or that it does not fit.

    Raises InputError for a group or an option that the programme does not have.
    """
    known = programme.groups.get(group)
    found = next((o for o in known.options if o.id == option), None) if known else None
    if known is None or found is None:
        message = f"the programme has no service group {group!r} with an option {option!r}"
        raise InputError(message, group=group, option=option)
    words = f"{known.name or group} sourced by {found.name or option}"
    return _granting(
        programme,
        plan,
        words,
        (sourced(group, option),),
        work,
        granted=plan.options.get(group) == option,
        about="option",
        find_clash=find_clash,
    )


def _target(programme: ExpandedProgramme, target: str, day: date) -> tuple[str, str]:
    """Return the activity meant, and the wish in words."""
    if target in programme.activities:
        activity = programme.activities[target]
        return target, f"{activity.name or target} by {long_date(day)}"
    service = programme.services.get(target)
    transfer = programme.event_of(target, TRANSFER)
    if service is None or transfer is None:
        message = f"the programme has no activity and no service that transfers called {target!r}"
        raise InputError(message, target=target)
    return transfer, f"{service.name or target} live by {long_date(day)}"


def _granting(  # the wish, who answers and for how long
    programme: ExpandedProgramme,
    plan: Plan,
    words: str,
    wishes: tuple[Rule, ...],
    work: Work,
    *,
    granted: bool,
    about: Literal["date", "option"] = "date",
    find_clash: FindClash | None,
) -> WishAnswer:
    rules = tuple(statement_of(wish, programme) for wish in wishes)
    blank = WishAnswer(outcome="undecided", wish=words, rules=rules, about=about)
    if granted:
        return replace(blank, outcome="already", plan=plan)
    first = Question(
        programme=programme, wishes=wishes, near=plan, sure=work.confirm, seconds=work.seconds
    )
    any_plan = work.ask(first)
    if any_plan.finding == "none":
        clash = None if find_clash is None else find_clash(programme, wishes)
        return replace(blank, outcome="none", confirmed=any_plan.confirmed, clash=clash)
    levels = programme.document.objectives
    best = work.ask(
        Question(
            programme=programme,
            wishes=wishes,
            levels=levels,
            near=any_plan.plan or plan,
            seconds=LEVELS_TAKE * work.seconds,
        )
    )
    found = best.plan or any_plan.plan
    if found is None:
        return blank
    # A wish is a rule like any other: the plan is believed for what its check says.
    if any(True for wish in wishes for _ in breaches_of(wish, programme, found)):
        return blank
    proved = {level.key: level.proved for level in best.levels} if best.plan else {}
    prices = []
    for level in levels:
        term = term_of(level)
        prices.append(
            LevelPrice(
                name=level.key,
                unit=term.unit,
                maximise=term.maximise,
                here=term.measure(programme, plan),
                there=term.measure(programme, found),
                proved=proved.get(level.key, False),
            )
        )
    return replace(blank, outcome="plan", plan=found, prices=tuple(prices))

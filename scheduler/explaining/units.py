"""One unit more of what a programme is short of, each as a programme of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from scheduler.domain.calendars import ONE_DAY, DateSet
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.planning_rules import (
    AwardLimit,
    ChangeFreeze,
    ProviderLimit,
    RollingLimit,
    Rule,
    ScheduleContingency,
    TeamCapacity,
)
from scheduler.domain.programme import Programme
from scheduler.domain.resources import Team
from scheduler.domain.values import Basis, Window
from scheduler.rules.words import short_date

NEVER_GIVEN_UP: tuple[Basis, ...] = ("law", "technical")
ONE_PERSON = 100
ONE_WEEK = 7 * ONE_DAY
WORKING_WEEK = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """One unit of something, and the programme that has it."""

    kind: str
    """`team`, `freeze`, `meeting`, `contingency` or the kind of the limit that is raised."""
    subject: str
    """Id of the team, rule or date set."""
    words: str
    basis: Basis
    """Of the rule that gives way; law never does."""
    owner: str
    """Who may grant it."""
    programme: ExpandedProgramme


def units_of(programme: ExpandedProgramme) -> Iterator[Unit]:
    """Yield a unit of each team, freeze, limit, contingency and calendar of meetings.

    Rules of law and of technical need are left out, and soft ones: what they cost is told as
    concessions.
    """
    for rule in programme.document.rules:
        if rule.price is None and rule.basis not in NEVER_GIVEN_UP:
            yield from _units_of_rule(rule, programme)
    for date_set in programme.document.date_sets:
        if date_set.meeting:
            yield from _one_more_meeting(date_set, programme)


def _units_of_rule(rule: Rule, programme: ExpandedProgramme) -> Iterator[Unit]:
    match rule:
        case TeamCapacity():
            team = programme.teams[rule.team]
            words = f"one more person in {team.name or team.id}"
            yield _unit("team", rule, words, _with_team(programme, _larger(team)), team.id)
        case ChangeFreeze():
            yield from _shorter_freezes(rule, programme)
        case RollingLimit() | AwardLimit():
            words = f"{rule.id}: {rule.at_most + 1} instead of {rule.at_most}"
            more: Rule = replace(rule, at_most=rule.at_most + 1)
            yield _unit(rule.kind, rule, words, _with_rule(programme, more), rule.id)
        case ProviderLimit(at_most=int(most)):
            words = f"one more provider: {most + 1} instead of {most}"
            more = replace(rule, at_most=most + 1)
            yield _unit(rule.kind, rule, words, _with_rule(programme, more), rule.id)
        case ScheduleContingency() if rule.working_days >= WORKING_WEEK:
            words = f"{rule.id}: a week less of schedule contingency asked for"
            more = replace(rule, working_days=rule.working_days - WORKING_WEEK)
            yield _unit("contingency", rule, words, _with_rule(programme, more), rule.id)
        case _:
            return


def _shorter_freezes(rule: ChangeFreeze, programme: ExpandedProgramme) -> Iterator[Unit]:
    """Yield each window ending a week sooner, where anything is left of it."""
    for at, window in enumerate(rule.windows):
        shorter = _shorter(window)
        if shorter is not None:
            windows = (*rule.windows[:at], shorter, *rule.windows[at + 1 :])
            which = f" {window.name}" if window.name else ""
            words = f"{rule.id}{which}: over a week sooner, on {short_date(shorter.last)}"
            eased = _with_rule(programme, replace(rule, windows=windows))
            yield _unit("freeze", rule, words, eased, rule.id)


def _unit(kind: str, rule: Rule, words: str, document: Programme, subject: str) -> Unit:
    return Unit(
        kind=kind,
        subject=subject,
        words=words,
        basis=rule.basis,
        owner=rule.owner,
        programme=ExpandedProgramme(document),
    )


def _one_more_meeting(date_set: DateSet, programme: ExpandedProgramme) -> Iterator[Unit]:
    """Yield a meeting in the middle of the longest gap, on a day that is worked."""
    first, last = programme.document.plan_from, programme.document.contract.end_date
    days = sorted(day for day in date_set.dates if first <= day <= last)
    gaps = sorted(pairwise(days), key=lambda gap: (gap[0] - gap[1], gap[0]))
    if not gaps:
        return
    before, after = gaps[0]
    middle = before + (after - before) // 2
    while not programme.is_working(middle) and middle < after:
        middle += ONE_DAY
    if middle >= after:
        return
    more = replace(date_set, dates=tuple(sorted({*date_set.dates, middle})))
    sets = tuple(more if s.id == date_set.id else s for s in programme.document.date_sets)
    yield Unit(
        kind="meeting",
        subject=date_set.id,
        words=f"one more meeting of {date_set.name or date_set.id}, on {short_date(middle)}",
        basis="policy",
        owner="",
        programme=ExpandedProgramme(replace(programme.document, date_sets=sets)),
    )


def _larger(team: Team) -> Team:
    periods = (replace(p, hundredths=p.hundredths + ONE_PERSON) for p in team.capacity)
    return replace(team, capacity=tuple(periods))


def _with_team(programme: ExpandedProgramme, team: Team) -> Programme:
    teams = tuple(team if t.id == team.id else t for t in programme.document.teams)
    return replace(programme.document, teams=teams)


def _with_rule(programme: ExpandedProgramme, rule: Rule) -> Programme:
    rules: Sequence[Rule] = programme.document.rules
    return replace(programme.document, rules=tuple(rule if r.id == rule.id else r for r in rules))


def _shorter(window: Window) -> Window | None:
    """Return a window that ends a week sooner; None when nothing would be left of it."""
    last: date = window.last - ONE_WEEK
    return replace(window, last=last) if last >= window.first else None

"""What may go wrong, from what the programme has: the five things to look at first.

Likelihood and impact are the council's to score; nothing here invents them. One of each sort comes
first, so that no sort hides the others.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest
from typing import Any

from scheduler.analysis.measures import (
    change_load_caps,
    peak_weeks,
    unconfirmed_assumptions,
    unconfirmed_rules,
)
from scheduler.domain.planning_rules import Rule
from scheduler.domain.risks import RiskEffect
from scheduler.explaining.readers import rules_speaking
from scheduler.papers.chances import ScheduleRisk, risk_words
from scheduler.papers.paper import Table
from scheduler.papers.subject import Subject
from scheduler.pictures.assumption_contents import effect_words
from scheduler.pictures.contents import NOTHING
from scheduler.pictures.headline import accepted_late
from scheduler.pictures.team_weeks import team_weeks
from scheduler.pictures.wording import counted, short_date
from scheduler.rules import kind_of

MOST = 5
LIKELY_ENOUGH = 0.8
"""Below this probability of being in time it is a risk to be told."""
_NAMED = 3
_EFFECTS: Mapping[RiskEffect, str] = {
    "longer": "work takes longer",
    "missed": "a date is missed",
    "repeat": "something is done again",
}
MOST_CRITICAL = 5
"""A statutory payment, or an outage of the whole estate."""
NEARLY_FULL = 85
"""Per cent of a cap from which a peak is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Concern:
    """Something that may go wrong."""

    what: str
    why: str
    owner: str


def concerns(
    subject: Subject,
    *,
    risk: ScheduleRisk | None = None,
    assumptions: Mapping[str, Any] | None = None,
) -> tuple[Concern, ...]:
    """Return the first concerns; `assumptions` is the document of `phased-exit assumptions`."""
    sorts = (
        _of_chance(subject, risk),
        _of_register(subject),
        _of_options(subject),
        _of_assumptions(subject, assumptions),
        _of_late_acceptance(subject),
        _of_rules(subject),
        _of_teams(subject),
        _of_load(subject),
    )
    found = [one for round_ in zip_longest(*sorts) for one in round_ if one is not None]
    return tuple(found[:MOST])


def concerns_table(found: tuple[Concern, ...], subject: Subject) -> Table:
    """Return the concerns as a table."""
    options = (o for group in subject.document.service_groups for o in group.options)
    scored = bool(subject.document.risks) or any(option.risk for option in options)
    return Table(
        caption="What to look at first",
        header=("Risk", "Why it is here", "Owner"),
        rows=tuple((one.what, one.why, one.owner or NOTHING) for one in found),
        note=""
        if scored
        else "The programme holds no scores of likelihood and impact: the order is by sort, not by "
        "weight.",
    )


def _of_chance(subject: Subject, risk: ScheduleRisk | None) -> Iterator[Concern]:
    if risk is None:
        return
    document, services = subject.document, subject.programme.services
    end, never = document.contract.end_date, date.max
    reached = [(day or never, name) for name, day in risk.p80.items() if name in services]
    late = sorted(
        (one for one in reached if one[0] > end), key=lambda one: (-one[0].toordinal(), one[1])
    )
    settled = sorted(
        (day or never, name) for name, (day, _) in risk.accepted_late.items() if name in services
    )[::-1]
    if risk.probability >= LIKELY_ENOUGH and not late and not settled:
        return

    def told(found: list[tuple[date, str]]) -> str:
        named = [
            f"{services[name].name or name} "
            + (
                f"after {short_date(document.plan_until)}"
                if at == never
                else f"by {short_date(at)}"
            )
            for at, name in found[:_NAMED]
        ]
        more = f" and {len(found) - _NAMED} more" if len(found) > _NAMED else ""
        return f"{', '.join(named)}{more}."

    when = f" Out in four cases of five only: {told(late)}" if late else ""
    if settled:
        when += f" Accepted in four cases of five, too late: {told(settled)}"
    yield Concern(
        what="Not every service is in time.",
        why=f"{risk_words(risk)}{when}",
        owner="Programme board",
    )


def _of_register(subject: Subject) -> Iterator[Concern]:
    """Yield what the programme itself says may happen, the likeliest first."""
    for one in sorted(subject.document.risks, key=lambda one: (-one.probability_percent, one.id)):
        yield Concern(
            what=one.name or one.id,
            why=f"{one.probability_percent:g} % likely; {_EFFECTS[one.effect]}. "
            f"{one.mitigation}".strip(),
            owner=one.owner,
        )


def _of_options(subject: Subject) -> Iterator[Concern]:
    chosen = [
        (option.risk, group.name or group.id, option)
        for group in subject.document.service_groups
        for option in group.options
        if option.risk and option.id == subject.plan.options.get(group.id)
    ]
    for points, group, option in sorted(chosen, key=lambda one: (-one[0], one[1])):
        yield Concern(
            what=f"{group}: {option.name or option.id}.",
            why=f"{counted(points, 'point')} in the council's risk register. "
            f"{option.consequences}".strip(),
            owner="",
        )


def _of_assumptions(subject: Subject, ranking: Mapping[str, Any] | None) -> Iterator[Concern]:
    if subject.is_public:
        count, rules = (f(subject.document) for f in (unconfirmed_assumptions, unconfirmed_rules))
        if count or rules:
            yield Concern(
                what="What the plan rests on may turn out otherwise.",
                why=f"Unconfirmed: {counted(count, 'assumption')} and "
                f"{counted(rules, 'planning rule')}.",
                owner="Programme board",
            )
        return
    if ranking is not None:
        for row in ranking.get("assumptions", ()):
            if row["effect"] in {"no plan", "worse"}:
                yield Concern(what=row["words"], why=effect_words(row), owner=row["owner"])
    still_open = [one for one in subject.document.assumptions if not one.confirmed]
    for one in sorted(still_open, key=lambda one: one.confirm_by or date.max):
        yield Concern(
            what=one.text, why=_unconfirmed(one.confirm_by, subject.as_of), owner=one.owner
        )


def _unconfirmed(by: date | None, today: date) -> str:
    if by is None:
        return "Assumed, with no day set to confirm it."
    late = (today - by).days
    if late > 0:
        return f"Assumed; was to be confirmed by {short_date(by)}, {counted(late, 'day')} ago."
    return f"Assumed; to be confirmed by {short_date(by)}."


def _of_late_acceptance(subject: Subject) -> Iterator[Concern]:
    late = accepted_late(subject.programme, subject.plan)
    if late:
        yield Concern(
            what="The incumbent is gone before every service is accepted.",
            why=late,
            owner="Programme board",
        )


def _of_rules(subject: Subject) -> Iterator[Concern]:
    """Yield unconfirmed planning rules, those first that bear on most critical dates."""
    if subject.is_public or subject.whole_plan is None:
        return
    first: dict[str, Rule] = {}
    bears_on: defaultdict[str, set[str]] = defaultdict(set)
    # What places each activity is no rule of anybody's, and is the longest check of a large plan.
    speaking = rules_speaking(subject.programme, subject.plan, without=("placement",))
    for rule in subject.programme.document.rules:
        # Policy is the council's own to say; what rests on anything else may turn out otherwise.
        if rule.confirmed is False and rule.basis != "policy" and speaking.reads.get(rule.id):
            template = rule.id.partition(".")[0]
            first.setdefault(template, rule)
            bears_on[template] |= speaking.reads[rule.id]
    critical = {
        template: sum(_is_critical(name, subject) for name in names)
        for template, names in bears_on.items()
    }
    for name in sorted(first, key=lambda name: (-critical[name], -len(bears_on[name]), name)):
        rule = first[name]
        # Of a rule written for many services the reason says more than the words for one of them.
        of_one = kind_of(rule).statement(rule, subject.programme)
        yield Concern(
            what=of_one if rule.id == name else rule.reason or of_one,
            why="A planning rule that nobody has confirmed; it bears on "
            f"{counted(len(bears_on[name]), 'date')} of this plan, {critical[name]:,} of them of "
            f"services of criticality {MOST_CRITICAL}.",
            owner=rule.owner,
        )


def _is_critical(activity: str, subject: Subject) -> bool:
    service = subject.programme.activities[activity].service
    return service is not None and (
        subject.programme.services[service].criticality == MOST_CRITICAL
    )


def _of_teams(subject: Subject) -> Iterator[Concern]:
    if subject.is_public or not subject.has_plan:
        return
    full = []
    for team, weeks in team_weeks(subject.programme, subject.plan).items():
        used = sum(week.asked >= week.there for week in weeks)
        if used:
            name = subject.programme.teams[team].name or team
            full.append(
                (-used, name, f"In {used:,} of {counted(len(weeks), 'week')} with work for it.")
            )
    for _, name, why in sorted(full):
        yield Concern(what=f"{name}: nobody to spare.", why=why, owner="")


def _of_load(subject: Subject) -> Iterator[Concern]:
    caps = change_load_caps(subject.programme, subject.plan)
    near = []
    for group, peak in peak_weeks(subject.programme, subject.plan).items():
        cap = caps.get(group)
        if cap and 100 * peak.points >= NEARLY_FULL * cap:
            declared = subject.programme.user_groups[group]
            near.append((-peak.points / cap, declared.name or group, peak, cap))
    for _, name, peak, cap in sorted(near, key=lambda one: one[:2]):
        yield Concern(
            what=f"{name}: much change at once.",
            why=f"{peak.points:,} of {cap:,} load points in the week of {short_date(peak.monday)}.",
            owner="",
        )

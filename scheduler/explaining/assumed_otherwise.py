"""Every unconfirmed assumption that rules or numbers carry, with the programme if it is otherwise.

Nothing else of the programme changes. What only words tell is listed as what cannot be tested.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from scheduler.domain.activities import CHARGES_STOP, Mode, Selection
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.planning_rules import DateLimit, PartialTermination, Precedence, Rule
from scheduler.domain.programme import Programme
from scheduler.domain.values import DurationCase, ThreePoint
from scheduler.rules.conditional import statement_of

Kind = Literal["rule", "durations", "contract"]
NOT_UNTIL_THE_END = "assumed-no-partial-exit"
NOTHING_DEPENDS = "Nothing in the programme depends on it."
WAYS: Mapping[DurationCase, str] = {"max": "maximum", "min": "minimum", "likely": "likely value"}
NOT_SAID = frozenset(("", "unknown"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Otherwise:
    """One assumption, and the programme if it is not so."""

    kind: Kind
    subject: str
    """A template of rules, a driver or kind of activity, a term of the contract."""
    words: str
    """What is otherwise."""
    statement: str
    """What is assumed."""
    owner: str
    count: int
    """How many rules or durations it is about."""
    programme: ExpandedProgramme


@dataclass(frozen=True, slots=True, kw_only=True)
class Untestable:
    """An assumption of which no rule and no number of the programme would change."""

    kind: Literal["assumption", "contract term", "contract"]
    subject: str
    statement: str
    owner: str
    why: str = NOTHING_DEPENDS


def assumed_otherwise(programme: ExpandedProgramme) -> Iterator[Otherwise]:
    """Yield what could be worse first: terms of the contract, durations; then rules left out.

    An assumption of the list with the id of a template, driver or kind is told in its own words.
    """
    told = {one.id: one for one in programme.document.assumptions if not one.confirmed}
    for other in (*_contract(programme), *_durations(programme), *_rules(programme)):
        listed = told.get(other.subject)
        if listed is None:
            yield other
        else:
            owner = other.owner or listed.owner
            yield replace(other, statement=listed.text, owner=owner)


def untestable(programme: ExpandedProgramme) -> tuple[Untestable, ...]:
    """Return the unconfirmed assumptions that are words alone."""
    document = programme.document
    contract, tested = document.contract, {other.subject for other in assumed_otherwise(programme)}
    found = [
        Untestable(kind="contract term", subject=term.id, statement=term.text, owner=term.owner)
        for term in contract.terms
        if not term.known
    ]
    if contract.partial_exit == "unknown" and "partial exit" not in tested:
        words = "Whether services may leave one by one."
        found.append(_of_contract("partial exit", words))
    if contract.notice_calendar_days is None and "notice" not in tested:
        found.append(_of_contract("notice", "How much notice a partial termination needs."))
    if contract.termination_assistance.strip().lower() in NOT_SAID:
        words = "Which help the incumbent owes, and for how long."
        found.append(_of_contract("termination assistance", words))
    found += [
        Untestable(
            kind="assumption",
            subject=one.id,
            statement=one.text,
            owner=one.owner,
            why="It is told in words alone: no rule or number names it.",
        )
        for one in document.assumptions
        if not one.confirmed and one.id not in tested
    ]
    return tuple(found)


def _of_contract(subject: str, words: str) -> Untestable:
    return Untestable(kind="contract", subject=subject, statement=words, owner="")


def _rules(programme: ExpandedProgramme) -> Iterator[Otherwise]:
    """Yield the programme without the rules of each template that nobody has confirmed."""
    groups: dict[str, list[Rule]] = {}
    for rule in programme.document.rules:
        if rule.confirmed is False:
            groups.setdefault(rule.id.partition(".")[0], []).append(rule)
    for template, rules in groups.items():
        left_out = {rule.id for rule in rules}
        kept = tuple(r for r in programme.document.rules if r.id not in left_out)
        more = f", {len(rules)} planning rules" if len(rules) > 1 else ""
        yield Otherwise(
            kind="rule",
            subject=template,
            words=f"{template} left out{more}",
            statement=statement_of(rules[0], programme),
            owner=rules[0].owner,
            count=len(rules),
            programme=_with(programme, rules=kept),
        )


def _durations(programme: ExpandedProgramme) -> Iterator[Otherwise]:
    """Yield each group of uncertain durations at its worst, then each at its best."""
    groups: defaultdict[str, int] = defaultdict(int)
    for activity in programme.document.activities:
        for mode in activity.modes:
            group = _group_of(mode, activity.kind)
            if group is not None:
                groups[group] += 1
    names = {driver.id: driver.name for driver in programme.document.drivers}
    case = programme.document.durations
    cases: tuple[DurationCase, ...] = ("max", "min")
    for way in (way for way in cases if way != case):
        for group, count in groups.items():
            word = "duration" if count == 1 else "durations"
            title = names.get(group) or group.replace("_", " ")
            yield Otherwise(
                kind="durations",
                subject=group,
                words=f"{title}: {count} {word} at the {WAYS[way]}",
                statement=f"{title}: {count} {word} at the {WAYS[case]}",
                owner="",
                count=count,
                programme=_with_durations(programme, group, way),
            )


def _group_of(mode: Mode, kind: str) -> str | None:
    """Return the driver or the kind that an uncertain duration is grouped by."""
    duration = mode.duration
    if duration is None or duration.min == duration.max:
        return None
    return duration.driver or kind


def _with_durations(
    programme: ExpandedProgramme, group: str, way: DurationCase
) -> ExpandedProgramme:
    def at(mode: Mode, kind: str) -> Mode:
        if mode.duration is None or _group_of(mode, kind) != group:
            return mode
        return replace(mode, duration=_fixed(mode.duration, way))

    activities = tuple(
        replace(activity, modes=tuple(at(mode, activity.kind) for mode in activity.modes))
        for activity in programme.document.activities
    )
    return ExpandedProgramme(replace(programme.document, activities=activities))


def _fixed(duration: ThreePoint, way: DurationCase) -> ThreePoint:
    value = duration.case(way)
    return replace(duration, min=value, likely=value, max=value)


def _contract(programme: ExpandedProgramme) -> Iterator[Otherwise]:
    document = programme.document
    stops = tuple(
        event
        for service in programme.services
        if (event := programme.event_of(service, CHARGES_STOP)) is not None
    )
    if document.contract.partial_exit == "unknown" and stops:
        yield _without_partial_exit(programme, stops)
    notices = [r for r in document.rules if isinstance(r, PartialTermination)]
    unknown = document.contract.notice_calendar_days is None
    if notices and (unknown or any(rule.confirmed is False for rule in notices)):
        yield _with_notice(programme, notices, twice=True)
        yield _with_notice(programme, notices, twice=False)


def _without_partial_exit(programme: ExpandedProgramme, stops: tuple[str, ...]) -> Otherwise:
    """Return the programme in which every service is charged for to the end of the contract.

    What asks for notice of a partial termination, or for charges that stop soon, then means
    nothing and is left out. Other rules that reckon from the day on which charges stop, such as
    those on knowledge transfer, hold as they are written.
    """
    document = programme.document
    end = DateLimit(
        id=NOT_UNTIL_THE_END,
        basis="contract",
        activities=Selection(activities=stops),
        start_not_before=document.contract.end_date,
    )
    rules: list[Rule] = [end]
    for rule in document.rules:
        if isinstance(rule, PartialTermination):
            continue
        if isinstance(rule, Precedence) and rule.after in stops and rule.max_lag is not None:
            if rule.min_lag is not None:
                rules.append(replace(rule, max_lag=None))
            continue
        rules.append(rule)
    return Otherwise(
        kind="contract",
        subject="partial exit",
        words="services may not leave one by one: all charges go on to the end of the contract",
        statement="Services may leave one by one before the end of the contract.",
        owner="",
        count=len(stops),
        programme=_with(programme, rules=tuple(rules)),
    )


def _with_notice(
    programme: ExpandedProgramme, notices: Sequence[PartialTermination], *, twice: bool
) -> Otherwise:
    def changed(rule: Rule) -> Rule:
        if not isinstance(rule, PartialTermination):
            return rule
        least, most = rule.least_calendar_days, rule.most_calendar_days
        if not twice:
            return replace(rule, least_calendar_days=least // 2)
        # Work under notice may last as much longer, or the two limits could exclude each other.
        longest = None if most is None else most + least
        return replace(rule, least_calendar_days=2 * least, most_calendar_days=longest)

    longest = max(rule.least_calendar_days for rule in notices)
    other = 2 * longest if twice else longest // 2
    return Otherwise(
        kind="contract",
        subject="notice",
        words=f"{other:,} calendar days of notice instead of {longest:,}",
        statement=f"A partial termination needs {longest:,} calendar days of notice.",
        owner=notices[0].owner,
        count=len(notices),
        programme=_with(programme, rules=tuple(map(changed, programme.document.rules))),
    )


def _with(programme: ExpandedProgramme, *, rules: tuple[Rule, ...]) -> ExpandedProgramme:
    document: Programme = replace(programme.document, rules=rules)
    return ExpandedProgramme(document)

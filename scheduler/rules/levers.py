"""The levers of a programme: how far each hard rule could give way, at what price, by whose leave.

A lever is a list of rungs; each rung allows every plan that the one before allows. Law and
technical need have none, nor has what a plan is; the contract end is never moved.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise, takewhile

from scheduler.domain.adjustments import Adjustment, ExtraCapacity, SpecialMeeting, Unfrozen, Waived
from scheduler.domain.calendars import ONE_DAY, DateSet
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.planning_rules import PlanningRule
from scheduler.domain.values import Basis, EasingPrice
from scheduler.expansion.adjustments import adjusted
from scheduler.rules import kind_of
from scheduler.rules.conditional import statement_of
from scheduler.rules.easing import Move, Step, field_steps
from scheduler.rules.words import listed, short_date

POINTS: Mapping[Basis, int] = {"estimate": 2, "policy": 3, "contract": 1_000}
"""Of a rung, times its number, where no price is entered. Law and technical need have no price."""
WHOLE_PERSON = 100
OWNERS: Mapping[Basis, str] = {
    "estimate": "programme manager",
    "policy": "programme board",
    "contract": "contract manager, with the supplier",
}
"""Who may grant it where the rule names nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """How far a lever is moved."""

    adjustments: tuple[Adjustment, ...]
    points: int
    """Of the whole way from the start to here; more than of the rung before, or as much."""
    before: str
    """What holds at the start."""
    after: str
    """What holds here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lever:
    """One way in which a programme could give way, rung by rung."""

    id: str
    rule: str
    """The planning rule, or the date set of meetings."""
    basis: Basis
    owner: str
    rungs: tuple[Rung, ...]


def levers_of(programme: ExpandedProgramme) -> tuple[Lever, ...]:
    """Return every lever that a programme has, in the order of its rules.

    The programme must have passed validation. What somebody has refused is not offered again, nor
    what goes further in the same way.
    """
    refused = {_unnamed(adjustment) for adjustment in programme.document.adjustments}
    once: dict[str, Lever] = {}
    for whole in (*_of_rules(programme), *_of_meetings(programme)):
        lever = _allowed(whole, refused)
        if not lever.rungs:
            continue
        # Two rules may read one team or budget: it is given more once.
        key = repr([_unnamed(a) for a in lever.rungs[0].adjustments])
        once.setdefault(key, lever)
    return tuple(once.values())


def _allowed(lever: Lever, refused: set[tuple[object, ...]]) -> Lever:
    """Return the lever up to the first rung that somebody has refused a part of."""
    rungs = takewhile(lambda rung: not refused & set(map(_unnamed, rung.adjustments)), lever.rungs)
    return replace(lever, rungs=tuple(rungs))


def _unnamed(adjustment: Adjustment) -> tuple[object, ...]:
    skipped: tuple[str, ...] = ("id", "owner", "reason", "granted", "points")
    if isinstance(adjustment, ExtraCapacity):
        # When the people come depends on the plan they were asked for.
        skipped = (*skipped, "first", "last")
    names = (name for name in type(adjustment).__dataclass_fields__ if name not in skipped)
    return tuple(getattr(adjustment, name) for name in names)


def _of_rules(programme: ExpandedProgramme) -> Iterator[Lever]:
    for rule in programme.document.rules:
        if rule.price is not None or rule.basis not in POINTS:
            continue
        for move in moves_of(rule, programme):
            rungs = tuple(_rungs(rule.basis, rule.easing, move))
            if rungs:
                name = f"{rule.id}:{move.of}" if move.of else rule.id
                owner = rule.owner or OWNERS[rule.basis]
                yield Lever(id=name, rule=rule.id, basis=rule.basis, owner=owner, rungs=rungs)


def moves_of(rule: PlanningRule, programme: ExpandedProgramme) -> Iterator[Move]:
    """Yield the moves that the kind of a rule offers for it."""
    easing = kind_of(rule).easing
    if easing.moves is not None:
        yield from easing.moves(rule, programme)
        return
    steps = list(field_steps(easing, rule, programme))
    if easing.waived(rule, programme):
        amount = 2 * steps[-1].amount if steps else 1
        given_up = (Waived(id=f"{rule.id}.waived", rule=rule.id),)
        before = statement_of(rule, programme)
        steps.append(Step(amount=amount, adjustments=given_up, before=before, after="given up"))
    if steps:
        yield Move(steps=tuple(steps))


def _rungs(basis: Basis, price: EasingPrice | None, move: Move) -> Iterator[Rung]:
    for number, step in enumerate(move.steps, start=1):
        if price is None:
            points = POINTS[basis] * number
        elif price.most is not None and step.amount > price.most:
            return
        elif price.per == "unit":
            points = math.ceil(price.points * step.amount)
        else:
            points = price.points
        yield Rung(
            adjustments=step.adjustments, points=points, before=step.before, after=step.after
        )


def _of_meetings(programme: ExpandedProgramme) -> Iterator[Lever]:
    """Yield special meetings half-way between the regular ones."""
    used = {activity.dates for activity in programme.document.activities}
    for meetings in programme.document.date_sets:
        if not meetings.meeting or meetings.id not in used:
            continue
        between = tuple(_half_way(meetings, programme))
        if between:
            step = Step(
                amount=1,
                adjustments=tuple(
                    SpecialMeeting(id=f"{meetings.id}.{day}", dates=meetings.id, on=day)
                    for day in between
                ),
                before=f"only regular meetings of {meetings.name or meetings.id}",
                after="a special meeting between two regular ones",
            )
            yield Lever(
                id=f"meetings:{meetings.id}",
                rule=meetings.id,
                basis="policy",
                owner=OWNERS["policy"],
                rungs=tuple(_rungs("policy", None, Move(steps=(step,)))),
            )


def _half_way(meetings: DateSet, programme: ExpandedProgramme) -> Iterator[date]:
    document = programme.document
    held = [day for day in meetings.dates if document.plan_from <= day <= document.plan_until]
    for one, other in pairwise(held):
        day = one + ONE_DAY * ((other - one).days // 2)
        while day < other and not programme.is_working(day):
            day += ONE_DAY
        if one < day < other:
            yield day


def words_of(lever: Lever, rung: Rung, programme: ExpandedProgramme) -> str:
    """Say a change in planners' words, by what holds afterwards."""
    rules = {rule.id: rule for rule in programme.document.rules}
    rule = rules.get(lever.rule)
    given_up = any(isinstance(adjustment, Waived) for adjustment in rung.adjustments)
    if rule is not None and given_up:
        return f"Given up: {statement_of(rule, programme)}"
    told = [_own_words(adjustment, programme) for adjustment in rung.adjustments]
    if rule is None or all(told):
        return f"{_capital('; '.join(dict.fromkeys(told)))}."
    after = adjusted(programme, rung.adjustments)
    left = next((r for r in after.document.rules if r.id == lever.rule), rule)
    if left == rule:
        return f"{_capital(rung.after)}. Before: {rung.before}"
    return f"{statement_of(left, after)} Before: {rung.before}."


def _own_words(adjustment: Adjustment, programme: ExpandedProgramme) -> str:
    """Say an adjustment that is not told by its rule as it reads afterwards; else nothing."""
    match adjustment:
        case ExtraCapacity():
            team = programme.teams[adjustment.team]
            people = f"{adjustment.hundredths / 100:g}"
            noun = "person" if adjustment.hundredths == WHOLE_PERSON else "people"
            return f"{team.name or team.id}: {people} {noun} more {_span(adjustment)}"
        case Unfrozen():
            who = listed(adjustment.activities, programme)
            return f"change freeze {adjustment.rule}: open {_span(adjustment)} for {who}"
        case SpecialMeeting():
            return f"{adjustment.dates}: a special meeting on {short_date(adjustment.on)}"
        case _:
            return ""


def _span(adjustment: ExtraCapacity | Unfrozen) -> str:
    return f"from {short_date(adjustment.first)} to {short_date(adjustment.last)}"


def _capital(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"

"""A position of the levers as a recovery option: what changes, in words, no more than is needed."""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from scheduler.answers import Change, RecoveryOption
from scheduler.domain.adjustments import Adjustment, ExtraCapacity
from scheduler.domain.calendars import ONE_DAY
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.domain.planning_rules import ChangeFreeze, FallbackSlot, Rule
from scheduler.domain.programme import Programme
from scheduler.expansion.adjustments import adjusted
from scheduler.explaining.panel import Panel, Position
from scheduler.rules.levers import Lever, words_of
from scheduler.verification.verify import verify


def option_at(
    panel: Panel,
    position: Position,
    plan: Plan,
    *,
    cheapest: bool,
    irreducible: bool,
    until: float = math.inf,
) -> RecoveryOption:
    """Return the option of a position, its parts cut to what the plan needs.

    After `until`, by the clock of `time.monotonic`, no more is cut.
    """
    programme = panel.programme
    needed = needed_of(programme, panel.adjustments(position), plan, until)
    changes = tuple(
        _change(programme, panel.levers[lever], rung, needed)
        for lever, rung in sorted(
            position.items(), key=lambda item: panel.cost(*item), reverse=True
        )
    )
    contract, others, _ = panel.price(position)
    return RecoveryOption(
        changes=changes,
        price=contract + others,
        contract_points=contract,
        checked=verify(adjusted(programme, needed), plan).holds,
        cheapest_proved=cheapest,
        irreducible_proved=irreducible,
        plan=plan,
    )


def needed_of(
    programme: ExpandedProgramme,
    adjustments: Sequence[Adjustment],
    plan: Plan,
    until: float = math.inf,
) -> tuple[Adjustment, ...]:
    """Return the parts of adjustments that a plan needs, further people only while they work.

    Rules that the plan meets without any are not looked at: none of them is met any less.
    """
    broken = {violation.rule for violation in verify(programme, plan).violations}
    document = programme.document
    some = tuple(rule for rule in document.rules if rule.id in broken or _reads_rules(rule))
    about = ExpandedProgramme(replace(document, rules=some))
    needed = list(adjustments)
    for part in adjustments:
        if time.monotonic() > until:
            return tuple(needed)
        without = [a for a in needed if a is not part]
        if verify(adjusted(about, without), plan).holds:
            needed = without
    for place, part in enumerate(needed):
        if isinstance(part, ExtraCapacity) and time.monotonic() < until:
            needed[place] = _while_needed(about, needed, part, plan)
    return tuple(needed)


def _reads_rules(rule: Rule) -> bool:
    """Tell whether what a rule asks for depends on other rules, or is one of those."""
    return isinstance(rule, FallbackSlot | ChangeFreeze)


def _while_needed(
    programme: ExpandedProgramme, all_: Sequence[Adjustment], extra: ExtraCapacity, plan: Plan
) -> ExtraCapacity:
    """Return the further people from the first day that the plan needs them to the last."""

    def holds(first: date, last: date) -> bool:
        cut = replace(extra, first=first, last=last)
        tried = [cut if a is extra else a for a in all_]
        return verify(adjusted(programme, tried), plan).holds

    days = (extra.last - extra.first).days
    low, high = 0, days
    while low < high:
        middle = (low + high + 1) // 2
        if holds(extra.first + ONE_DAY * middle, extra.last):
            low = middle
        else:
            high = middle - 1
    first = extra.first + ONE_DAY * low
    low, high = 0, (extra.last - first).days
    while low < high:
        middle = (low + high) // 2
        if holds(first, first + ONE_DAY * middle):
            high = middle
        else:
            low = middle + 1
    return replace(extra, first=first, last=first + ONE_DAY * low)


def _change(
    programme: ExpandedProgramme, lever: Lever, rung: int, needed: Sequence[Adjustment]
) -> Change:
    moved = lever.rungs[rung - 1]
    names = {adjustment.id for adjustment in moved.adjustments}
    own = tuple(a for a in needed if a.id in names)
    words = words_of(lever, replace(moved, adjustments=own), programme)
    points = _shares(moved.points, len(own))
    return Change(
        rule=lever.rule,
        before=moved.before,
        after=moved.after,
        owner=lever.owner,
        basis=lever.basis,
        price=moved.points,
        words=words,
        adjustments=tuple(
            replace(a, id=_free_id(a, programme.document), owner=lever.owner, points=share)
            for a, share in zip(own, points, strict=True)
        ),
    )


def _shares(points: int, among: int) -> list[int]:
    """Return the points of a change, all on its first adjustment."""
    return [points, *([0] * (among - 1))][:among]


def _free_id(adjustment: Adjustment, document: Programme) -> str:
    """Return an id that no adjustment of the programme has."""
    taken = {a.id for a in document.adjustments}
    name = adjustment.id[:150]
    number = 2
    while name in taken:
        name = f"{adjustment.id[:150]}-{number}"
        number += 1
    return name

"""Change freeze: a time when nothing of a kind may begin.

Rule    first day not in any window, whose days are included.
Units   activities that start in a window.
Source  Change calendars: ITIL change enablement, change schedule.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from scheduler.domain.adjustments import Unfrozen
from scheduler.domain.calendars import ONE_DAY
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.domain.planning_rules import ChangeFreeze
from scheduler.domain.values import Window
from scheduler.rules.easing import Easing, Move, Step
from scheduler.rules.rule import Breach, RuleKind
from scheduler.rules.words import counted, listed, short_date

if TYPE_CHECKING:
    from scheduler.model.enforcement import Enforcement
    from scheduler.model.model_build import ModelBuild


def statement(rule: ChangeFreeze, programme: ExpandedProgramme) -> str:
    """Say the rule."""
    spans = "; ".join(
        f"{w.name + ': ' if w.name else ''}{short_date(w.first)} to {short_date(w.last)}"
        for w in rule.windows
    )
    who = listed(rule.activities.activities, programme)
    return f"No start in the change freeze ({spans}) for {who}."


def check(rule: ChangeFreeze, programme: ExpandedProgramme, plan: Plan) -> Iterator[Breach]:
    """Look for each start in each window."""
    for name in rule.activities.activities:
        placed = plan.placed.get(name)
        if placed is None:
            continue
        for window in rule.windows:
            if window.first <= placed.start <= window.last:
                outside = f"not {window.first} to {window.last}"
                yield Breach(activities=(name,), measured=placed.start, allowed=outside)
                break


def post(rule: ChangeFreeze, build: ModelBuild, by: Enforcement) -> None:
    """Bar the frozen dates."""
    for name in rule.activities.activities:
        build.forbid_start(
            name, lambda d: any(window.holds(d) for window in rule.windows), by.for_item()
        )


WEEKS_AT_EITHER_END = (1, 2, 4)


def _moves(rule: ChangeFreeze, programme: ExpandedProgramme) -> Iterator[Move]:
    """Shorten the windows for one service at a time, at either end, until it is exempt."""
    by_service: defaultdict[str, list[str]] = defaultdict(list)
    for name in rule.activities.activities:
        by_service[programme.activities[name].service or name].append(name)
    for service, names in by_service.items():
        steps: list[Step] = []
        for weeks in (*WEEKS_AT_EITHER_END, None):
            opened = [days for window in rule.windows for days in _ends(window, weeks)]
            changes = tuple(
                Unfrozen(
                    id=f"{rule.id}.{service}.{number}",
                    rule=rule.id,
                    activities=tuple(names),
                    first=first,
                    last=last,
                )
                for number, (first, last) in enumerate(opened, 1)
            )
            if steps and steps[-1].adjustments == changes:
                continue
            shorter = "does not hold" if weeks is None else f"is {counted(weeks, 'week')} shorter"
            steps.append(
                Step(
                    amount=2 * WEEKS_AT_EITHER_END[-1] if weeks is None else weeks,
                    adjustments=changes,
                    before=statement(rule, programme),
                    after=f"the freeze {shorter} for {service}",
                )
            )
        yield Move(of=service, steps=tuple(steps))


def _ends(window: Window, weeks: int | None) -> Iterator[tuple[date, date]]:
    """Yield what is opened of a window: so many weeks at either end, or all of it."""
    days = ONE_DAY * 7 * (weeks or 0)
    if weeks is None or window.first + 2 * days > window.last:
        yield window.first, window.last
    else:
        yield window.first, window.first + days - ONE_DAY
        yield window.last - days + ONE_DAY, window.last


RULE = RuleKind(
    declares=ChangeFreeze,
    statement=statement,
    check=check,
    post=post,
    unit="activity",
    easing=Easing(moves=_moves),
)

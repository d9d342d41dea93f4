"""The chain from an activity back to the first cause of its date."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from scheduler.analysis.holding import Chain, Ending, Link, Reason
from scheduler.domain.plan import Plan

_CIRCLE: Ending = "circle"
ReasonsOf = Callable[[str], tuple[Reason, ...]]


def chain_to(name: str, plan: Plan, reasons_of: ReasonsOf, reasons_together: ReasonsOf) -> Chain:
    """Return the activities of which each holds the next, up to one.

    Of the reasons that name other activities the one is followed whose activity finishes last;
    those that an activity waits for before those that are merely bound to it. The chain begins with
    an activity that nothing but a date, a calendar, a meeting or the objective holds. Where it
    comes round to activities that are bound to one another, it goes on with what holds them all.
    """
    backwards: list[tuple[str, Reason | None]] = []
    seen = {name}
    here, ending = name, _CIRCLE
    while True:
        reasons = reasons_of(here)
        onward = _onward(here, reasons, plan, seen, reasons_of)
        if onward is None and not any(_alone(reason) for reason in reasons):
            reasons = reasons_together(here) or reasons
            onward = _onward(here, reasons, plan, seen, reasons_of)
        if onward is None:
            end, ending = _end(reasons)
            backwards.append((here, end))
            break
        reason, before = onward
        backwards.append((here, reason))
        seen.add(before)
        here = before
    if ending == "circle":
        backwards, ending = _cut(backwards, reasons_of)
    links = tuple(
        Link(
            activity=each,
            start=plan.placed[each].start,
            finish=plan.placed[each].finish,
            reason=reason,
        )
        for each, reason in reversed(backwards)
    )
    return Chain(links=links, ending=ending)


def _onward(
    here: str,
    reasons: Iterable[Reason],
    plan: Plan,
    seen: set[str],
    reasons_of: ReasonsOf,
) -> tuple[Reason, str] | None:
    """Return the reason to follow with the activity it leads to; not to what waits for this one."""
    steps = [
        (not reason.comes_along, plan.placed[other].finish, other, reason)
        for reason in reasons
        for other in reason.other
        if other not in seen and not (reason.comes_along and waits_for(other, here, reasons_of))
    ]
    if not steps:
        return None
    _, _, other, reason = max(steps, key=lambda step: step[:3])
    return reason, other


def waits_for(name: str, other: str, reasons_of: ReasonsOf) -> bool:
    """Tell whether an activity is no earlier because of another, and not merely bound to it."""
    return any(other in r.other and not r.comes_along for r in reasons_of(name))


def _end(reasons: tuple[Reason, ...]) -> tuple[Reason | None, Ending]:
    """Return what the first activity of a chain is held by."""
    alone = [reason for reason in reasons if _alone(reason)]
    if not alone:
        return (reasons[0] if reasons else None), "circle"
    objective = all(reason.kind == "objective_only" for reason in alone)
    return alone[-1], "objective" if objective else "reason"


def _cut(
    backwards: list[tuple[str, Reason | None]], reasons_of: ReasonsOf
) -> tuple[list[tuple[str, Reason | None]], Ending]:
    """Return a chain that comes round cut where something else holds an activity as well."""
    for at in range(len(backwards) - 1, -1, -1):
        name = backwards[at][0]
        reason, ending = _end(reasons_of(name))
        if ending != "circle":
            return [*backwards[:at], (name, reason)], ending
    return backwards, _CIRCLE


def _alone(reason: Reason) -> bool:
    return not reason.other and reason.kind != "choice"

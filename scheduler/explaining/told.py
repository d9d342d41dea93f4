"""A clash in words: its rules, what they rest on, and what collides in them."""

from __future__ import annotations

from dataclasses import replace

from scheduler.answers import Answer, Cause, Clash
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.explaining.causes import find_causes
from scheduler.explaining.seen import Seen
from scheduler.rules.conditional import statement_of
from scheduler.solver.narrowing import Found

WINDOW = "window"
"""Kind of a cause that an activity can be no earlier than a day after the last that is allowed."""


def clash_of(found: Found, programme: ExpandedProgramme, alarms: tuple[str, ...] = ()) -> Clash:
    """Return a clash in the words of its rules, with what they rest on and what collides."""
    rules = {rule.id: rule for rule in programme.document.rules}
    members = [rules[name] for name in found.rules if name in rules]
    return Clash(
        rules=found.rules,
        statements=tuple(statement_of(rule, programme) for rule in members),
        minimal=found.minimal,
        proved=found.proved,
        bases=tuple(rule.basis for rule in members),
        cause=cause_of(found.rules, programme),
        alarms=alarms,
    )


def cause_of(clash: tuple[str, ...], programme: ExpandedProgramme) -> Cause | None:
    """Return what collides in a clash, where it can be told without search from all of its rules.

    From fewer of them it would be a smaller clash, and what seems so is none. A clash holds no
    more rules than it needs, so it may be short of fewer days than the programme is: where both are
    short of days for one activity, both figures are told.
    """
    rules = frozenset(clash)
    causes = find_causes(programme, rules)
    found = next((seen.cause for seen in causes if frozenset(seen.rules) == rules), None)
    if found is None or found.kind != WINDOW:
        return found
    whole = next((seen.cause for seen in find_causes(programme) if _as_short(seen, found)), None)
    if whole is None or (whole.short or 0) <= (found.short or 0):
        return found
    more = f"So by these rules alone. By every rule of the programme: {whole.words}"
    return replace(found, words=f"{found.words} {more}")


def _as_short(seen: Seen, found: Cause) -> bool:
    """Tell whether a cause is that the same activity is short of days."""
    ends = seen.cause.activities[-1:], found.activities[-1:]
    return seen.cause.kind == WINDOW and ends[0] == ends[1]


def with_causes(answer: Answer, programme: ExpandedProgramme) -> Answer:
    """Return an answer whose clashes tell what collides in them.

    Nothing is told of a clash on which answers of the solver disagree.
    """
    clashes = tuple(
        clash if clash.alarms else replace(clash, cause=cause_of(clash.rules, programme))
        for clash in answer.clashes
    )
    return replace(answer, clashes=clashes)

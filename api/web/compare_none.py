"""A result without a plan beside one that there is: what changed, and what no longer holds."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from api.web.opened_plan import OpenedPlan
from api.web.start_page import PlanLine
from api.web.wording import instant
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.pictures.contents import Column, Contents, cell
from scheduler.pictures.wording import counted, plain
from scheduler.regenerating.in_force import carried_over
from scheduler.regenerating.input_changes import input_changes
from scheduler.rules.rule import Violation
from scheduler.verification.verify import verify

MOST_BROKEN = 50
MOST_CHANGES = 50
MOST_NAMES = 5

_WHY_NOT: Mapping[str, str] = {
    "infeasible": "No plan meets every planning rule of this revision",
    "failed": "The search failed and gave no plan",
    "cancelled": "The search was stopped before there was a plan",
    "undecided": "The search found no plan in the time it had",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Against:
    """A plan that there is, and what the programme of the result makes of it."""

    title: str
    changes: tuple[str, ...]
    """What changed in the programme since, in words."""
    more_changes: int
    """That are not told."""
    broken: Contents | None
    """Planning rules that the plan breaks as they are now; nothing where it breaks none."""
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NonePage:
    """A result without a plan, and what it is compared with."""

    plan: str
    programme: str
    name: str
    why: str
    live: bool
    other: str
    others: tuple[PlanLine, ...]
    against: Against | None


def none_page(
    this: OpenedPlan,
    document: str,
    others: Sequence[PlanLine],
    other: tuple[OpenedPlan, str] | None,
) -> NonePage:
    """Return what to show of a result without a plan.

    `document` is the programme it was asked of as it is stored; `other` is the plan it is compared
    with and the document of that one, None where there is none.
    """
    record = this.record
    outcome = record.outcome if record.state == "completed" else record.state
    why = _WHY_NOT.get(outcome or "", _WHY_NOT["undecided"])
    return NonePage(
        plan=this.id,
        programme=record.programme,
        name=this.expanded.document.name,
        why="No plan has been found yet" if not record.is_terminal else why,
        live=not record.is_terminal,
        other="" if other is None else other[0].id,
        others=tuple(others),
        against=None if other is None else _against(this, document, *other),
    )


def default_other(others: Sequence[PlanLine], in_force: str) -> str:
    """Return the plan that is compared with unasked: the one in force, else the newest.

    One that breaks rules is never meant unasked; nothing where there is no other.
    """
    names = [line.id for line in others if not line.breaks_rules]
    if in_force in names:
        return in_force
    return names[0] if names else ""


def _against(this: OpenedPlan, document: str, other: OpenedPlan, before: str) -> Against:
    changes = [
        plain(change.words) for change in input_changes(json.loads(before), json.loads(document))
    ]
    violations = verify(this.expanded, carried_over(this.expanded, other.found)).violations
    return Against(
        title=f"Against the plan of {instant(other.record.submitted_at)}",
        changes=tuple(changes[:MOST_CHANGES]),
        more_changes=max(0, len(changes) - MOST_CHANGES),
        broken=_broken(violations, this.expanded) if violations else None,
        words=_words(violations),
    )


def _words(violations: Sequence[Violation]) -> str:
    rules = len({violation.rule for violation in violations})
    if not rules:
        return (
            "That plan still meets every planning rule as it is now: it can go on as it is, or be "
            "made the plan in force."
        )
    are = "planning rule is" if rules == 1 else "planning rules are"
    return f"With its dates {rules:,} {are} broken as the programme is now."


def _broken(violations: Sequence[Violation], expanded: ExpandedProgramme) -> Contents:
    owners = {rule.id: (rule.basis, rule.owner) for rule in expanded.document.rules}
    found: dict[str, tuple[str, dict[str, None]]] = {}
    for one in violations:
        _, names = found.setdefault(one.rule, (one.statement, {}))
        names.update(dict.fromkeys(one.activities))
    rows = []
    for rule, (statement, names) in list(found.items())[:MOST_BROKEN]:
        basis, owner = owners[rule]
        rows.append(
            (cell(plain(statement)), cell(basis), cell(plain(owner)), cell(_names(names, expanded)))
        )
    left = len(found) - len(rows)
    return Contents(
        caption="Planning rules that its dates break now",
        columns=tuple(
            Column(heading=heading) for heading in ("Rule", "Rests on", "Whose it is", "Which work")
        ),
        rows=tuple(rows),
        note=f"And {counted(left, 'more rule')}." if left else "",
    )


def _names(names: Mapping[str, None], expanded: ExpandedProgramme) -> str:
    said = [
        plain(expanded.activities[name].name or name)
        for name in names
        if name in expanded.activities
    ]
    more = f", and {len(said) - MOST_NAMES:,} more" if len(said) > MOST_NAMES else ""
    return f"{', '.join(said[:MOST_NAMES])}{more}"
